import { mkdirSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page, Response } from "playwright-core";

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 900 };

const onPhone = { viewport: phone, isMobile: true, hasTouch: true };

/** How people come to a control: what it does must not hang on the device, nor on scripts. */
export const ways = [
  { how: "with JavaScript on a desktop", way: { javaScriptEnabled: true, viewport: desktop } },
  { how: "with JavaScript on a phone", way: { javaScriptEnabled: true, ...onPhone } },
  { how: "without JavaScript on a phone", way: { javaScriptEnabled: false, ...onPhone } },
];

/** Scripts of this server and inline ones by their hashes, and nothing else. */
const strictScripts = /(?:^|; )script-src 'self'(?: 'sha256-[\w+/=]+')*(?:;|$)/u;

/** A page in a browser, with everything that its console and its requests complained of. */
export interface OpenPage {
  page: Page;
  /** Of the page itself. */
  status: number;
  problems: string[];
  close(): Promise<void>;
}

/** Where the policy of a page lets other scripts run than it should; null where it does not, or where it is no page. */
function policyFault(response: Response): string | null {
  const { "content-type": type = "", "content-security-policy": policy = "" } = response.headers();
  if (response.request().resourceType() !== "document" || !type.startsWith("text/html")) return null;
  return strictScripts.test(policy) ? null : `${response.url()} has the policy "${policy}"`;
}

/** Opens a page with its own cookies. Throws where its policy would let just any script run. */
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
    // Of a page that says that nothing is there, the console says so, too.
    const isItsStatus = message.location().url === page.url() && /status of 404/u.test(message.text());
    if (message.type() === "error" && !isItsStatus) problems.push(`console: ${message.text()}`);
  });
  page.on("response", (response) => {
    const fault = policyFault(response);
    if (fault) problems.push(fault);
  });
  const response = await page.goto(url, { waitUntil: "load" });
  const fault = response && policyFault(response);
  if (fault) throw new Error(fault);
  return { page, status: response?.status() ?? 0, problems, close: () => context.close() };
}

/** Whether a page scrolls sideways, and the outermost element that reaches out. */
async function sidewaysFaults(page: Page): Promise<string[]> {
  const fault = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const wide = [...document.querySelectorAll("main *")].filter(
      (one) => one.getBoundingClientRect().right > clientWidth,
    );
    return `scrolls sideways by ${scrollWidth - clientWidth}px: ${wide[0]?.outerHTML.slice(0, 200)}`;
  });
  return fault === null ? [] : [fault];
}

/**
 * What is wrong with how a page looks: accessibility (axe: WCAG 2.2 AA and its best practices), sideways scrolling, more or less
 * than one heading. Keeps a picture where SCREENSHOTS names a folder.
 * @param options.isRepainted where the page was looked at before in other colours: then only its contrasts are.
 */
export async function faultsOf(page: Page, name: string, options: { isRepainted?: boolean } = {}): Promise<string[]> {
  const faults: string[] = [];
  faults.push(...(await sidewaysFaults(page)));
  if ((await page.locator("h1").count()) !== 1) faults.push("has not one first heading");
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  faults.push(
    ...(await page.evaluate(async (isRepainted) => {
      const { axe } = window as unknown as {
        axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      // The only rule of WCAG 2.2 AA is not among those that are asked without saying so.
      const wanted = isRepainted ? { runOnly: ["color-contrast"] } : { rules: { "target-size": { enabled: true } } };
      const { violations } = await axe.run({ ...wanted, resultTypes: ["violations"] });
      return violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map(({ html }) => html)
            .slice(0, 3)
            .join("  ")}`,
      );
    }, options.isRepainted ?? false)),
  );
  if (process.env.SCREENSHOTS) {
    mkdirSync(process.env.SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`), fullPage: true });
  }
  return faults;
}

/** `faultsOf` an open page on a phone and a desktop, light and dark; on the narrowest phones whether it fits. */
export async function faultsEverywhere(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  await page.setViewportSize({ width: 320, height: 640 });
  faults.push(...(await sidewaysFaults(page)).map((fault) => `${name} at 320px: ${fault}`));
  for (const [device, viewport] of Object.entries({ phone, desktop })) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const look = `${name}-${device}-${colorScheme}`;
      const found = await faultsOf(page, look, { isRepainted: colorScheme === "dark" });
      faults.push(...found.map((fault) => `${look}: ${fault}`));
    }
  }
  return faults;
}
