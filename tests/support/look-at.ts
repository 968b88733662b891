import { mkdirSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 900 };

/** A page in a browser, with everything that its console and its requests complained of. */
export interface OpenPage {
  page: Page;
  problems: string[];
  close(): Promise<void>;
}

/** Opens a page with its own cookies. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions & { cookie?: { name: string; value: string } } = {},
): Promise<OpenPage> {
  const { cookie, ...rest } = options;
  const context = await browser.newContext({ viewport: desktop, reducedMotion: "reduce", ...rest });
  if (cookie) await context.addCookies([{ ...cookie, url: new URL(url).origin, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  await page.goto(url, { waitUntil: "load" });
  return { page, problems, close: () => context.close() };
}

/** What is wrong with how a page looks: accessibility (axe), sideways scrolling, more or less than one heading. Keeps a picture where SCREENSHOTS names a folder. */
export async function faultsOf(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (overflow > 0) faults.push(`scrolls sideways by ${overflow}px`);
  if ((await page.locator("h1").count()) !== 1) faults.push("has not one first heading");
  await page.evaluate(axe.source);
  faults.push(
    ...(await page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    })),
  );
  if (process.env.SCREENSHOTS) {
    mkdirSync(process.env.SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`), fullPage: true });
  }
  return faults;
}
