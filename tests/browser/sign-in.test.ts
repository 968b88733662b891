import axe from "axe-core";
import { type Browser, type BrowserContext, request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeLink } from "../../lib/accounts/link";
import { ways } from "../support/look-at";
import { startInstallation, type TestInstallation } from "../support/test-pipeline";
import { startSite, type TestSite } from "../support/test-site";
import type { TestWeb } from "../support/test-web";

describe("signing in, in a browser", () => {
  let installation: TestInstallation;
  let site: TestSite | undefined;
  let web: TestWeb;
  let browser: Browser;
  const db = () => installation.workplace.context.db;
  const linkFor = (email: string) => makeLink(db(), { ...installation.env, APP_URL: web.origin }, email, "/signin");
  const cookieOf = async (context: BrowserContext) =>
    (await context.cookies()).find((cookie) => cookie.name === "overheard");

  beforeAll(async () => {
    installation = await startInstallation();
    site = await startSite(installation);
    ({ web, browser } = site);
  });
  afterAll(() => (site ?? installation).stop());

  for (const { how, way } of ways) {
    it(`asks for a link, opens it and signs out again, ${how}`, async () => {
      const email = `${how.replaceAll(" ", "-").toLowerCase()}@example.com`;
      const context = await browser.newContext(way);
      const page = await context.newPage();
      await page.goto(`${web.origin}/signin?next=/signin`);
      await page.getByLabel("Your email address").fill("nobody@nowhere");
      await page.getByRole("button", { name: "Send me the link" }).click();
      await page.getByRole("alert").getByText("This is no email address").waitFor();
      await page.getByLabel("Your email address").fill(` ${email.toUpperCase()} `);
      await page.getByRole("button", { name: "Send me the link" }).click();
      await page.getByRole("status").getByText(`The link for ${email} is in a file.`).waitFor();
      expect(await db().signInRequest.count({ where: { email, nextPath: "/signin" } })).toBe(1);

      await page.goto(await linkFor(email));
      await page.getByRole("heading", { name: "Welcome to Overheard" }).waitFor();
      await page.getByRole("button", { name: "Yes, come in" }).click();
      await page.getByRole("heading", { name: "What do you want to hear of?" }).waitFor();
      await page.goto(`${web.origin}/signin`);
      await page.getByRole("heading", { name: "You are signed in" }).waitFor();
      expect(await cookieOf(context)).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });

      await page.getByRole("button", { name: "Sign out" }).click();
      await page.waitForURL(`${web.origin}/`);
      expect(await cookieOf(context)).toBeUndefined();
      expect(await db().session.count({ where: { reader: { email } } })).toBe(0);
      await context.close();
    });
  }

  it("is not spent by HEAD, GET or a scripted render of the emailed link", async () => {
    const url = await linkFor("scanned@example.com");
    const scanner = await request.newContext();
    await scanner.head(url);
    for (let i = 0; i < 3; i++) expect((await scanner.get(url)).status()).toBe(200);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url, { waitUntil: "networkidle" });
    await page.mouse.move(100, 100);
    expect(await cookieOf(context)).toBeUndefined();
    expect(await db().reader.count({ where: { email: "scanned@example.com" } })).toBe(0);
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
      return (await axe.run()).violations.map(({ id }) => id);
    });
    expect(violations).toEqual([]);

    await page.getByRole("button", { name: "Yes, come in" }).dblclick();
    await page.waitForURL(/\/(?:welcome|signin\?link=spent)$/);
    expect(await db().session.count({ where: { reader: { email: "scanned@example.com" } } })).toBe(1);
    await context.close();
    // Spent: whoever opens it now is told so, and offered a new one.
    const stranger = await browser.newPage();
    await stranger.goto(url);
    await stranger.getByRole("heading", { name: "This link no longer works" }).waitFor();
    await stranger.getByLabel("Your email address").waitFor();
    await stranger.close();
    await scanner.dispose();
  });
});
