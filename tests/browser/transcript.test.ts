import { mkdirSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeLink } from "../../lib/accounts/link";
import { parseTranscript } from "../../lib/transcripts/parse-transcript";
import { startBrowser } from "../support/browser";
import { serveSilence } from "../support/publisher-audio";
import { startServer, type TestServer } from "../support/test-server";
import { startTestStage, type TestStage } from "../support/test-stage";
import { startWeb, type TestWeb } from "../support/test-web";

const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 900 };
const sentenceMs = 6_000;
/** Who says what, sentence by sentence: three chapters, a sponsor in the first. */
const said: [string, string][] = [
  ["Mara Quill", "Good morning, and thanks to all who wrote about the ferry."],
  ["Mara Quill", "Nadia, you counted the queue for a year, so what did it cost?"],
  ["Nadia Okonkwo", "It cost the town twice what a second boat would have."],
  ["Nadia Okonkwo", "Nobody had ever put the two figures on one sheet of paper."],
  ["Mara Quill", "This episode is brought to you by Kettle & Sons, makers of rain coats."],
  ["Mara Quill", "Use the code HARBOUR at checkout for ten percent off your first coat."],
  ...Array.from({ length: 60 }, (_, i): [string, string] => [
    i % 8 < 5 ? "Nadia Okonkwo" : "Mara Quill",
    `On day ${i + 1} the pier had ${20 + ((i * 7) % 40)} waiting, which is what the harbour master wrote down.`,
  ]),
  ["Nadia Okonkwo", "A smaller boat that sails twice beats a large one, every single month."],
];

describe("reading a transcript", () => {
  let stage: TestStage;
  let publisher: TestServer;
  let web: TestWeb;
  let browser: Browser;
  let reader: BrowserContext;
  let path: string;

  beforeAll(async () => {
    stage = await startTestStage();
    publisher = await startServer();
    // As long as the transcript, so that a player can be anywhere in it.
    serveSilence(publisher, (said.length * sentenceMs) / 1000);
    path = `/episodes/${await addEpisode()}`;
    web = await startWeb({ LOG_LEVEL: "silent", APP_TIMEZONE: "UTC", PUBLIC_TRANSCRIPTS: "off" }, stage.url);
    browser = await startBrowser();
    reader = await browser.newContext({ viewport: desktop, reducedMotion: "reduce" });
    const page = await reader.newPage();
    const env = { ...stage.context.env, APP_URL: web.origin };
    await page.goto(await makeLink(stage.db, env, "reader@example.com", path));
    await page.getByRole("button", { name: "Yes, come in" }).click();
    await page.waitForURL((url) => !url.pathname.startsWith("/signin"));
    await page.close();
  });
  afterAll(async () => {
    await browser?.close();
    await web?.stop();
    await publisher?.stop();
    await stage?.stop();
  });

  async function addEpisode(trimmedAt: Date | null = null): Promise<string> {
    const show = await stage.db.show.create({ data: { title: "Harbour Lines", language: "en" } });
    const { id: episodeId } = await stage.db.episode.create({
      data: {
        showId: show.id,
        guid: "1",
        title: "The late ferry & who pays",
        publishedAt: new Date("2026-11-24T06:00:00Z"),
        durationSeconds: (said.length * sentenceMs) / 1000,
        enclosureUrl: `${publisher.origin}/audio.wav`,
        stage: "placed",
        chapters: [
          { startMs: 0, title: "A year of counting" },
          { startMs: 6 * sentenceMs, title: "Day by day" },
          { startMs: 60 * sentenceMs, title: "What to buy" },
        ],
      },
    });
    await stage.db.transcript.create({
      data: {
        episodeId,
        format: "vtt",
        sourceUrl: `${publisher.origin}/t.vtt`,
        timing: "publisher",
        wordCount: 900,
        trimmedAt,
        segments: {
          create: said
            .map(([speaker, text], index) => ({
              index,
              startMs: index * sentenceMs,
              endMs: (index + 1) * sentenceMs - 200,
              speaker,
              text,
            }))
            .filter(({ index }) => trimmedAt === null || index < 5 || index > 63),
        },
      },
    });
    for (const [key, first, headline] of [
      ["verbatim:2", 2, "Queues at the pier cost a town twice the price of a second boat"],
      ["verbatim:66", 66, "Two sailings of a small boat beat one of a large one"],
    ] as const)
      await stage.db.insight.create({
        data: {
          episodeId,
          key,
          headline,
          body: said[first]?.[1] ?? "",
          kind: "fact",
          quoteText: said[first]?.[1] ?? "",
          quoteStartMs: first * sentenceMs,
          quoteEndMs: (first + 1) * sentenceMs - 200,
          speaker: said[first]?.[0] ?? null,
          firstSegment: first,
          lastSegment: first,
          quality: 0.8,
          scores: {},
          extractor: "verbatim",
        },
      });
    return episodeId;
  }

  it("shows visitors what was quoted with a few lines around it, without a script, and nothing to search engines", async () => {
    const response = await fetch(web.origin + path);
    expect(response.headers.get("x-robots-tag")).toBe("noindex");
    const html = await response.text();
    expect(html).toContain("second boat would have");
    expect(html).toContain("Good morning, and thanks");
    expect(html).not.toContain("On day 20 the pier");
    expect(html).toContain("readers who are signed in");
    // The sponsor within these lines is called one, as in the whole transcript.
    expect(html.match(/class="promo-name">[^<]+/g)).toEqual(['class="promo-name">Advertisement']);
    expect(html).not.toContain("transcript.vtt");
    for (const file of ["transcript.vtt", "transcript.txt"]) {
      const refused = await fetch(`${web.origin}${path}/${file}`);
      expect(refused.status).toBe(403);
      expect(await refused.text()).toContain("/signin");
    }
  });

  it("lets readers read all of it: speakers, chapters, sponsors, and the insights that rest on its sentences", async () => {
    const page = await reader.newPage();
    await page.goto(web.origin + path);
    const transcript = page.locator("[data-transcript]");
    expect(await transcript.locator(".segment").count()).toBe(said.length);
    expect(await transcript.locator("h3.chapter").allTextContents()).toEqual([
      "A year of counting",
      "Day by day",
      "What to buy",
    ]);
    expect(await transcript.locator("mark").allTextContents()).toEqual([said[2]?.[1], said[66]?.[1]]);
    expect(await transcript.locator(".promo-name").allTextContents()).toEqual(["Advertisement"]);
    expect(await transcript.locator(".promo .segment").allTextContents()).toEqual([said[4]?.[1], said[5]?.[1]]);
    const link = transcript.getByRole("link", { name: /Queues at the pier/ });
    expect(await link.getAttribute("href")).toMatch(/^\/insights\//);
    await page.close();
  });

  it("gives it as captions that read back to the same words, and as text", async () => {
    const page = await reader.newPage();
    const vtt = await page.request.get(`${web.origin}${path}/transcript.vtt`);
    expect(vtt.headers()["content-type"]).toBe("text/vtt; charset=utf-8");
    expect(vtt.headers()["x-robots-tag"]).toBe("noindex");
    expect(decodeURIComponent(vtt.headers()["content-disposition"] ?? "")).toContain("The-late-ferry-who-pays.vtt");
    const parsed = parseTranscript({
      bytes: await vtt.body(),
      contentType: null,
      durationSeconds: null,
      language: "en",
    });
    expect(parsed.segments.map(({ text }) => text).join(" ")).toBe(said.map(([, text]) => text).join(" "));
    expect(parsed.segments[2]).toMatchObject({ speaker: "Nadia Okonkwo", startMs: 2 * sentenceMs });
    // A title of characters that take two places each, cut where a place would part one.
    const { id } = await stage.db.episode.findUniqueOrThrow({ where: { id: path.split("/").at(-1) ?? "" } });
    const retitle = (title: string) => stage.db.episode.update({ where: { id }, data: { title } });
    const before = await stage.db.episode.findUniqueOrThrow({ where: { id } });
    await retitle(`a${"𠮷".repeat(300)}`);
    const long = await page.request.get(`${web.origin}${path}/transcript.txt`);
    expect(long.status()).toBe(200);
    expect(decodeURIComponent(long.headers()["content-disposition"] ?? "")).toContain(`a${"𠮷".repeat(79)}.txt`);
    await retitle(before.title);
    const text = await (await page.request.get(`${web.origin}${path}/transcript.txt`)).text();
    expect(text).toMatch(/^Harbour Lines: The late ferry & who pays\n\n\[0:00\] Mara Quill: Good morning/);
    await page.close();
  });

  it("says where a transcript is no longer kept whole, and shows what is", async () => {
    const trimmed = `${web.origin}/episodes/${await addEpisode(new Date())}`;
    const page = await reader.newPage();
    await page.goto(trimmed);
    await page.getByText("The rest of this transcript is no longer kept here").waitFor();
    const kept = page.locator("[data-transcript] .segment");
    expect(await kept.allTextContents()).toEqual(said.filter((_, i) => i < 5 || i > 63).map(([, text]) => text));
    expect(await page.locator("[data-transcript] .gap").count()).toBe(1);
    expect(await page.locator("[data-transcript] .promo .segment").allTextContents()).toEqual([said[4]?.[1]]);
    expect(await page.getByRole("searchbox", { name: "Find in the transcript" }).count()).toBe(0);
    expect((await page.request.get(`${trimmed}/transcript.txt`)).status()).toBe(404);
    await page.close();
    const visitors = await (await fetch(trimmed)).text();
    expect(visitors).toContain("no longer kept here");
    expect(visitors).not.toContain("readers who are signed in");
  });

  it("calls times approximate where the recording may hold other advertisements, on the page and in the files", async () => {
    const episodeId = path.split("/").at(-1) ?? "";
    const set = (isApproximate: boolean) =>
      stage.db.transcript.update({ where: { episodeId }, data: { isApproximate } });
    await set(true);
    const page = await reader.newPage();
    await page.goto(web.origin + path);
    await page.getByText("its times are approximate.").waitFor();
    expect(await page.locator("#insights ~ .script .speaks b").allTextContents()).toEqual(["about 0:12", "about 6:36"]);
    expect(await page.locator("[data-transcript] .turn a[data-play]").first().textContent()).toBe("about 0:00");
    for (const file of ["transcript.vtt", "transcript.txt"])
      expect(await (await page.request.get(`${web.origin}${path}/${file}`)).text()).toContain(
        "Its times are approximate",
      );
    await set(false);
    await page.goto(web.origin + path);
    expect(await page.getByText("approximate").count()).toBe(0);
    expect(await page.locator("#insights ~ .script .speaks b").allTextContents()).toEqual(["0:12", "6:36"]);
    await page.close();
  });

  it("finds words, plays from a sentence that is clicked, and goes along with the recording", async () => {
    const page = await reader.newPage();
    await page.goto(web.origin + path);
    const find = page.getByRole("searchbox", { name: "Find in the transcript" });
    await find.fill("day 33 ");
    await page.getByText("1 of 1", { exact: true }).waitFor();
    await page.locator("[data-found=here]").getByText("On day 33 the pier").waitFor();
    await find.fill("HARBOUR");
    await page.getByText("1 of 61", { exact: true }).waitFor();
    await find.press("Enter");
    await page.getByText("2 of 61", { exact: true }).waitFor();
    await find.press("Shift+Enter");
    await page.getByText("1 of 61", { exact: true }).waitFor();
    await find.fill("submarine");
    await page.getByText("not said", { exact: true }).waitFor();
    await find.fill("");
    const seconds = () =>
      page.locator("audio[data-recording]").evaluate((audio: HTMLAudioElement) => audio.currentTime);
    await page.locator(".segment").nth(3).click();
    await page.locator(".segment[data-now]").getByText("Nobody had ever put").waitFor();
    expect(await seconds()).toBeGreaterThanOrEqual((3 * sentenceMs) / 1000);
    // Somewhere far off the page follows.
    await page.locator("audio[data-recording]").evaluate((audio: HTMLAudioElement) => {
      audio.currentTime = 300;
    });
    await page.locator(".segment[data-now]").getByText("On day 45").waitFor();
    await page.waitForFunction(() => {
      const box = document.querySelector(".segment[data-now]")?.getBoundingClientRect();
      return box && box.top > 0 && box.bottom < innerHeight;
    });
    await page.close();
  });

  it("is readable for everybody, on phone and desktop, light and dark", async () => {
    const folder = process.env.SCREENSHOTS;
    if (folder) mkdirSync(folder, { recursive: true });
    for (const [name, viewport] of Object.entries({ phone, desktop }))
      for (const colorScheme of ["light", "dark"] as const)
        for (const who of ["reader", "visitor"] as const) {
          const page = who === "reader" ? await reader.newPage() : await browser.newPage();
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
          await page.goto(web.origin + path, { waitUntil: "networkidle" });
          expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
          if (folder) {
            await page.screenshot({ path: join(folder, `${who}-${name}-${colorScheme}.png`) });
            await page.locator("#transcript, #around").scrollIntoViewIfNeeded();
            if (who === "reader") await page.getByRole("searchbox").fill("boat");
            await page.evaluate(() => document.querySelector("[data-transcript]")?.scrollIntoView());
            await page.screenshot({ path: join(folder, `${who}-${name}-${colorScheme}-words.png`) });
          }
          if (name === "phone") {
            await page.evaluate(axe.source);
            const violations = await page.evaluate(async () => {
              const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
              return (await axe.run()).violations.map(({ id }) => id);
            });
            expect(violations).toEqual([]);
          }
          await page.close();
        }
  });
});
