import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildDigest } from "../../lib/digests/build-digest";
import { queueDepths } from "../../lib/queue/queue";
import { indexEpisodes } from "../../lib/search/index-episodes";
import { assignStories } from "../../lib/stories/assign-stories";
import { callAction, offeredActions } from "../support/call-action";
import { desktop, faultsOf, openPage, phone } from "../support/look-at";
import { tell } from "../support/stage-rows";
import { startInstallation, type TestInstallation } from "../support/test-pipeline";
import { signInReader, type TestReader } from "../support/test-readers";
import { startSite, type TestSite } from "../support/test-site";
import type { TestWeb } from "../support/test-web";

const opml = (outlines: string) => `<?xml version="1.0"?><opml version="2.0"><head/><body>${outlines}</body></opml>`;

describe("finding, following and checking", () => {
  let installation: TestInstallation;
  let site: TestSite | undefined;
  let web: TestWeb;
  let browser: Browser;
  let ada: TestReader;
  let operator: TestReader;
  let insightId: string;
  const shows: Record<string, string> = {};
  const db = () => installation.workplace.context.db;

  beforeAll(async () => {
    // Visitors see of transcripts what is quoted; readers see all of them.
    installation = await startInstallation({ ADMIN_EMAILS: "op@example.com", PUBLIC_TRANSCRIPTS: "off" });
    const { context } = installation.workplace;
    const said = [
      ["Cold Chain", "Reefers idle for a third of their lives", "A reefer stands still for 34 percent of its life."],
      ["Night Bus", "Night buses idle for six hours a day", "A night bus stands still for six hours of each day."],
      ["城市之声", "老城区的屋顶比街道热八度", "老城区的屋顶在夏天比街道热八度，刷白之后只热两度。"],
      ["قهوة المدينة", "المقاهي تفتح قبل الفجر بساعتين", "المقاهي في المدينة تفتح قبل الفجر بساعتين كل يوم."],
    ] as const;
    for (const [at, [show, headline, body]] of said.entries()) {
      const publishedAt = new Date(Date.now() - (at + 1) * 3600_000);
      const id = await tell(context.db, { show, headline, body, publishedAt });
      if (at === 0) insightId = id;
      const episode = await context.db.episode.findFirstOrThrow({ where: { insights: { some: { id } } } });
      shows[show] = episode.showId;
      await context.db.feed.create({
        data: {
          showId: episode.showId,
          url: `https://feeds.example/${at}`,
          host: "feeds.example:443",
          lastCheckedAt: new Date(Date.now() - 30 * 60_000),
          nextCheckAt: new Date(Date.now() + 3 * 3600_000),
          lastFound: at,
          ...(at === 1 ? { allowedFrom: new Date(Date.now() + 3600_000) } : {}),
          ...(at === 2 ? { allowedFrom: new Date(Date.now() + 5 * 3600_000) } : {}),
        },
      });
      await context.db.transcript.create({
        data: {
          ...{
            episodeId: episode.id,
            format: "vtt",
            sourceUrl: "https://t.example",
            timing: "publisher",
            wordCount: 9,
          },
          segments: { create: [{ index: 0, startMs: 1000, endMs: 9000, text: body, speaker: "Ines Marques" }] },
        },
      });
    }
    await context.db.insight.update({ where: { id: insightId }, data: { speaker: "Ines Marques" } });
    await assignStories(context);
    await indexEpisodes(context);
    await buildDigest(context, { date: new Date().toISOString().slice(0, 10) });
    ada = await signInReader(installation, "ada@example.com");
    operator = await signInReader(installation, "op@example.com");
    site = await startSite(installation);
    ({ web, browser } = site);
  });
  afterAll(async () => {
    await (site ?? installation)?.stop();
  });

  const open = (path: string, who: TestReader | null, options: Parameters<typeof openPage>[2] = {}) =>
    openPage(browser, web.origin + path, { ...(who ? { cookie: who.cookie } : {}), ...options });

  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? "with scripts" : "without scripts";

    it(`searches in one show, and keeps what was asked for, ${how}`, async () => {
      const { page, problems, close } = await open("/search?q=idle", null, { javaScriptEnabled });
      const found = () => page.getByRole("region", { name: "Insights" }).getByRole("heading", { level: 3 });
      expect(await found().count()).toBe(2);
      await page.getByText("Narrow it down").click();
      await page.getByLabel("Show", { exact: true }).selectOption("Night Bus");
      await page.getByRole("button", { name: "Search" }).click();
      await page.waitForURL(/show=/);
      expect(await found().allTextContents()).toEqual(["Night buses idle for six hours a day"]);
      expect(await page.getByLabel("What was said").inputValue()).toBe("idle");
      expect(await page.getByLabel("Show", { exact: true }).inputValue()).toBe(shows["Night Bus"]);
      await page.goto(`${web.origin}/search?q=idle&show=night+b`);
      expect(await found().allTextContents()).toEqual(["Night buses idle for six hours a day"]);
      await page.goto(`${web.origin}/search?q=idle&show=Nobody%3Cb%3E`);
      await page.getByText("No show here is called “Nobody<b>”").waitFor();
      expect(await found().count()).toBe(2);
      expect(problems).toEqual([]);
      await close();
    });

    it(`follows and mutes topics, and adds and drops words, ${how}`, async () => {
      await db().follow.deleteMany();
      const topic = await db().topic.findFirstOrThrow({ orderBy: { position: "asc" } });
      const { page, problems, close } = await open("/topics", ada, { javaScriptEnabled });
      const row = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: topic.name, exact: true }) });
      await row.getByRole("button", { name: "Follow", pressed: false }).click();
      await row.getByRole("button", { name: "Following", pressed: true }).waitFor();
      await row.getByRole("button", { name: "Mute" }).click();
      await row.getByRole("button", { name: "Muted", pressed: true }).waitFor();
      const words = page.getByRole("region", { name: "Words of your own" });
      await words.getByLabel(/^Add/).fill("heat pumps");
      await words.getByRole("button", { name: "Add" }).click();
      await words.getByLabel("heat pumps").selectOption("none");
      expect((await db().follow.findMany()).map((follow) => follow.phrase ?? follow.topicSlug).sort()).toEqual(
        [topic.slug, "heat pumps"].sort(),
      );
      await words.getByRole("button", { name: "Save words" }).click();
      await words.getByLabel("heat pumps").waitFor({ state: "detached" });
      expect(await db().follow.count({ where: { phrase: { not: null } } })).toBe(0);
      expect(problems).toEqual([]);
      await close();
    });

    it(`brings a list of shows along and takes it away, ${how}`, async () => {
      await db().follow.deleteMany();
      const { page, problems, close } = await open("/shows", ada, { javaScriptEnabled });
      const send = async (text: string) => {
        const file = { name: "list.opml", mimeType: "text/xml", buffer: Buffer.from(text) };
        await page.getByLabel(/^Follow here what you follow elsewhere/).setInputFiles(file);
        await page.getByRole("button", { name: "Follow them" }).click();
      };
      await send("no list");
      await page.getByText("This is no OPML file.").waitFor();
      await send(
        opml(
          '<outline text="Reefers" xmlUrl="http://feeds.example/0/"/><outline text="Nowhere &lt;b&gt;" xmlUrl="https://x.example"/>',
        ),
      );
      await page.getByText("You follow 1 show more. Not read here: Nowhere <b>.").waitFor();
      await page.getByText("You follow it").waitFor();
      expect(await db().follow.findMany({ select: { showId: true, readerId: true } })).toEqual([
        { showId: shows["Cold Chain"], readerId: ada.id },
      ]);
      const href = await page.getByRole("link", { name: /^Take what you follow along/ }).getAttribute("href");
      const headers = { cookie: `${ada.cookie.name}=${ada.cookie.value}` };
      const answer = await fetch(web.origin + href, { headers });
      expect(answer.headers.get("cache-control")).toContain("no-store");
      const text = await answer.text();
      expect(text).toContain("https://feeds.example/0");
      expect(text).not.toContain("Night Bus");
      expect(problems).toEqual([]);
      await close();
    });

    it(`has a feed looked at, or says when it will be, ${how}`, async () => {
      const waiting = async () => (await queueDepths(db())).find(({ name }) => name === "poll-feeds")?.waiting ?? 0;
      await installation.workplace.queue.boss.deleteQueuedJobs("poll-feeds");
      const later = new Date(Date.now() + 3 * 3600_000);
      await db().feed.updateMany({ data: { nextCheckAt: later } });
      const { page, problems, close } = await open("/admin/feeds", operator, { javaScriptEnabled });
      const row = (show: string) => page.getByRole("row").filter({ hasText: show });
      await row("قهوة المدينة").getByText("3 new episodes").waitFor();
      await row("Cold Chain").getByText("nothing new").waitFor();
      await row("城市之声").getByText("as early as its publisher allows").waitFor();
      await row("Night Bus")
        .getByRole("button", { name: /^Check in (?:60 min|1 h)/ })
        .click();
      await row("Night Bus").getByText("as early as its publisher allows").waitFor();
      const planned = await db().feed.findUniqueOrThrow({ where: { showId: shows["Night Bus"] ?? "" } });
      expect(planned.nextCheckAt).toEqual(planned.allowedFrom);
      expect(await waiting()).toBe(0);
      await row("Cold Chain").getByRole("button", { name: "Check now" }).click();
      await row("Cold Chain").getByRole("button").waitFor({ state: "detached" });
      expect(await waiting()).toBe(1);
      expect(problems).toEqual([]);
      await close();
    });
  }

  it("leads readers from an insight to its words in the transcript, and visitors to the episode", async () => {
    const { page, close } = await open(`/insights/${insightId}`, ada);
    await page.getByRole("link", { name: "Go on in the transcript" }).click();
    await page.waitForURL(/\/episodes\/[\w-]+#t1000$|#\w+/);
    const { hash } = new URL(page.url());
    expect(await page.locator(hash).textContent()).toContain("A reefer stands still");
    await close();
    const visitors = await open(`/insights/${insightId}`, null);
    expect(await visitors.page.getByRole("link", { name: "Go on in the transcript" }).count()).toBe(0);
    await visitors.page.getByRole("link", { name: "More from this episode" }).waitFor();
    await visitors.close();
  });

  it("gives who leaves the first steps their five at once, and leads back to the steps", async () => {
    const eve = await signInReader(installation, "eve@example.com", { isOnboarded: false });
    await db().reader.update({ where: { id: eve.id }, data: { emailHour: 23 } });
    const { page, close } = await open("/welcome", eve);
    await page.locator("a.wordmark").click();
    await page.getByText("your own five are being chosen now").waitFor();
    const { date } = (await db().digest.findFirstOrThrow()) ?? {};
    await buildDigest(installation.workplace.context, { date, edition: eve.id });
    await page.goto(web.origin);
    expect(await page.getByText("your own five").count()).toBe(0);
    await page.getByRole("link", { name: "It takes a minute" }).click();
    await page.getByRole("heading", { name: "What do you want to hear of?" }).waitFor();
    await close();
  });

  it("answers an action with the page that it leads to, asking no other server for it", async () => {
    const skip = offeredActions().find(({ name }) => name.endsWith("#skipSteps"));
    const { redirect, text } = await callAction(web.origin, {
      ...{ id: skip?.id ?? "", path: "/welcome", fields: {}, withState: true },
      headers: { cookie: `${ada.cookie.name}=${ada.cookie.value}` },
    });
    expect(redirect).toBe("/");
    expect(text).toContain("Reefers idle for a third of their lives");
  });

  it("shows both addresses of a reader's feed", async () => {
    const { page, close } = await open("/settings", ada);
    const address = await page.getByLabel("The same as JSON Feed").inputValue();
    expect(await page.getByLabel("Its address").inputValue()).toBe(address.replace(/json$/, "xml"));
    const feed = await (await fetch(address)).json();
    expect(feed.version).toContain("jsonfeed.org");
    await close();
  });

  it("tells search engines of shows, topics and people", async () => {
    const index = await (await fetch(`${web.origin}/sitemap.xml`)).text();
    const files = [...index.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => url ?? "");
    const text = (await Promise.all(files.map(async (url) => (await fetch(url)).text()))).join("\n");
    for (const path of [`/shows/${shows["Cold Chain"]}`, "/people/ines-marques", `/insights/${insightId}`])
      expect(text).toContain(`<loc>${web.origin}${path}</loc>`);
    for (const [, url] of text.matchAll(/<loc>([^<]+)<\/loc>/g)) expect((await fetch(url ?? "")).status, url).toBe(200);
  });

  for (const [device, viewport] of [
    ["phone", phone],
    ["desktop", desktop],
  ] as const)
    for (const colorScheme of ["light", "dark"] as const)
      it(`shows all this without a fault on a ${device} in ${colorScheme}`, async () => {
        await db().follow.deleteMany();
        const topic = await db().topic.findFirstOrThrow({ orderBy: { position: "asc" } });
        await db().follow.createMany({
          data: [
            { readerId: ada.id, topicSlug: topic.slug },
            { readerId: ada.id, showId: shows.城市之声 ?? null, isMuted: true },
            { readerId: ada.id, phrase: "heat pumps" },
          ],
        });
        for (const [name, path, who] of [
          ["topics", "/topics", ada],
          ["topics-visitor", "/topics", null],
          ["shows", "/shows", ada],
          ["search", `/search?q=idle&show=${shows["Night Bus"]}`, null],
          ["feeds", "/admin/feeds", operator],
          ["settings", "/settings", ada],
          ["front", "/", ada],
        ] as const) {
          const { page, problems, close } = await open(path, who, { viewport, colorScheme });
          expect([...(await faultsOf(page, `find-${name}-${device}-${colorScheme}`)), ...problems], name).toEqual([]);
          await close();
        }
      });
});
