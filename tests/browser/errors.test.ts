import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBrowser } from "../support/browser";
import { desktop, faultsOf, openPage, phone } from "../support/look-at";
import { startLostWeb } from "../support/lost-web";
import { tell } from "../support/stage-rows";
import { startInstallation, type TestInstallation } from "../support/test-pipeline";
import { signInReader, type TestReader } from "../support/test-readers";
import { startWeb, type TestWeb } from "../support/test-web";

const nobodys = "01990000-0000-7000-8000-000000000000";
const insides = /postgres|ECONNREFUSED|prisma|node_modules|\bat \w+ \(/i;
const missing = [
  `/insights/${nobodys}`,
  "/insights/no-id",
  `/stories/${nobodys}`,
  `/episodes/${nobodys}`,
  `/shows/${nobodys}`,
  `/shows/${nobodys}?page=2`,
  "/digests/2001-01-01",
  "/digests/2026-02-31",
  "/digests?month=2026-99",
  "/people/nobody-at-all",
  "/topics/no-such-topic",
  "/no/such/page",
];

/** Next's own words for a missing resource, which the browser says of the page itself. */
const isNews = (problem: string) => !/Failed to load resource: .* (?:404|500)/.test(problem);

describe("pages that are not there, and a database that is lost", () => {
  let installation: TestInstallation;
  let web: TestWeb;
  let lost: TestWeb;
  let browser: Browser;
  let ada: TestReader;
  let insightId: string;

  beforeAll(async () => {
    installation = await startInstallation({ ADMIN_EMAILS: "op@example.com" });
    insightId = await tell(installation.workplace.context.db, {
      show: "Cold Chain",
      publishedAt: new Date(),
      headline: "Reefers idle for a third of their lives",
      body: "A refrigerated container stands still for a third of its life.",
    });
    ada = await signInReader(installation, "ada@example.com");
    web = await startWeb(installation.settings, installation.workplace.url);
    lost = await startLostWeb();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await lost?.stop();
    await web?.stop();
    await installation?.stop();
  });

  for (const javaScriptEnabled of [false, true])
    for (const isReader of [false, true])
      it(`says what is missing to a ${isReader ? "reader" : "visitor"} ${javaScriptEnabled ? "with" : "without"} scripts`, async () => {
        const options = { javaScriptEnabled, ...(isReader ? { cookie: ada.cookie } : {}) };
        for (const path of missing) {
          const { page, problems, close } = await openPage(browser, web.origin + path, options);
          expect(await page.getByRole("heading", { level: 1 }).allTextContents(), path).toEqual([
            "Nothing is said here",
          ]);
          await page.getByRole("main").getByRole("link", { name: "Read today’s five" }).waitFor();
          const nav = page.getByRole("navigation", { name: "Main" });
          expect(await nav.getByRole("link", { name: "Settings" }).isVisible(), path).toBe(isReader);
          expect(await nav.getByRole("link", { name: "Sign in" }).isVisible(), path).toBe(!isReader);
          expect(await page.title(), path).toBe("Nothing here · Overheard");
          expect(problems.filter(isNews), path).toEqual([]);
          await close();
        }
        for (const path of missing) {
          const headers: Record<string, string> = isReader ? { cookie: `${ada.cookie.name}=${ada.cookie.value}` } : {};
          const response = await fetch(web.origin + path, { headers });
          expect(response.status, path).toBe(404);
          expect(response.headers.get("content-security-policy"), path).toContain("script-src 'self'");
          if (isReader) expect(response.headers.get("cache-control"), path).toContain("no-store");
          expect(await response.text(), path).not.toMatch(insides);
        }
      });

  it("knows its reader before there is anything to read", async () => {
    const tomorrow = new Date(Date.now() + 24 * 3600_000).toISOString().slice(0, 10);
    for (const path of ["/", "/digests", `/digests/${tomorrow}`, "/search", "/unsubscribe", "/feedback"]) {
      const { page, close } = await openPage(browser, web.origin + path, { cookie: ada.cookie });
      const nav = page.getByRole("navigation", { name: "Main" });
      expect(await nav.getByRole("link", { name: "Saved" }).isVisible(), path).toBe(true);
      expect(await nav.getByRole("link", { name: "Sign in" }).isVisible(), path).toBe(false);
      expect(await page.getByRole("main").getByRole("link", { name: "sign in" }).count(), path).toBe(0);
      await close();
    }
  });

  it("leads from the address of a story that became part of another one to that one, as old emails have it", async () => {
    const { db } = installation.workplace.context;
    const seen = { firstSeenAt: new Date(), lastSeenAt: new Date() };
    const story = await db.story.create({ data: { title: "Reefers idle", ...seen } });
    const former = await db.story.create({ data: { title: "", ...seen, mergedIntoId: story.id } });
    await db.insight.update({ where: { id: insightId }, data: { storyId: story.id } });
    for (const cookie of [undefined, ada.cookie]) {
      const headers: Record<string, string> = cookie ? { cookie: `${cookie.name}=${cookie.value}` } : {};
      const answer = await fetch(`${web.origin}/stories/${former.id}`, { headers, redirect: "manual" });
      expect(answer.status).toBe(308);
      expect(new URL(answer.headers.get("location") ?? "", web.origin).pathname).toBe(`/stories/${story.id}`);
      const { page, close } = await openPage(browser, `${web.origin}/stories/${former.id}`, cookie ? { cookie } : {});
      await page.getByRole("heading", { level: 1, name: "Reefers idle" }).waitFor();
      expect(page.url()).toBe(`${web.origin}/stories/${story.id}`);
      await close();
    }
  });

  it("says so, too, when a link on a page leads to what is gone", async () => {
    const { page, close } = await openPage(browser, `${web.origin}/insights/${insightId}`, { cookie: ada.cookie });
    await installation.workplace.context.db.show.deleteMany();
    await page.getByRole("main").getByRole("link", { name: "Cold Chain" }).first().click();
    await page.getByRole("heading", { name: "Nothing is said here" }).waitFor();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).waitFor();
    await page.getByRole("main").getByRole("link", { name: "Read today’s five" }).click();
    await page.waitForURL(`${web.origin}/`);
    await close();
  });

  for (const javaScriptEnabled of [false, true])
    it(`says that the database is lost, ${javaScriptEnabled ? "with" : "without"} scripts`, async () => {
      // The front page is kept from before, and goes on to be shown to visitors.
      for (const cookie of [undefined, ada.cookie])
        for (const path of ["/shows", `/insights/${nobodys}`, "/search?q=grid", "/topics", "/digests"]) {
          const options = { javaScriptEnabled, ...(cookie ? { cookie } : {}) };
          const { page, problems, close } = await openPage(browser, lost.origin + path, options);
          await page.getByRole("heading", { level: 1, name: "This page could not be made" }).waitFor();
          const again = page.getByRole("link", { name: "Try again" });
          expect(await again.evaluate((link: HTMLAnchorElement) => link.href), path).toBe(lost.origin + path);
          const nav = page.getByRole("navigation", { name: "Main" });
          expect(await nav.getByRole("link", { name: "Settings" }).isVisible(), path).toBe(cookie !== undefined);
          expect(problems.filter(isNews), path).toEqual([]);
          await close();
        }
    });

  it("names the failure as the log does, with status 500 and nothing of its insides", async () => {
    const response = await fetch(`${lost.origin}/shows`, { headers: { "x-request-id": "proxy-0123456789" } });
    expect(response.status).toBe(500);
    const html = await response.text();
    expect(html).toContain("The log has it under <!-- -->proxy-0123456789");
    expect(html).not.toMatch(insides);
    expect((await fetch(`${lost.origin}/no/such/page`)).status).toBe(404);
  });

  for (const [device, viewport] of [
    ["phone", phone],
    ["desktop", desktop],
  ] as const)
    for (const colorScheme of ["light", "dark"] as const)
      it(`shows them without a fault on a ${device} in ${colorScheme}`, async () => {
        for (const [name, url] of [
          ["missing", `${web.origin}/insights/${nobodys}`],
          ["lost", `${lost.origin}/shows`],
        ] as const) {
          const { page, close } = await openPage(browser, url, { viewport, colorScheme, cookie: ada.cookie });
          expect(await faultsOf(page, `${name}-${device}-${colorScheme}`), name).toEqual([]);
          await close();
        }
      });
});
