import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeLink, spendLink } from "../../lib/accounts/link";
import { sessionCookieName } from "../../lib/accounts/session-cookie";
import { buildDigest } from "../../lib/digests/build-digest";
import { readEnv } from "../../lib/env";
import { startBrowser } from "../support/browser";
import { faultsOf, openPage, ways } from "../support/look-at";
import { testSettings } from "../support/test-pipeline";
import { startTestStage, type TestStage } from "../support/test-stage";
import { startWeb, type TestWeb } from "../support/test-web";
import { hostile, tellLibrary } from "../support/told-library";

const narrow = { width: 320, height: 700 };

describe("the pages for who is signed in, over what could break them", () => {
  let stage: TestStage;
  let web: TestWeb;
  let browser: Browser;
  let insightIds: string[];
  let date: string;
  let cookie: { name: string; value: string };

  beforeAll(async () => {
    stage = await startTestStage();
    ({ insightIds, date } = await tellLibrary(stage));
    web = await startWeb(testSettings("unused"), stage.url);
    const env = readEnv({ ...testSettings("unused"), AUTH_SECRET: "the secret of a test", APP_URL: web.origin });
    const link = await makeLink(stage.db, env, "reader@example.com");
    const spent = await spendLink(stage.db, env, new URL(link).pathname.split("/").at(-1) ?? "", "a test");
    cookie = { name: sessionCookieName(env), value: encodeURIComponent(spent?.cookie.value ?? "") };
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await web?.stop();
    await stage?.stop();
  });

  async function open(path: string, options: { signedIn?: boolean } & Parameters<typeof openPage>[2] = {}) {
    const { signedIn = true, ...rest } = options;
    const opened = await openPage(browser, web.origin + path, { ...rest, ...(signedIn ? { cookie } : {}) });
    return { ...opened, context: opened.page.context() };
  }

  const paths = () => [
    "/",
    `/digests/${date}`,
    ...insightIds.slice(0, 5).map((id) => `/insights/${id}`),
    "/shows",
    "/search?q=%3Cscript%3E",
    `/search?q=${encodeURIComponent("显卡")}`,
    `/search?q=${"x".repeat(9_000)}`,
  ];

  for (const signedIn of [true, false])
    it(`shows every script, hostile text and long words at 320 px, ${signedIn ? "signed in" : "signed out"}`, async () => {
      for (const [at, path] of paths().entries()) {
        const dark = at % 2 === 1 ? { colorScheme: "dark" as const } : {};
        const { page, context, problems } = await open(path, { signedIn, viewport: narrow, ...dark });
        expect([...(await faultsOf(page, `reader-${signedIn}-${at}`)), ...problems], path).toEqual([]);
        expect(await page.evaluate(() => "broken" in window), `${path} ran what a feed wrote`).toBe(false);
        expect(await page.locator("a[href^='javascript']").count()).toBe(0);
        await context.close();
      }
    });

  const state = async () => {
    const [saves, reactions, follows] = await Promise.all([
      stage.db.savedInsight.count(),
      stage.db.reaction.findMany({ select: { kind: true, comment: true } }),
      stage.db.follow.findMany({ select: { showId: true, topicSlug: true, isMuted: true } }),
    ]);
    return { saves, reactions, follows };
  };

  for (const { how, way } of ways) {
    it(`keeps an insight, says more and less of it, reports it and hides its show, ${how}`, async () => {
      await stage.db.savedInsight.deleteMany();
      await stage.db.reaction.deleteMany();
      await stage.db.follow.deleteMany();
      const { page, context, problems } = await open(`/insights/${insightIds[0]}`, way);
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByRole("button", { name: "Saved", pressed: true }).waitFor();
      expect((await state()).saves).toBe(1);
      const openMenu = async () => {
        const more = page.getByRole("button", { name: "More to do with this insight" });
        if (!(await page.locator("[popover]:popover-open").count())) await more.click();
      };
      await openMenu();
      await page.getByRole("button", { name: "More like this" }).click();
      await page
        .getByRole("button", { name: "More like this", pressed: true, includeHidden: true })
        .waitFor({ state: "attached" });
      if (way.javaScriptEnabled) {
        await page.getByText("Noted: more like this.").waitFor();
        expect(await page.locator("[popover]:popover-open").count()).toBe(0);
      }
      await openMenu();
      await page.getByRole("button", { name: "Less like this" }).click();
      await page
        .getByRole("button", { name: "Less like this", pressed: true, includeHidden: true })
        .waitFor({ state: "attached" });
      expect((await state()).reactions.map(({ kind }) => kind)).toEqual(["less"]);
      await openMenu();
      await page.getByText("Report this").click();
      await page.getByLabel("What is wrong with it?").fill(hostile);
      await page.getByRole("button", { name: "Send to the operator" }).click();
      await page.getByText("Thank you.").waitFor({ state: "attached" });
      expect((await state()).reactions).toContainEqual({ kind: "report", comment: hostile });
      await openMenu();
      await page.getByRole("button", { name: /^Hide / }).click();
      const shown = { includeHidden: true, name: /is hidden: show it again$/ };
      await page.getByRole("button", { ...shown, pressed: true }).waitFor({ state: "attached" });
      expect((await state()).follows).toMatchObject([{ isMuted: true }]);
      await openMenu();
      await page.getByRole("button", shown).click();
      await page
        .getByRole("button", { name: /^Hide /, pressed: false, includeHidden: true })
        .waitFor({ state: "attached" });
      expect((await state()).follows).toEqual([]);
      await page.getByRole("button", { name: "Saved", pressed: true }).click();
      await page.getByRole("button", { name: "Save", pressed: false }).waitFor();
      expect((await state()).saves).toBe(0);
      expect(problems).toEqual([]);
      await context.close();
    });

    it(`follows and mutes a topic and a show, and suggests one, ${how}`, async () => {
      await stage.db.follow.deleteMany();
      await stage.db.showSuggestion.deleteMany();
      const topic = await stage.db.topic.findFirstOrThrow();
      const { page, context, problems } = await open(`/topics/${topic.slug}`, way);
      await page.getByRole("button", { name: "Follow" }).click();
      await page.getByRole("button", { name: "Following", pressed: true }).waitFor();
      await page.getByRole("button", { name: "Mute" }).click();
      await page.getByRole("button", { name: "Muted", pressed: true }).waitFor();
      expect((await state()).follows).toEqual([{ topicSlug: topic.slug, showId: null, isMuted: true }]);
      await page.getByRole("button", { name: "Muted" }).click();
      await page.getByRole("button", { name: "Mute", pressed: false, exact: true }).waitFor();
      expect((await state()).follows).toEqual([]);
      await page.goto(`${web.origin}/shows`);
      await page.getByLabel("Its name, or the address").fill("Cold Chain");
      await page.getByRole("button", { name: "Suggest it" }).click();
      await page.getByText("Thank you. The operator sees it.").waitFor();
      expect(await stage.db.showSuggestion.count()).toBe(1);
      expect(problems).toEqual([]);
      await context.close();
    });
  }

  it("leads visitors who want to keep something to sign in, and back", async () => {
    const { page, context } = await open(`/insights/${insightIds[0]}`, { signedIn: false });
    await page.getByRole("link", { name: "Save", exact: true }).click();
    await page.waitForURL(`**/signin?for=saving&next=/insights/${insightIds[0]}`);
    await page.getByRole("heading", { level: 1, name: "Sign in to keep this" }).waitFor();
    await page.getByRole("link", { name: "back to the insight" }).click();
    await page.waitForURL(`**/insights/${insightIds[0]}`);
    await context.close();
  });

  it("shows readers their links and visitors theirs, in the same frame", async () => {
    const links = async (signedIn: boolean) => {
      const { page, context } = await open("/", { signedIn });
      const found = await page.getByRole("navigation", { name: "Main" }).getByRole("link").allTextContents();
      await context.close();
      return found;
    };
    expect(await links(true)).toEqual(expect.arrayContaining(["Saved", "Settings"]));
    expect(await links(false)).toContain("Sign in");
    expect(await links(false)).not.toContain("Saved");
  });

  it("makes kept pages anew when something is withdrawn", async () => {
    const path = `${web.origin}/insights/${insightIds[1]}`;
    expect(await (await fetch(path)).text()).toContain("A blood test found relapse");
    expect((await fetch(path)).headers.get("x-nextjs-cache")).toBe("HIT");
    await stage.db.insight.update({
      where: { id: insightIds[1] ?? "" },
      data: { retractedAt: new Date(), retractionNote: "It was not said." },
    });
    const until = Date.now() + 20_000;
    while ((await (await fetch(path)).text()).includes("A blood test found relapse")) {
      if (Date.now() > until) throw new Error("The page still shows what was withdrawn.");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect((await fetch(`${web.origin}/api/published`, { method: "POST" })).status).toBe(404);
  });

  it("feeds everybody's and a reader's own five, and tells machines the rest", async () => {
    const { db } = stage;
    const xml = await fetch(`${web.origin}/feed.xml`);
    const text = await xml.text();
    expect(xml.headers.get("content-type")).toContain("application/atom+xml");
    expect(text).toContain("Grid batteries now undercut");
    expect(text).not.toMatch(/<script/u);
    const etag = xml.headers.get("etag") ?? "";
    expect((await fetch(`${web.origin}/feed.xml`, { headers: { "if-none-match": etag } })).status).toBe(304);
    const feed = (await (await fetch(`${web.origin}/feed.json`)).json()) as { items: { content_html: string }[] };
    expect(feed.items[0]?.content_html).toContain("Grid batteries now undercut");
    const reader = await db.reader.findFirstOrThrow({ where: { email: "reader@example.com" } });
    const own = await fetch(`${web.origin}/feed/${reader.feedToken}.xml`);
    expect([own.status, own.headers.get("cache-control")]).toEqual([200, "private, max-age=300"]);
    for (const token of ["guess.xml", "..%2f..%2fx.xml", `${reader.feedToken}.txt`])
      expect((await fetch(`${web.origin}/feed/${token}`)).status, token).toBe(404);
    expect(await (await fetch(`${web.origin}/sitemap/pages.xml`)).text()).toContain(`/digests/${date}`);
    const api = await fetch(`${web.origin}/api/v1/digests/${date}`);
    expect(await api.json()).toMatchObject({ date, edition: "everyone" });
    expect(await (await fetch(`${web.origin}/api/v1/insights/${insightIds[0]}`)).json()).toMatchObject({
      headline: expect.stringMatching(/^Grid batteries/u),
    });
    for (const path of [
      `/insights/${insightIds[0]}/picture.png`,
      `/insights/${insightIds[4]}/picture.png`,
      `/digests/${date}/picture.png`,
    ]) {
      const picture = await fetch(web.origin + path);
      expect([picture.status, picture.headers.get("content-type")], path).toEqual([200, "image/png"]);
    }
    for (const path of [
      "/api/v1/digests/2001-01-01",
      "/api/v1/digests/x",
      "/api/v1/insights/x",
      "/insights/x/picture.png",
    ])
      expect((await fetch(web.origin + path)).status, path).toBe(404);
  });

  it("says something fitting at addresses that lead nowhere", async () => {
    for (const path of [
      "/digests/2001-01-01",
      "/digests/2999-01-01",
      "/digests?month=2026-13",
      "/topics/nothing",
      "/people/nobody-at-all",
      "/shows/00000000-0000-0000-0000-000000000000",
      "/insights/00000000-0000-7000-8000-000000000000",
      "/front/someone",
    ]) {
      const response = await fetch(web.origin + path);
      expect(response.status, path).toBe(404);
    }
  });

  it("leads from a reader's own five to their own of the day before", async () => {
    const { id } = await stage.db.reader.findFirstOrThrow({ where: { email: "reader@example.com" } });
    // Of tomorrow, since nothing was read before today.
    const days = [0, 1].map((ahead) => new Date(Date.now() + ahead * 24 * 3600_000));
    const [today = "", tomorrow = ""] = days.map((day) => day.toISOString().slice(0, 10));
    for (const asOf of days)
      await buildDigest(stage.context, { date: asOf.toISOString().slice(0, 10), edition: id, asOf });
    const { page, context, problems } = await open(`/digests/${tomorrow}?edition=own`);
    await page.locator("a[rel=prev]").click();
    await page.waitForURL(`${web.origin}/digests/${today}?edition=own`);
    await page.locator("a[rel=next]").click();
    await page.waitForURL(`${web.origin}/digests/${tomorrow}?edition=own`);
    await page.goto(`${web.origin}/digests`);
    const own = page.locator(`.archive ol a[href="/digests/${today}?edition=own"]`);
    await own.click();
    await page.getByRole("link", { name: "Everybody’s five of that day" }).click();
    await page.getByRole("link", { name: "Your own of that day" }).click();
    await page.waitForURL(`${web.origin}/digests/${today}?edition=own`);
    expect(problems).toEqual([]);
    await context.close();
  });
});
