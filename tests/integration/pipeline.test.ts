import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Publisher, startPublisher } from "../../jobs/demo/publisher";
import { sampleShows } from "../../jobs/demo/shows";
import { enqueueDue } from "../../jobs/enqueue-due";
import { runPipeline, waitUntilIdle } from "../../jobs/run-pipeline";
import { buildDigest } from "../../lib/digests/build-digest";
import { digestJson } from "../../lib/digests/digest-json";
import { type DigestView, digestByDate } from "../../lib/digests/views";
import { episodeCounts, listShows } from "../../lib/feeds/views";
import { localDateAndHour } from "../../lib/format/dates";
import { gateFaults } from "../../lib/insights/gate";
import { findQuote } from "../../lib/insights/receipt";
import { guestNames } from "../../lib/stories/independence";
import { segmentsOf } from "../../lib/transcripts/store";
import { readFeeds, startInstallation, type TestInstallation } from "../support/test-pipeline";

describe("the pipeline over the sample shows", () => {
  let publisher: Publisher;
  let installation: TestInstallation;
  let digest: DigestView;
  const today = () => localDateAndHour(new Date(), "UTC").date;

  beforeAll(async () => {
    publisher = await startPublisher();
    installation = await startInstallation();
    const { workplace } = installation;
    await readFeeds(
      workplace,
      publisher.feeds.map((feed) => feed.url),
    );
    await buildDigest(workplace.context, { date: today() });
    await waitUntilIdle(workplace.queue);
    const view = await digestByDate(workplace.context.db, today());
    if (!view) throw new Error("No digest was built.");
    digest = view;
  }, 120_000);
  afterAll(async () => {
    await installation.stop();
    await publisher.stop();
  });

  it("reads every episode but the one without a transcript", async () => {
    const counts = await episodeCounts(installation.workplace.context.db);
    const all = sampleShows().flatMap((show) => show.episodes);
    expect(counts).toMatchObject({
      placed: all.length - 1,
      waiting: 1,
      failed: 0,
      discovered: 0,
      transcribed: 0,
      extracted: 0,
    });
  });

  it("mends the malformed feed and says so on its row", async () => {
    const shed = (await listShows(installation.workplace.context.db)).find((show) =>
      show.title.startsWith("Garden Shed"),
    );
    expect(shed).toMatchObject({ lastError: null, episodeCount: 2 });
    expect(shed?.repairNote).toBeTruthy();
  });

  it("makes five items from five stories and at least four shows", () => {
    expect(digest.quiet).toBe(false);
    expect(digest.items.map((item) => item.rank)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(digest.items.map((item) => item.story.id)).size).toBe(5);
    expect(new Set(digest.items.map((item) => item.take.show.id)).size).toBeGreaterThanOrEqual(4);
    expect(new Set(digest.items.map((item) => item.take.episode.id)).size).toBe(5);
  });

  it("has a receipt for every insight: its quote is found again in its transcript", async () => {
    const { db } = installation.workplace.context;
    const insights = await db.insight.findMany();
    expect(insights.length).toBeGreaterThan(60);
    for (const insight of insights) {
      const segments = await segmentsOf(db, insight.episodeId);
      const found = findQuote(segments, insight.quoteText);
      expect(found?.similarity, insight.quoteText).toBe(1);
      expect(insight.quoteText.split(/\s+/).length).toBeLessThanOrEqual(40);
      expect(insight.quoteStartMs).toBeGreaterThanOrEqual(segments[found?.firstSegment ?? 0]?.startMs ?? Number.NaN);
      expect(insight.quoteEndMs).toBeLessThanOrEqual(segments[found?.lastSegment ?? 0]?.endMs ?? Number.NaN);
    }
  });

  it("shows nothing that the gate would refuse", async () => {
    const { db } = installation.workplace.context;
    const insights = await db.insight.findMany({ include: { episode: { include: { show: true } } } });
    for (const insight of insights) {
      const { episode } = insight;
      const metadata = [episode.show.title, episode.title, episode.descriptionText, ...guestNames(episode.persons)];
      const quote = { text: insight.quoteText, startMs: insight.quoteStartMs, endMs: insight.quoteEndMs };
      const draft = { ...insight, quote, scores: {} };
      expect(gateFaults(draft, { segments: await segmentsOf(db, episode.id), metadata }, "verbatim")).toEqual([]);
    }
  });

  it("takes nothing from sponsor reads", async () => {
    const insights = await installation.workplace.context.db.insight.findMany();
    for (const insight of insights)
      expect(`${insight.headline} ${insight.body}`).not.toMatch(/brought to you|sponsor|offer code|promo code/i);
  });

  it("tells each shared story once, with the shows that say it", async () => {
    const { db } = installation.workplace.context;
    for (const [name, slugs] of [
      ["Tarn Valley", 4],
      ["Dawnlight", 2],
      ["Port Merrow", 3],
      ["Corvid", 3],
    ] as const) {
      const stories = await db.story.findMany({
        where: { insights: { some: { body: { contains: name } } } },
        include: { insights: { include: { episode: true } } },
      });
      const widest = Math.max(
        ...stories.map((story) => new Set(story.insights.map((insight) => insight.episode.showId)).size),
      );
      expect(widest, name).toBeGreaterThanOrEqual(slugs);
    }
  });

  it("marks the take that disagrees", async () => {
    const dissents = await installation.workplace.context.db.insight.findMany({
      where: { stance: "dissents" },
      include: { episode: { include: { show: true } } },
    });
    expect(dissents.map((insight) => insight.episode.show.title)).toContain("Slow Pulse");
  });

  it("prints the documented JSON", () => {
    const json = digestJson(digest) as { items: Record<string, unknown>[] };
    expect(Object.keys(json)).toEqual(["date", "edition", "quiet", "items"]);
    expect(Object.keys(json.items[0] ?? {})).toEqual([
      "rank",
      "id",
      "headline",
      "body",
      "kind",
      "quote",
      "show",
      "episode",
      "story",
      "topics",
      "reasons",
      "extractor",
    ]);
  });

  it("writes one email with the sentence, the five and their receipts", () => {
    const outbox = join(installation.dataDir, "outbox");
    expect(readdirSync(outbox).sort()).toEqual([
      `${today()}-reader@example.com.html`,
      `${today()}-reader@example.com.txt`,
    ]);
    const html = readFileSync(join(outbox, `${today()}-reader@example.com.html`), "utf8");
    expect(html.length).toBeLessThan(102_000);
    const text = readFileSync(join(outbox, `${today()}-reader@example.com.txt`), "utf8").replace(/\s+/g, " ");
    expect(text).toContain("We scan new podcasts and send you the top 5 insights daily.");
    for (const item of digest.items) {
      expect(text).toContain(item.take.headline);
      expect(text).toContain(item.take.quote.text.slice(0, 40));
    }
  });

  it("changes nothing when it runs again, and fetches nothing a second time", async () => {
    const { context, queue } = installation.workplace;
    const before = await snapshot();
    const requestsBefore = publisher.requests.length;
    await context.db.feed.updateMany({ data: { nextCheckAt: new Date(0) } });
    await runPipeline(context, queue, {});
    await buildDigest(context, { date: today() });
    await enqueueDue(context);
    await waitUntilIdle(queue);
    expect(await snapshot()).toEqual(before);
    expect(publisher.requests.slice(requestsBefore).every((request) => request.startsWith("304 "))).toBe(true);
  });

  async function snapshot() {
    const { db } = installation.workplace.context;
    return {
      episodes: await db.episode.count(),
      segments: await db.segment.count(),
      insights: (await db.insight.findMany({ select: { id: true, storyId: true }, orderBy: { id: "asc" } })).map(
        (i) => `${i.id} ${i.storyId}`,
      ),
      stories: await db.story.count(),
      items: await db.digestItem.count(),
      deliveries: await db.delivery.findMany({ select: { id: true, state: true } }),
    };
  }
});
