import type { Episode, Feed } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";
import { descriptionHtml } from "./description";
import type { FeedEpisode, ParsedFeed } from "./feed";
import { htmlText } from "./html-text";

/** What a worker takes on at once. */
export interface Claim {
  now: Date;
  /** The claim holds until then, in case the worker dies. */
  until: Date;
  most: number;
  mostPerHost: number;
  /** Hosts that this worker has claims on. Nobody else's may be claimed: one worker keeps a host's limit. */
  ownHosts: string[];
  /** Those of them that have enough. */
  fullHosts: string[];
}

/** Held by who claims, to the end of his transaction, so that two never see the same host free. */
const claimLock = 7_301_001;

/**
 * Takes feeds on whose next check has come, of each host those that wait longest, from as many hosts as there are. Each goes
 * to one worker.
 */
export async function claimDueFeeds(db: Db, claim: Claim): Promise<Feed[]> {
  const { now, until, most, mostPerHost, ownHosts, fullHosts } = claim;
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${claimLock})`;
    const rows = await tx.$queryRaw<Feed[]>`
      WITH due AS (
        SELECT id, "nextCheckAt", row_number() OVER (PARTITION BY host ORDER BY "nextCheckAt", id) AS place
        FROM "Feed" f
        WHERE "nextCheckAt" <= ${now} AND ("claimedUntil" IS NULL OR "claimedUntil" <= ${now})
          AND host <> ALL(${fullHosts})
          AND (host = ANY(${ownHosts})
            OR NOT EXISTS (SELECT 1 FROM "Feed" c WHERE c.host = f.host AND c."claimedUntil" > ${now}))
      )
      UPDATE "Feed" SET "claimedUntil" = ${until}
      WHERE id IN (SELECT id FROM due WHERE place <= ${mostPerHost} ORDER BY place, "nextCheckAt", id LIMIT ${most})
      RETURNING *`;
    // What typed queries give as empty lists, the database keeps as null.
    return rows.map((row) => ({
      ...row,
      otherUrls: row.otherUrls ?? [],
      latestPublishedAt: row.latestPublishedAt ?? [],
      skipHours: row.skipHours ?? [],
      skipDays: row.skipDays ?? [],
    }));
  });
}

/** Holds on to feeds that are still being looked at; those that were given back or lost meanwhile stay so. */
export async function renewClaims(db: Db, feedIds: string[], now: Date, until: Date): Promise<void> {
  await db.feed.updateMany({
    where: { id: { in: feedIds }, claimedUntil: { gt: now } },
    data: { claimedUntil: until },
  });
}

/** Gives back every claim: for who knows that no other worker is there. */
export async function releaseAllClaims(db: Db): Promise<void> {
  await db.feed.updateMany({ where: { claimedUntil: { not: null } }, data: { claimedUntil: null } });
}

/** How many feeds are due that nobody is looking at. */
export function countDueFeeds(db: Db, now: Date): Promise<number> {
  return db.feed.count({
    where: { nextCheckAt: { lte: now }, OR: [{ claimedUntil: null }, { claimedUntil: { lte: now } }] },
  });
}

/** Makes every feed that still exists due at once. */
export async function makeAllFeedsDue(db: Db, now: Date): Promise<void> {
  await db.feed.updateMany({ where: { state: "active" }, data: { nextCheckAt: now } });
}

/** Episodes that stand between two stages and have not moved since, without those that are not to be tried again yet. */
export async function stuckEpisodes(
  db: Db,
  olderThan: Date,
  now: Date,
): Promise<{ id: string; stage: "discovered" | "transcribed" | "extracted" }[]> {
  const rows = await db.episode.findMany({
    where: {
      stage: { in: ["discovered", "transcribed", "extracted"] },
      stageChangedAt: { lte: olderThan },
      OR: [{ retryAt: null }, { retryAt: { lte: now } }],
    },
    select: { id: true, stage: true },
    orderBy: { publishedAt: "desc" },
  });
  return rows as { id: string; stage: "discovered" | "transcribed" | "extracted" }[];
}

/** Finds the feed, also by an address it had, or creates it with its show. */
export async function createFeed(tx: Tx, url: string, title: string): Promise<{ feed: Feed; created: boolean }> {
  const existing =
    (await tx.feed.findUnique({ where: { url } })) ?? (await tx.feed.findFirst({ where: { otherUrls: { has: url } } }));
  if (existing) return { feed: existing, created: false };
  const show = await tx.show.create({ data: { title } });
  return {
    feed: await tx.feed.create({ data: { url, host: new URL(url).host, showId: show.id } }),
    created: true,
  };
}

/** Shows with what an OPML file says of them, by title. */
export function showsToName(db: Db, ids: string[]) {
  return db.show.findMany({
    where: { id: { in: ids } },
    orderBy: [{ title: "asc" }, { id: "asc" }],
    select: { title: true, link: true, feed: { select: { url: true } } },
  });
}

/** Shows whose feed has, or had, one of some addresses, and those that are called like one of some titles. */
export async function listedShows(
  db: Db,
  addresses: string[],
  titles: string[],
): Promise<{ id: string; title: string; addresses: string[] }[]> {
  const rows = await db.$queryRaw<{ id: string; title: string; url: string | null; otherUrls: string[] | null }[]>`
    SELECT s.id, s.title, f.url, f."otherUrls" FROM "Show" s LEFT JOIN "Feed" f ON f."showId" = s.id
    WHERE f.url = ANY(${addresses}::text[]) OR f."otherUrls" && ${addresses}::text[]
      OR lower(s.title) = ANY(${titles.map((title) => title.toLowerCase())}::text[])`;
  return rows.map(({ id, title, url, otherUrls }) => ({ id, title, addresses: [url ?? "", ...(otherUrls ?? [])] }));
}

/** Looks at a feed again that was gone, as if nothing had been. */
export async function reviveFeed(tx: Tx, feedId: string, now: Date): Promise<void> {
  await tx.feed.update({
    where: { id: feedId },
    data: { state: "active", errorCount: 0, lastError: null, nextCheckAt: now },
  });
}

/** Records a check of a feed. */
export async function recordCheck(tx: Db | Tx, feedId: string, data: Partial<Feed>): Promise<void> {
  await tx.feed.update({ where: { id: feedId }, data });
}

/** What a check leaves of a feed that has not changed. */
export interface UnchangedCheck {
  id: string;
  lastCheckedAt: Date;
  nextCheckAt: Date;
  allowedFrom: Date;
  etag: string | null;
  lastModified: string | null;
}

/** Records that feeds have not changed, all of them in one statement: most checks end like this. */
export async function recordUnchanged(db: Db, checks: UnchangedCheck[]): Promise<void> {
  await db.$executeRaw`
    UPDATE "Feed" f
    SET "lastCheckedAt" = c.checked, "nextCheckAt" = c.next, etag = c.etag, "lastModified" = c.modified,
      state = 'active', "claimedUntil" = NULL, "errorCount" = 0, "lastError" = NULL, "lastFound" = 0, "allowedFrom" = c.allowed, "movedToUrl" = NULL, "movedCount" = 0
    FROM unnest(${checks.map((check) => check.id)}::uuid[], ${checks.map((check) => check.lastCheckedAt)}::timestamptz[],
      ${checks.map((check) => check.nextCheckAt)}::timestamptz[], ${checks.map((check) => check.etag)}::text[],
      ${checks.map((check) => check.lastModified)}::text[],
      ${checks.map((check) => check.allowedFrom)}::timestamptz[]) AS c(id, checked, next, etag, modified, allowed)
    WHERE f.id = c.id`;
}

/** Another feed that has this address, or had it; null when there is none. */
export function otherFeedAt(tx: Tx, url: string, feedId: string): Promise<Feed | null> {
  return tx.feed.findFirst({ where: { id: { not: feedId }, OR: [{ url }, { otherUrls: { has: url } }] } });
}

/** Shows that could be the one a feed describes: of its podcast:guid or its title. */
export function showsLike(
  tx: Tx,
  feed: { title: string; podcastGuid: string | null },
  exceptShowId: string,
): Promise<{ id: string; title: string; podcastGuid: string | null }[]> {
  return tx.show.findMany({
    where: {
      id: { not: exceptShowId },
      OR: [
        { title: { equals: feed.title, mode: "insensitive" } },
        ...(feed.podcastGuid ? [{ podcastGuid: feed.podcastGuid }] : []),
      ],
    },
    select: { id: true, title: true, podcastGuid: true },
    orderBy: { createdAt: "asc" },
    take: 10,
  });
}

/** Updates a show from its feed. */
export async function updateShow(tx: Tx, showId: string, feed: ParsedFeed): Promise<void> {
  const { title, description, descriptionHtml, author, network, link, imageUrl, language } = feed;
  const { explicit, categories, podcastGuid } = feed;
  await tx.show.update({
    where: { id: showId },
    data: {
      ...{ title, description, descriptionHtml, author, network, link, imageUrl, language },
      ...{ explicit, categories, podcastGuid },
    },
  });
}

/** An episode that is known already: what it takes to know it again and to see that its feed says something else. */
export type KnownEpisode = Pick<
  Episode,
  "id" | "guid" | "title" | "enclosureUrl" | "publishedAt" | "stage" | "contentHash"
>;

/** A show's episodes as they are known. */
export function knownEpisodes(tx: Tx, showId: string): Promise<KnownEpisode[]> {
  // Some shows have thousands, and each change of a feed asks for them: typed queries take five times as long.
  return tx.$queryRaw<KnownEpisode[]>`
    SELECT id, guid, title, "enclosureUrl", "publishedAt", stage::text, "contentHash"
    FROM "Episode" WHERE "showId" = ${showId}::uuid`;
}

/** An episode's columns as its feed describes it. Of what is not read nothing is kept that takes much room. */
function columnsOf(episode: FeedEpisode, isRead: boolean) {
  const { publishedAt: _, enclosureByteLength, notes, ...rest } = episode;
  return {
    ...rest,
    descriptionText: isRead ? htmlText(notes, 10_000) : "",
    descriptionHtml: isRead ? descriptionHtml(notes) : "",
    enclosureByteLength: enclosureByteLength === null ? null : BigInt(enclosureByteLength),
  };
}

/**
 * Brings a known episode up to what its feed says now; when it was published stays as it was first said.
 * @returns whether the feed offers other transcripts than before.
 */
export async function updateEpisode(
  tx: Tx,
  known: KnownEpisode,
  episode: FeedEpisode,
  contentHash: string,
): Promise<boolean> {
  if (known.contentHash === contentHash) return false;
  const before = await tx.episode.findUniqueOrThrow({ where: { id: known.id }, select: { transcriptRefs: true } });
  await tx.episode.update({
    where: { id: known.id },
    data: { ...columnsOf(episode, known.stage !== "skipped"), contentHash },
  });
  return asText(before.transcriptRefs) !== asText(episode.transcriptRefs);
}

/** For comparing; jsonb keeps its own order of keys. */
function asText(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** An episode that is about to be added, at the stage it begins with. */
export interface NewEpisode {
  episode: FeedEpisode;
  publishedAt: Date;
  contentHash: string;
  stage: "discovered" | "skipped";
  stageReason: string | null;
}

/** Adds episodes. @returns the ids of those that are to be read, in the same order. */
export async function createEpisodes(tx: Tx, showId: string, added: NewEpisode[], at: Date): Promise<string[]> {
  if (added.length === 0) return [];
  const rows = await tx.episode.createManyAndReturn({
    data: added.map(({ episode, publishedAt, contentHash, stage, stageReason }) => ({
      ...columnsOf(episode, stage !== "skipped"),
      showId,
      publishedAt,
      contentHash,
      stage,
      stageReason,
      discoveredAt: at,
      stageChangedAt: at,
    })),
    select: { id: true, guid: true },
  });
  const ids = new Map(rows.map((row) => [row.guid, row.id]));
  return added.flatMap(({ episode, stage }) => (stage === "discovered" ? [ids.get(episode.guid) ?? []] : [])).flat();
}

/** Gives episodes to another show. */
export async function moveEpisodes(tx: Tx, episodeIds: string[], showId: string): Promise<void> {
  await tx.episode.updateMany({ where: { id: { in: episodeIds } }, data: { showId } });
}

/** Deletes episodes with everything made from them. */
export async function deleteEpisodes(tx: Tx, episodeIds: string[]): Promise<void> {
  await tx.episode.deleteMany({ where: { id: { in: episodeIds } } });
}

/** The feed of a show; null when there is no such show. */
export function feedOfShow(tx: Tx, showId: string): Promise<Feed | null> {
  return tx.feed.findUnique({ where: { showId } });
}

/** Takes an episode that waited for a transcript back to its beginning. */
export async function reopenEpisode(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.episode.update({
    where: { id },
    data: { stage: "discovered", stageReason: null, waitsFor: null, stageChangedAt: at },
  });
}

/** A show's title; null when there is none of that id. */
export async function findShow(tx: Tx, showId: string): Promise<{ title: string } | null> {
  return tx.show.findUnique({ where: { id: showId }, select: { title: true } });
}

/** Deletes a show; the database deletes with it whatever belongs to it alone. */
export async function deleteShow(tx: Tx, showId: string): Promise<void> {
  await tx.show.delete({ where: { id: showId } });
}
