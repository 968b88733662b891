import { buildDigests } from "../../lib/digests/build-digest";
import { CandidatePool, type PoolTake } from "../../lib/digests/candidates";
import { editionFor } from "../../lib/digests/edition";
import { learn } from "../../lib/digests/learning";
import { openDigestSession } from "../../lib/digests/open-session";
import type { SentItem } from "../../lib/digests/readers-view";
import type { Taste } from "../../lib/digests/taste";
import { vectorBytes } from "../../lib/stories/embedding";
import { localEmbedder } from "../../lib/stories/local-embedding";
import { shippedTopics, topicMatcher } from "../../lib/topics/topics";
import { asOf, hourMs, poolTake, sentBefore, tasteOf } from "../support/pool-takes";
import { startTestStage } from "../support/test-stage";
import { coreMs } from "./core-time";
import { noteRatio } from "./ratios";
import { seeded } from "./seeded";

const shows = 300;
const matchTopics = topicMatcher(shippedTopics);
const phrases = shippedTopics.flatMap((topic) => topic.phrases.map((phrase) => phrase.replace("+", "")));

/** Made-up claims: a few of the topics' words each among words of no meaning, embedded as real ones are. */
async function makeTakes(stories: number, prefix: string, ageHours: (random: () => number) => number) {
  const random = seeded(stories + prefix.length);
  const pick = <T>(list: T[]): T => list[Math.floor(random() * list.length)] as T;
  const takes: PoolTake[] = [];
  for (let story = 0; story < stories; story++) {
    const about = [pick(phrases), pick(phrases)];
    const nonsense = Array.from({ length: 25 }, () => `w${Math.floor(random() ** 2 * 4000)}`).join(" ");
    const voices = random() < 0.8 ? 1 : 2 + Math.floor(random() * 4);
    for (let voice = 0; voice < voices; voice++) {
      const show = Math.floor(random() * shows);
      const body = `About ${about.join(" and ")}, ${Math.floor(random() * 900)} ${nonsense} v${voice}.`;
      const [vector = new Float32Array()] = await localEmbedder.embed([body]);
      takes.push(
        poolTake(`${prefix}${story}.${voice}`, {
          storyId: `${prefix}s${story}`,
          showId: `show ${show}`,
          showTitle: `Show ${show}`,
          episodeId: `show ${show} ${Math.floor(random() * 3)}`,
          body,
          quality: 0.3 + random() * 0.65,
          ageHours: ageHours(random),
          vector,
          model: localEmbedder.model,
          topics: matchTopics(body, "en"),
        }),
      );
    }
  }
  return takes;
}

/** A reader of some follows and mutes, with what they said and what thirty digests have shown them. */
function makeReader(number: number, old: PoolTake[]): { taste: Taste; sent: SentItem[] } {
  const random = seeded(number);
  const pick = <T>(list: T[]): T => list[Math.floor(random() * list.length)] as T;
  const some = (most: number) => Array.from({ length: Math.floor(random() * (most + 1)) });
  const follows = [
    ...some(6).map(() => ({ topicSlug: pick(shippedTopics).slug })),
    ...some(5).map(() => ({ showId: `show ${Math.floor(random() * shows)}`, weight: pick([0.5, 1, 2]) })),
    // Half of the phrases are this reader's alone.
    ...some(3).map(() => ({ phrase: random() < 0.5 ? pick(phrases) : `${pick(phrases)} w${number % 4000}` })),
    ...some(2).map(() => ({ showId: `show ${Math.floor(random() * shows)}`, isMuted: true })),
  ];
  const signals = some(20).map(() => ({
    kind: pick(["more", "less", "save"] as const),
    at: new Date(asOf.getTime() - random() * 100 * 24 * hourMs),
    topics: [pick(shippedTopics).slug],
    showId: `show ${Math.floor(random() * shows)}`,
  }));
  return {
    taste: tasteOf(follows, { isFilled: random() < 0.5, learned: learn(signals, { now: asOf, since: null }) }),
    sent: Array.from({ length: 150 }, (_, i) => sentBefore(pick(old), 1 + Math.floor(i / 5))),
  };
}

/** What building came to. */
export interface DigestBench {
  digests: number;
  perSecond: number;
  /** The same digests, each prepared alone. */
  alonePerSecond: number;
}

/** Builds many readers' digests from one pool of candidates, beside preparing the pool for each of them alone. */
export async function benchDigests(
  options: { readers: number; candidates: number; alone: number },
  print: (text: string) => void,
): Promise<DigestBench> {
  const takes = await makeTakes(options.candidates, "t", (random) => random() * 167);
  const old = await makeTakes(Math.round(options.candidates * 1.5), "old", (random) => 200 + random() * 500);
  const readers = Array.from({ length: options.readers }, (_, i) => makeReader(i, old));
  const names = new Map(shippedTopics.map((topic) => [topic.slug, topic.name]));
  const items: number[] = [];
  let pool = new CandidatePool([], asOf);
  const preparingMs = await coreMs(() => {
    pool = new CandidatePool(takes, asOf);
  });
  const ms = await coreMs(() => {
    for (const { taste, sent } of readers) items.push(editionFor(pool, taste, sent, names).chosen.length);
  });
  const some = readers.slice(0, options.alone);
  const aloneMs = await coreMs(() => {
    for (const [i, { taste, sent }] of some.entries())
      if (editionFor(new CandidatePool(takes, asOf), taste, sent, names).chosen.length !== items[i])
        throw new Error("A reader's digest depends on who else is ranked.");
  });
  const result = {
    digests: readers.length,
    perSecond: (1000 * readers.length) / ms,
    alonePerSecond: (1000 * some.length) / aloneMs,
  };
  const mean = items.reduce((sum, count) => sum + count, 0) / items.length;
  print(
    `Digests of ${readers.length} readers from ${options.candidates} candidate stories (${takes.length} takes, ${shows} shows), ${mean.toFixed(1)} items each, 150 sent before:`,
  );
  noteRatio({
    ...{ what: "digests a second from shared candidates", reference: "each prepared alone", better: "more" },
    times: result.perSecond / result.alonePerSecond,
  });
  print(`  preparing the candidates once   ${preparingMs.toFixed(0)} ms`);
  print(`  ranked from what is shared      ${result.perSecond.toFixed(0)} digests a second`);
  print(
    `  each prepared alone             ${result.alonePerSecond.toFixed(1)} digests a second  (${(result.perSecond / result.alonePerSecond).toFixed(0)} ×)`,
  );
  return result;
}

/** The same from the embedded database to the embedded database: readers and candidates are read, digests are stored. */
export async function benchStoredDigests(
  options: { readers: number; candidates: number },
  print: (text: string) => void,
): Promise<void> {
  const { db, context, stop } = await startTestStage();
  try {
    const takes = await makeTakes(options.candidates, "t", (random) => random() * 167);
    const showIds = new Map<string, string>();
    for (const title of new Set(takes.map((take) => take.showId))) {
      const { id } = await db.show.create({ data: { title }, select: { id: true } });
      showIds.set(title, id);
    }
    const episodes = new Map<string, string>();
    const stories = new Map<string, string>();
    for (const take of takes) {
      const { publishedAt } = take;
      if (!stories.has(take.storyId)) {
        const data = { title: take.headline, firstSeenAt: publishedAt, lastSeenAt: publishedAt };
        stories.set(take.storyId, (await db.story.create({ data, select: { id: true } })).id);
      }
      if (!episodes.has(take.episodeId)) {
        const showId = showIds.get(take.showId) ?? "";
        const data = { showId, guid: take.episodeId, title: take.episodeId, publishedAt, stage: "placed" as const };
        episodes.set(take.episodeId, (await db.episode.create({ data, select: { id: true } })).id);
      }
    }
    const rows = takes.map(({ id, headline, body, quality, vector, model, storyId, episodeId, placedAt }) => ({
      ...{ episodeId: episodes.get(episodeId) ?? "", storyId: stories.get(storyId) ?? "", key: id, placedAt },
      ...{ headline, body, quality, embedding: vectorBytes(vector), embeddingModel: model, kind: "fact" as const },
      ...{ quoteText: body, quoteStartMs: 0, quoteEndMs: 1, firstSegment: 0, lastSegment: 0 },
      ...{ scores: {}, extractor: "verbatim" },
    }));
    for (let i = 0; i < rows.length; i += 500) await db.insight.createMany({ data: rows.slice(i, i + 500) });
    const insights = await db.insight.findMany({ select: { id: true, key: true } });
    const topicsOf = new Map(takes.map((take) => [take.id, take.topics]));
    await db.insightTopic.createMany({
      data: insights.flatMap(({ id, key }) =>
        (topicsOf.get(key) ?? []).map(({ slug, weight }) => ({ insightId: id, topicSlug: slug, weight })),
      ),
    });
    await db.reader.createMany({
      data: Array.from({ length: options.readers }, (_, i) => ({ email: `r${i}@example.com`, feedToken: `t${i}` })),
    });
    const readers = (await db.reader.findMany({ select: { id: true } })).map(({ id }) => id);
    await db.follow.createMany({
      data: readers.flatMap((readerId, i) =>
        makeReader(i, takes)
          .taste.follows.filter((follow) => follow.showId === null)
          .map((follow) => ({ readerId, ...follow })),
      ),
      skipDuplicates: true,
    });
    let session = await openDigestSession(db, asOf);
    const readingMs = await coreMs(async () => {
      session = await openDigestSession(db, asOf);
    });
    const ms = await coreMs(async () => {
      for (let i = 0; i < readers.length; i += 250)
        await buildDigests(
          { ...context, now: () => asOf },
          { date: "2026-11-24", editions: readers.slice(i, i + 250) },
          session,
        );
    });
    print(`The same for ${readers.length} readers from the embedded database into it, 250 at once:`);
    print(`  reading the candidates once     ${readingMs.toFixed(0)} ms`);
    print(`  read, ranked and stored         ${((1000 * readers.length) / ms).toFixed(0)} digests a second`);
  } finally {
    await stop();
  }
}
