import type { Prisma } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";
import { notRetracted } from "../insights/take";

const placing = {
  id: true,
  key: true,
  headline: true,
  body: true,
  quoteText: true,
  firstSegment: true,
  lastSegment: true,
  quality: true,
  embedding: true,
  embeddingModel: true,
  storyId: true,
  language: true,
  topics: { select: { topicSlug: true }, take: 1 },
  episode: {
    select: {
      ...{ id: true, guid: true, showId: true, publishedAt: true },
      show: { select: { feed: { select: { url: true } } } },
    },
  },
} satisfies Prisma.InsightSelect;

/** An insight as the stage sees it. */
export type PlacingInsight = Prisma.InsightGetPayload<{ select: typeof placing }>;

/** Oldest publication first; guids are the same in every installation. */
const inOrder = [{ publishedAt: "asc" }, { guid: "asc" }] satisfies Prisma.EpisodeOrderByWithRelationInput[];
/** So long older episodes that are being read hold up younger ones. */
const holdMs = 5 * 60_000;

/**
 * Episodes that may be placed now, oldest publication first, with their insights. What is placed first shapes the stories of
 * what follows, so that an episode waits while an older one, or a new feed that may hold one, is being read; else the same
 * episodes would make other stories where a worker was slower or killed.
 */
export async function extractedEpisodes(db: Db, now: Date, most?: number) {
  const since = new Date(now.getTime() - holdMs);
  const isDue: Prisma.EpisodeWhereInput = { OR: [{ retryAt: null }, { retryAt: { lte: now } }] };
  if ((await db.feed.count({ where: { state: "active", lastCheckedAt: null, createdAt: { gt: since } } })) > 0)
    return [];
  const oldest = await db.episode.findFirst({
    where: { stage: { in: ["discovered", "transcribed"] }, stageChangedAt: { gt: since }, ...isDue },
    orderBy: inOrder,
    select: { publishedAt: true, guid: true },
  });
  const isOlder: Prisma.EpisodeWhereInput = oldest
    ? {
        OR: [
          { publishedAt: { lt: oldest.publishedAt } },
          { publishedAt: oldest.publishedAt, guid: { lt: oldest.guid } },
        ],
      }
    : {};
  return db.episode.findMany({
    where: { stage: "extracted", AND: [isDue, isOlder] },
    orderBy: inOrder,
    ...(most === undefined ? {} : { take: most }),
    select: { id: true, insights: { where: notRetracted, select: placing, orderBy: { key: "asc" } } },
  });
}

/** Whether any episode is read and not placed. */
export async function hasExtracted(db: Db): Promise<boolean> {
  return (await db.episode.findFirst({ where: { stage: "extracted" }, select: { id: true } })) !== null;
}

/** One episode is placed at a time, so that two workers never begin the same story twice. Ends with the transaction. */
export async function lockPlacing(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(7301007)`;
}

/** When the latest insight of a model was placed; null when there is none. */
export async function lastPlacedAt(db: Db | Tx, model: string): Promise<Date | null> {
  // By the index: a maximum would be looked for among all.
  const row = await db.insight.findFirst({
    where: { embeddingModel: model, placedAt: { not: null } },
    orderBy: { placedAt: "desc" },
    select: { placedAt: true },
  });
  return row?.placedAt ?? null;
}

/** How many insights have a vector of a model. Whoever names its model has one, so that the index alone is counted. */
export function countVectors(db: Db | Tx, model: string): Promise<number> {
  return db.insight.count({ where: { embeddingModel: model, placedAt: { not: null } } });
}

/** The insights that have a vector of a model. */
export async function idsWithVector(db: Db | Tx, model: string): Promise<Set<string>> {
  const rows = await db.insight.findMany({
    where: { embeddingModel: model, placedAt: { not: null } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

const withVector = { id: true, embedding: true, placedAt: true, episode: { select: { publishedAt: true } } } as const;

/** The vectors of a model's insights that were placed since an instant. */
export function vectorsPlacedSince(db: Db | Tx, model: string, since: Date) {
  return db.insight.findMany({
    where: { embeddingModel: model, placedAt: { gte: since }, embedding: { not: null } },
    select: withVector,
  });
}

/** The vectors of a model's placed insights by id, from the one after `id` on. */
export function vectorsAfter(db: Db | Tx, model: string, id: string | null, count: number) {
  return db.insight.findMany({
    where: { embeddingModel: model, placedAt: { not: null }, ...(id ? { id: { gt: id } } : {}) },
    orderBy: { id: "asc" },
    take: count,
    select: withVector,
  });
}

const placedOf = (ids: readonly string[], model: string): Prisma.InsightWhereInput => ({
  ...notRetracted,
  id: { in: [...ids] },
  storyId: { not: null },
  embeddingModel: model,
});

/** A placed insight with what was said around it. */
export type PlacedInsight = PlacingInsight & { spokenAround: string | null };

/** Placed insights by their ids, as far as they are there and one model made their vectors. */
export function placedInsights(db: Db | Tx, ids: readonly string[], model: string): Promise<PlacedInsight[]> {
  return db.insight.findMany({ where: placedOf(ids, model), select: { ...placing, spokenAround: true } });
}

/** Of the same insights only whose they are. */
export function placedOrigins(db: Db | Tx, ids: readonly string[], model: string) {
  return db.insight.findMany({
    where: placedOf(ids, model),
    select: { id: true, storyId: true, language: true, episode: { select: { showId: true } } },
  });
}

/** Forgets what was said around the insights that were placed in a span of time. @returns of how many. */
export async function dropSurroundings(db: Db | Tx, { from, to }: { from: Date; to: Date }): Promise<number> {
  const { count } = await db.insight.updateMany({
    where: { placedAt: { gte: from, lt: to }, spokenAround: { not: null } },
    data: { spokenAround: null },
  });
  return count;
}

/** The latest placed insights, published in a span of time, that hold all of some names. */
export async function insightsWithNames(
  db: Db | Tx,
  names: readonly string[],
  { from, to, count }: { from: Date; to: Date; count: number },
): Promise<string[]> {
  const rows = await db.insight.findMany({
    where: {
      nameStems: { hasEvery: [...names] },
      storyId: { not: null },
      episode: { publishedAt: { gte: from, lte: to } },
    },
    orderBy: [{ episode: { publishedAt: "desc" } }, { id: "asc" }],
    take: count,
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** The latest takes of each of some stories, at most so many of each, and how many each has in all. */
export function latestTakes(
  db: Db | Tx,
  storyIds: readonly string[],
  count: number,
): Promise<{ id: string; storyId: string; total: number }[]> {
  return db.$queryRaw`
    SELECT id, "storyId", total FROM (
      SELECT i.id, i."storyId", count(*) OVER (PARTITION BY i."storyId")::int AS total,
        row_number() OVER (PARTITION BY i."storyId" ORDER BY e."publishedAt" DESC, i.id) AS place
      FROM "Insight" i JOIN "Episode" e ON e.id = i."episodeId"
      WHERE i."storyId" = ANY(${[...storyIds]}::uuid[]) AND i."retractedAt" IS NULL
    ) takes WHERE place <= ${count}`;
}

/** When stories were first told, and whether a digest has shown them. */
export async function storyFacts(
  db: Db | Tx,
  ids: readonly string[],
): Promise<{ id: string; firstSeenAt: Date; isShown: boolean }[]> {
  const rows = await db.story.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, firstSeenAt: true, digestItems: { select: { rank: true }, take: 1 } },
  });
  return rows.map(({ digestItems, ...story }) => ({ ...story, isShown: digestItems.length > 0 }));
}

/** Adds a story without takes. @returns its id. */
export async function createStory(tx: Tx, publishedAt: Date): Promise<string> {
  const { id } = await tx.story.create({
    data: { title: "", firstSeenAt: publishedAt, lastSeenAt: publishedAt },
    select: { id: true },
  });
  return id;
}

/**
 * Moves all takes of a story into another one, and its digest items where the same digest does not show the other one, too.
 * The emptied story stays as an address that forwards.
 */
export async function mergeStory(tx: Tx, from: string, into: string): Promise<void> {
  await tx.insight.updateMany({ where: { storyId: from }, data: { storyId: into } });
  await tx.$executeRaw`
    UPDATE "DigestItem" d SET "storyId" = ${into}::uuid WHERE d."storyId" = ${from}::uuid
      AND NOT EXISTS (SELECT 1 FROM "DigestItem" o WHERE o."digestId" = d."digestId" AND o."storyId" = ${into}::uuid)`;
  await tx.story.updateMany({ where: { OR: [{ id: from }, { mergedIntoId: from }] }, data: { mergedIntoId: into } });
}

/** Moves a take to a story. */
export async function moveTake(tx: Tx, insightId: string, storyId: string): Promise<void> {
  await tx.insight.update({ where: { id: insightId }, data: { storyId } });
}

/** Saves where an insight belongs. */
export async function savePlace(
  tx: Tx,
  id: string,
  data: {
    storyId: string;
    embedding: Uint8Array<ArrayBuffer>;
    embeddingModel: string;
    nameStems: string[];
    spokenAround: string | null;
    placedAt: Date;
  },
  topics: { slug: string; weight: number }[],
): Promise<void> {
  await tx.insight.update({ where: { id }, data });
  if (topics.length > 0)
    await tx.insightTopic.createMany({
      data: topics.map(({ slug, weight }) => ({ insightId: id, topicSlug: slug, weight })),
      skipDuplicates: true,
    });
}

/** Saves for insights which others are nearest, in this order, in place of what was saved before. */
export async function saveRelated(
  tx: Tx,
  related: ReadonlyMap<string, { relatedId: string; similarity: number }[]>,
): Promise<void> {
  await tx.relatedInsight.deleteMany({ where: { insightId: { in: [...related.keys()] } } });
  const data = [...related].flatMap(([insightId, near]) => near.map((row, i) => ({ insightId, rank: i + 1, ...row })));
  if (data.length > 0) await tx.relatedInsight.createMany({ data, skipDuplicates: true });
}

/** A story's takes, for its title, times and stances. */
export function takesOf(tx: Tx, storyId: string): Promise<PlacingInsight[]> {
  return tx.insight.findMany({ where: { storyId, ...notRetracted }, select: placing });
}

/**
 * Saves what follows from a story's takes.
 * @param dissents for each dissenting take the one that it contradicts.
 */
export async function saveStory(
  tx: Tx,
  id: string,
  data: { title: string; firstSeenAt: Date; lastSeenAt: Date },
  dissents: ReadonlyMap<string, string>,
): Promise<void> {
  await tx.story.update({ where: { id }, data });
  await tx.insight.updateMany({
    where: { storyId: id, stance: "dissents", id: { notIn: [...dissents.keys()] } },
    data: { stance: "agrees", dissentsFromId: null },
  });
  for (const [takeId, dissentsFromId] of dissents)
    await tx.insight.update({ where: { id: takeId }, data: { stance: "dissents", dissentsFromId } });
}

/** Takes episodes on to `placed`. @returns how many were still to be placed. */
export async function markPlaced(tx: Tx, episodeIds: string[], at: Date): Promise<number> {
  const { count } = await tx.episode.updateMany({
    where: { id: { in: episodeIds }, stage: "extracted" },
    data: { stage: "placed", stageChangedAt: at, stageReason: null, retryAt: null },
  });
  return count;
}

/** Leaves episodes to be placed later, and says why. */
export async function postponePlacing(
  db: Db,
  episodeIds: string[],
  reason: string,
  { at, retryAt }: { at: Date; retryAt: Date },
): Promise<void> {
  await db.episode.updateMany({
    where: { id: { in: episodeIds }, stage: "extracted" },
    data: { stageReason: reason, retryAt, stageChangedAt: at },
  });
}

/** The stories in which a show has a take. */
export async function storiesOfEpisodes(tx: Tx, episode: Prisma.EpisodeWhereInput): Promise<string[]> {
  const rows = await tx.story.findMany({
    where: { insights: { some: { episode } } },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** Deletes those of some stories that nobody tells, with the addresses that forward to them. */
export async function deleteUntold(tx: Tx, ids: string[]): Promise<void> {
  await tx.story.deleteMany({ where: { id: { in: ids }, mergedIntoId: null, insights: { none: {} } } });
}
