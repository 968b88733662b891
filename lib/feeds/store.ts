import type { Feed, Prisma } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";
import type { FeedEpisode, ParsedFeed } from "./feed";

/** Feeds whose next check has come, the longest waiting first. */
export async function dueFeedIds(db: Db, now: Date): Promise<string[]> {
  const rows = await db.feed.findMany({
    where: { state: "active", nextCheckAt: { lte: now } },
    orderBy: { nextCheckAt: "asc" },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** Makes every feed that still exists due at once. */
export async function makeAllFeedsDue(db: Db, now: Date): Promise<void> {
  await db.feed.updateMany({ where: { state: "active" }, data: { nextCheckAt: now } });
}

/** Episodes that stand between two stages and have not moved since. */
export async function stuckEpisodes(
  db: Db,
  olderThan: Date,
): Promise<{ id: string; stage: "discovered" | "transcribed" | "extracted" }[]> {
  const rows = await db.episode.findMany({
    where: { stage: { in: ["discovered", "transcribed", "extracted"] }, stageChangedAt: { lte: olderThan } },
    select: { id: true, stage: true },
    orderBy: { publishedAt: "desc" },
  });
  return rows as { id: string; stage: "discovered" | "transcribed" | "extracted" }[];
}

/** Finds or creates the feed and its show. */
export async function createFeed(tx: Tx, url: string, title: string): Promise<{ feed: Feed; created: boolean }> {
  const existing = await tx.feed.findUnique({ where: { url } });
  if (existing) return { feed: existing, created: false };
  const show = await tx.show.create({ data: { title } });
  return { feed: await tx.feed.create({ data: { url, showId: show.id } }), created: true };
}

/** One feed's row; null when it was removed. */
export function findFeed(db: Db, feedId: string): Promise<Feed | null> {
  return db.feed.findUnique({ where: { id: feedId } });
}

/** Records a check of a feed. */
export async function recordCheck(tx: Db | Tx, feedId: string, data: Partial<Feed>): Promise<void> {
  await tx.feed.update({ where: { id: feedId }, data });
}

/** Whether another feed already has this address. */
export async function isUrlTaken(tx: Tx, url: string, feedId: string): Promise<boolean> {
  return (await tx.feed.count({ where: { url, id: { not: feedId } } })) > 0;
}

/** Updates a show from its feed. */
export async function updateShow(tx: Tx, showId: string, feed: ParsedFeed): Promise<void> {
  const { title, description, author, network, link, imageUrl, language } = feed;
  await tx.show.update({
    where: { id: showId },
    data: { title, description, author, network, link, imageUrl, language },
  });
}

/** What a feed may change of an episode later on. */
const changeable = {
  guid: true,
  title: true,
  descriptionText: true,
  link: true,
  durationSeconds: true,
  enclosureUrl: true,
  enclosureType: true,
  enclosureByteLength: true,
  imageUrl: true,
  persons: true,
  transcriptRefs: true,
} satisfies Prisma.EpisodeSelect;

/** An episode that is known already. */
export type KnownEpisode = Prisma.EpisodeGetPayload<{
  select: typeof changeable & { id: true; stage: true; publishedAt: true };
}>;

/** A show's episodes as they are known. */
export function knownEpisodes(tx: Tx, showId: string): Promise<KnownEpisode[]> {
  return tx.episode.findMany({
    where: { showId },
    select: { ...changeable, id: true, stage: true, publishedAt: true },
  });
}

/**
 * Brings a known episode up to what its feed says now; when it was published stays as it was first said.
 * @returns whether the feed offers other transcripts than before.
 */
export async function updateEpisode(tx: Tx, known: KnownEpisode, episode: FeedEpisode): Promise<boolean> {
  const { publishedAt: _, enclosureByteLength, ...rest } = episode;
  const next: Record<string, unknown> = {
    ...rest,
    enclosureByteLength: enclosureByteLength === null ? null : BigInt(enclosureByteLength),
  };
  const isSame = (key: string, value: unknown) => asText(value) === asText(known[key as keyof KnownEpisode]);
  const changes = Object.fromEntries(Object.entries(next).filter(([key, value]) => !isSame(key, value)));
  if (Object.keys(changes).length === 0) return false;
  await tx.episode.update({ where: { id: known.id }, data: changes });
  return "transcriptRefs" in changes;
}

/** For comparing; jsonb keeps its own order of keys. */
function asText(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === "bigint"
      ? String(inner)
      : inner !== null && typeof inner === "object" && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
  );
}

/** Adds an episode at the stage it begins with. @returns its id. */
export async function createEpisode(
  tx: Tx,
  showId: string,
  episode: FeedEpisode & { publishedAt: Date },
  start: { stage: "discovered" | "skipped"; stageReason: string | null; at: Date },
): Promise<string> {
  const { enclosureByteLength, ...rest } = episode;
  const row = await tx.episode.create({
    data: {
      ...rest,
      showId,
      enclosureByteLength: enclosureByteLength === null ? null : BigInt(enclosureByteLength),
      stage: start.stage,
      stageReason: start.stageReason,
      discoveredAt: start.at,
      stageChangedAt: start.at,
    },
    select: { id: true },
  });
  return row.id;
}

/** Takes an episode that waited for a transcript back to its beginning. */
export async function reopenEpisode(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.episode.update({
    where: { id },
    data: { stage: "discovered", stageReason: null, stageChangedAt: at },
  });
}

/** When a show's latest episodes were published, newest first; at most a dozen. */
export async function latestPublications(db: Db | Tx, showId: string): Promise<Date[]> {
  const rows = await db.episode.findMany({
    where: { showId },
    orderBy: { publishedAt: "desc" },
    take: 12,
    select: { publishedAt: true },
  });
  return rows.map((row) => row.publishedAt);
}

/** A show's title; null when there is none of that id. */
export async function findShow(tx: Tx, showId: string): Promise<{ title: string } | null> {
  return tx.show.findUnique({ where: { id: showId }, select: { title: true } });
}

/** Deletes a show; the database deletes with it whatever belongs to it alone. */
export async function deleteShow(tx: Tx, showId: string): Promise<void> {
  await tx.show.delete({ where: { id: showId } });
}
