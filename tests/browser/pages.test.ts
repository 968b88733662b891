import { mkdirSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Publisher, startPublisher } from "../../jobs/demo/publisher";
import { operatorCode } from "../../lib/accounts/operator";
import { buildDigest } from "../../lib/digests/build-digest";
import { type DigestView, digestByDate } from "../../lib/digests/views";
import { localDateAndHour } from "../../lib/format/dates";
import { personSlug } from "../../lib/format/slugs";
import { startBrowser } from "../support/browser";
import { desktop, phone } from "../support/look-at";
import { startLostWeb } from "../support/lost-web";
import { readFeeds, startInstallation, type TestInstallation } from "../support/test-pipeline";
import { startServer, type TestServer } from "../support/test-server";
import { startWeb, type TestWeb } from "../support/test-web";

/** What the directory answers that finds nothing. */
const nothing = "/search?media=podcast&limit=10&term=nothing";
const sentence = "We scan new podcasts and send you the top 5 insights daily.";
/** Text with plain spaces and apostrophes. */
const wordsOf = (text: string | null) => (text ?? "").replace(/\s+/g, " ").replaceAll("’", "'");

describe("the pages over the sample shows", () => {
  let publisher: Publisher;
  let installation: TestInstallation;
  let web: TestWeb;
  let directory: TestServer;
  let browser: Browser;
  let digest: DigestView;
  let paths: Record<string, string>;
  const dateOf = (at: Date) => localDateAndHour(at, "UTC").date;

  beforeAll(async () => {
    publisher = await startPublisher();
    installation = await startInstallation();
    const { context } = installation.workplace;
    const feeds = publisher.feeds.map((feed) => feed.url);
    // The last one is left for the setup page to add.
    await readFeeds(installation.workplace, feeds.slice(0, -1));
    const yesterday = new Date(Date.now() - 24 * 3600_000);
    await buildDigest(context, { date: dateOf(yesterday), asOf: yesterday });
    await buildDigest(context, { date: dateOf(new Date()) });
    const view = await digestByDate(context.db, dateOf(new Date()));
    if (!view?.previousDate) throw new Error("No digests were built.");
    digest = view;
    const shared = digest.items.find((item) => item.story.otherShows.length > 1) ?? digest.items[0];
    const waiting = await context.db.episode.findFirstOrThrow({ where: { stage: "waiting" } });
    paths = {
      today: "/",
      yesterday: `/digests/${digest.previousDate}`,
      insight: `/insights/${shared?.take.id}`,
      story: `/stories/${shared?.story.id}`,
      episode: `/episodes/${shared?.take.episode.id}`,
      "waiting-episode": `/episodes/${waiting.id}`,
      setup: "/setup",
      archive: "/digests",
      shows: "/shows",
      show: `/shows/${shared?.take.show.id}`,
      topics: "/topics",
      topic: `/topics/${(await context.db.insightTopic.findFirstOrThrow()).topicSlug}`,
      search: "/search?q=electrcity+gird",
      person: `/people/${personSlug(shared?.take.quote.speaker ?? null)}`,
      nothing: "/stories/00000000-0000-0000-0000-000000000000",
    };
    directory = await startServer();
    directory.routes.set("/search?media=podcast&limit=10&term=cold+chain", (_, response) =>
      response.end(
        JSON.stringify({ results: [{ collectionName: "Cold Chain", feedUrl: `${directory.origin}/cold.xml` }] }),
      ),
    );
    directory.routes.set(nothing, (_, response) => response.end('{"results":[]}'));
    web = await startWeb({ ...installation.settings, ITUNES_SEARCH_URL: directory.origin }, installation.workplace.url);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await web?.stop();
    await directory?.stop();
    await installation.stop();
    await publisher.stop();
  });

  async function open(
    path: string,
    options: { viewport?: typeof phone; colorScheme?: "light" | "dark"; javaScriptEnabled?: boolean } = {},
  ): Promise<{ page: Page; problems: string[]; status: number; scriptPolicy: string; close(): Promise<void> }> {
    const context = await browser.newContext({ viewport: desktop, reducedMotion: "reduce", ...options });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !/404/.test(message.text())) problems.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(web.origin) && !request.url().startsWith("http://127.0.0.1:"))
        problems.push(`asks elsewhere: ${request.url()}`);
    });
    const response = await page.goto(web.origin + path, { waitUntil: "load" });
    const policy = response?.headers()["content-security-policy"] ?? "";
    const scriptPolicy = policy.split("; ").find((part) => part.startsWith("script-src ")) ?? "";
    return { page, problems, status: response?.status() ?? 0, scriptPolicy, close: () => context.close() };
  }

  it("answers with the id that log lines about a request carry", async () => {
    for (const path of ["/", "/api/health", "/nothing-here", "/robots.txt"]) {
      const own = await fetch(web.origin + path, { headers: { "x-request-id": "proxy-0123456789" } });
      expect(own.headers.get("x-request-id"), path).toBe("proxy-0123456789");
      expect((await fetch(web.origin + path)).headers.get("x-request-id"), path).toMatch(/^[\da-f-]{36}$/);
    }
    const lost = await startLostWeb({ LOG_LEVEL: "warn" });
    try {
      await fetch(`${lost.origin}/shows`, { headers: { "x-request-id": "proxy-0123456789" } });
      await vi.waitFor(() => {
        const lines = lost.output().match(/^\{.*"requestId":"proxy-0123456789".*\}$/gm) ?? [];
        expect(lines.map((line) => JSON.parse(line).msg)).toEqual(["A page could not be made.", "A request failed."]);
      }, 5_000);
    } finally {
      await lost.stop();
    }
  });

  const pages = ["today", "yesterday", "insight", "story", "episode", "waiting-episode", "setup", "nothing"];
  pages.push("archive", "shows", "show", "topics", "topic", "person", "search");
  for (const name of pages) {
    for (const [device, viewport] of [
      ["phone", phone],
      ["desktop", desktop],
    ] as const) {
      for (const colorScheme of ["light", "dark"] as const) {
        it(`shows ${name} on a ${device} in ${colorScheme} without a fault`, async () => {
          const { page, problems, status, scriptPolicy, close } = await open(paths[name] ?? "", {
            viewport,
            colorScheme,
          });
          expect(status).toBe(name === "nothing" ? 404 : 200);
          expect(scriptPolicy).toMatch(/^script-src 'self'(?: 'sha256-[\w+/=]+')+$/);
          expect(await page.locator("h1").count()).toBe(1);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(overflow, "scrolls sideways").toBeLessThanOrEqual(0);
          await page.evaluate(axe.source);
          const violations = await page.evaluate(async () => {
            const { axe } = window as unknown as {
              axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
            };
            return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
          });
          expect(violations).toEqual([]);
          expect(problems).toEqual([]);
          if (process.env.SCREENSHOTS) {
            mkdirSync(process.env.SCREENSHOTS, { recursive: true });
            const file = join(process.env.SCREENSHOTS, `${name}-${device}-${colorScheme}.png`);
            await page.screenshot({ path: file, fullPage: true });
          }
          await close();
        });
      }
    }
  }

  it("carries the sentence and the five with their receipts, readable without JavaScript", async () => {
    const { page, close } = await open("/", { javaScriptEnabled: false });
    expect(await page.locator("header").textContent()).toContain(sentence);
    const text = wordsOf(await page.locator("main").textContent());
    expect(await page.locator("article h2").allTextContents()).toEqual(digest.items.map((item) => item.take.headline));
    for (const item of digest.items) {
      expect(text).toContain(wordsOf(item.take.quote.text).slice(0, 40));
      if (item.take.quote.speaker) expect(text).toContain(item.take.quote.speaker);
    }
    await page.getByRole("link", { name: digest.items[0]?.take.headline ?? "" }).click();
    expect(new URL(page.url()).pathname).toBe(`/insights/${digest.items[0]?.take.id}`);
    await close();
  });

  it("says why each rank, and opens what came close, without JavaScript", async () => {
    const { page, close } = await open("/", { javaScriptEnabled: false });
    const reasons = page.getByRole("complementary", { name: /first/i }).locator("details");
    await reasons.locator("summary").click();
    expect((await reasons.textContent())?.length).toBeGreaterThan(60);
    expect(digest.nearMisses.length).toBeGreaterThan(0);
    await page.getByText(/came close/).click();
    await page
      .getByText(digest.nearMisses[0]?.headline ?? "")
      .first()
      .waitFor({ state: "visible" });
    await close();
  });

  it("draws every icon that it names, from a file that browsers keep", async () => {
    const html = await (await fetch(`${web.origin}/`)).text();
    const named = new Set(
      [...html.matchAll(/<use href="(\/icons\.svg\?v=\w+)#(\w+)"/g)].map((match) => match.slice(1).join(" ")),
    );
    expect(named.size).toBeGreaterThan(4);
    const [address = ""] = [...named][0]?.split(" ") ?? [];
    const file = await fetch(web.origin + address);
    expect(file.headers.get("cache-control")).toContain("immutable");
    const drawings = await file.text();
    for (const icon of named) {
      expect(icon.split(" ")[0]).toBe(address);
      expect(drawings).toMatch(new RegExp(`<symbol id="${icon.split(" ")[1]}"[^>]*><\\w`));
    }
  });

  it("leads to the day before and back", async () => {
    const { page, close } = await open("/");
    await page.locator('a[rel="prev"]').click();
    await page.waitForURL(`**/digests/${digest.previousDate}`);
    await page.locator('a[rel="next"]').click();
    await page.waitForURL(`**/digests/${digest.date}`);
    expect(await page.locator("article h2").first().textContent()).toBe(digest.items[0]?.take.headline);
    await close();
  });

  it("moves with keys, opens their list, and lets them be switched off", async () => {
    const { page, problems, close } = await open("/");
    await page.waitForFunction(() => document.documentElement.dataset.heard !== undefined);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    expect(await focused()).toBe(digest.items[1]?.take.headline);
    await page.keyboard.press("k");
    expect(await focused()).toBe(digest.items[0]?.take.headline);
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keys" });
    await help.getByLabel("Use these keys").uncheck();
    await help.getByRole("button", { name: "Close" }).click();
    await page.keyboard.press("j");
    expect(await focused()).not.toBe(digest.items[1]?.take.headline);
    expect(problems).toEqual([]);
    await close();
  });

  it("passes an insight on as a link and as text with its source", async () => {
    const { page, close } = await open("/");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Share" }).first().click();
    await page.getByRole("button", { name: "Copy as text, with its source" }).click();
    await page.getByText("Copied").waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    const take = digest.items[0]?.take;
    expect(text).toContain(take?.headline);
    expect(text).toContain(`${take?.quote.speaker} on ${take?.show.title}, ${take?.episode.title}`);
    expect(text).toContain(`${web.origin}/insights/${take?.id}`);
    await close();
  });

  it("lists every take of a story with its words, speaker and second", async () => {
    const { page, close } = await open(paths.story ?? "");
    const takes = await installation.workplace.context.db.insight.findMany({
      where: { storyId: (paths.story ?? "").split("/")[2] },
      include: { episode: { include: { show: true } } },
    });
    expect(new Set(takes.map((take) => take.episode.showId)).size).toBeGreaterThan(1);
    const text = wordsOf(await page.locator("main").textContent());
    for (const take of takes) {
      expect(text).toContain(wordsOf(take.quoteText).slice(0, 30));
      if (take.speaker) expect(text).toContain(take.speaker);
      expect(text).toContain(take.episode.show.title);
    }
    expect(await page.locator("a[data-play]").count()).toBe(takes.length);
    await close();
  });

  it("plays an episode from a quote's second in the page's own player", async () => {
    const { page, close } = await open(paths.episode ?? "");
    const link = page.locator("ol.script a[data-play], main a[data-play][href*='t=']").last();
    const second = Number(/#t=(\d+)/.exec((await link.getAttribute("href")) ?? "")?.[1]);
    expect(second).toBeGreaterThan(10);
    await link.click();
    await page.waitForFunction(
      (from) => (document.querySelector<HTMLAudioElement>("audio[data-recording]")?.currentTime ?? 0) >= from,
      second,
    );
    const at = await page.evaluate(
      () => document.querySelector<HTMLAudioElement>("audio[data-recording]")?.currentTime,
    );
    expect(at).toBeLessThan(second + 10);
    await close();
  });

  it("plays a receipt of the daily page on the spot", async () => {
    const { page, close } = await open("/");
    await page.locator("article a[data-play]").first().click();
    await page.getByRole("region", { name: "Player" }).getByRole("button", { name: "Pause" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/");
    await page.getByRole("button", { name: "Close the player" }).click();
    expect(await page.getByRole("region", { name: "Player" }).count()).toBe(0);
    await close();
  });

  it("shows a transcript only where the operator allows it, and never to search engines", async () => {
    const response = await fetch(web.origin + paths.episode);
    expect(response.headers.get("x-robots-tag")).toBe("noindex");
    expect(await response.text()).toContain('id="transcript"');
    const closed = await startWeb({ ...installation.settings, PUBLIC_TRANSCRIPTS: "off" }, installation.workplace.url);
    try {
      expect(await (await fetch(closed.origin + paths.episode)).text()).not.toContain('id="transcript"');
    } finally {
      await closed.stop();
    }
  });

  const code = () => operatorCode({ AUTH_SECRET: "the secret of a test", DATA_DIR: installation.dataDir });

  for (const javaScriptEnabled of [true, false]) {
    it(`adds a show for who knows the code, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
      const { db } = installation.workplace.context;
      const before = await db.show.count();
      const added = javaScriptEnabled ? publisher.feeds.at(-1)?.url : `${directory.origin}${nothing}`;
      await db.reader.deleteMany();
      const { page, problems, close } = await open("/setup", { javaScriptEnabled });
      await page.getByLabel("Others, by their addresses").fill(`${added}\n${directory.origin}/no.xml\nnot an address`);
      await page.getByLabel("The code that the terminal printed").fill("wrong");
      await page.getByRole("button", { name: "Add these shows" }).click();
      await page.getByText("This is not the code").waitFor();
      expect(await db.show.count()).toBe(before);
      await page.getByLabel("The code that the terminal printed").fill(code());
      await page.getByRole("button", { name: "Add these shows" }).click();
      await page.getByText("One show was added. These were not:").waitFor();
      expect(await page.getByRole("alert").first().textContent()).toMatch(/\(404\).*not an address/su);
      await expect.poll(() => page.locator(".read-now tbody tr").count()).toBe(before + 1);
      expect(problems).toEqual([]);
      await close();
    });

    it(`adds shows only for operators once one has signed in, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
      const { db } = installation.workplace.context;
      await db.reader.deleteMany();
      const early = await open(`/setup?code=${code()}`, { javaScriptEnabled });
      await db.reader.create({ data: { email: "operator@overheard.localhost", feedToken: "x" } });
      const before = await db.show.count();
      await early.page.getByLabel("Others, by their addresses").fill(`${directory.origin}/late.xml`);
      await early.page.getByRole("button", { name: "Add these shows" }).click();
      if (javaScriptEnabled) await early.page.getByText("Only operators add shows.").waitFor();
      else await early.page.getByRole("heading", { name: "Sign in" }).waitFor();
      expect(await db.show.count()).toBe(before);
      await early.close();
      const late = await open(`/setup?code=${code()}`, { javaScriptEnabled });
      await late.page.getByRole("heading", { name: "Sign in" }).waitFor();
      await late.close();
    });

    it(`finds shows by words, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
      const { db } = installation.workplace.context;
      const before = await db.show.count();
      await db.reader.deleteMany();
      const { page, problems, close } = await open(`/setup?code=${code()}`, { javaScriptEnabled });
      const search = async (words: string) => {
        await page.getByLabel("Find a show by its name").fill(words);
        await page.getByRole("button", { name: "Search" }).click();
      };
      await search("nothing");
      await page.getByText("No show was found for “nothing”").waitFor();
      await search("cold chain");
      await page.getByRole("group", { name: "Found for “cold chain”" }).getByLabel("Cold Chain").check();
      await page.getByRole("button", { name: "Add these shows" }).click();
      await page.getByRole("status").waitFor();
      expect(await page.getByRole("status").textContent()).toMatch(
        javaScriptEnabled ? /^Reading one feed\./ : /^Nothing new to read\. One show was on the list already\./,
      );
      expect(await db.show.count()).toBe(before + (javaScriptEnabled ? 1 : 0));
      await page
        .getByRole("row", { name: /Cold Chain/ })
        .getByText(/^(?:now|in \d+ min)$/)
        .waitFor();
      expect(problems).toEqual([]);
      await close();
    });
  }

  it("takes over the list of another app, and says what was there already", async () => {
    const { db } = installation.workplace.context;
    const before = await db.show.count();
    const outlines = Array.from(
      { length: 300 },
      (_, i) => `<outline text="Show ${i}" type="rss" xmlUrl="https://show-${i % 298}.example/feed.xml"/>`,
    );
    await db.reader.deleteMany();
    const { page, problems, close } = await open(`/setup?code=${code()}`, { javaScriptEnabled: true });
    const send = async (text: string) => {
      await page
        .getByLabel("All that another app reads")
        .setInputFiles({ name: "subscriptions.opml", mimeType: "text/x-opml", buffer: Buffer.from(text) });
      await page.getByRole("button", { name: "Add these shows" }).click();
    };
    await send("Dear diary");
    await page.getByText("This is no OPML file.").waitFor();
    await send(`<opml version="2.0"><body><outline text="All">${outlines.join("")}</outline></body></opml>`);
    await page.getByRole("status").getByText("Reading 298 feeds.").waitFor();
    await page.getByRole("status").getByText("Two shows were on the list already.").waitFor();
    expect(await db.show.count()).toBe(before + 298);
    expect(problems).toEqual([]);
    await close();
  });
});
