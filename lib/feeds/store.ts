import type { EpisodeStage, Feed } from "../../prisma/client/client";
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

/** What is already known of a show's episodes. */
export async function knownEpisodes(
  tx: Tx,
  showId: string,
): Promise<Map<string, { id: string; stage: EpisodeStage; refs: string }>> {
  const rows = await tx.episode.findMany({
    where: { showId },
    select: { id: true, guid: true, stage: true, transcriptRefs: true },
  });
  return new Map(
    rows.map((row) => [row.guid, { id: row.id, stage: row.stage, refs: JSON.stringify(row.transcriptRefs) }]),
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

/** Takes an episode that waited for a transcript back to its beginning, with what its feed offers now. */
export async function reopenEpisode(tx: Tx, id: string, refs: FeedEpisode["transcriptRefs"], at: Date): Promise<void> {
  await tx.episode.update({
    where: { id },
    data: { transcriptRefs: refs, stage: "discovered", stageReason: null, stageChangedAt: at },
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
