import type { Prisma } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";
import { notRetracted } from "../insights/take";
import type { ChosenItem } from "./edition";
import type { NearMiss } from "./ranking";
import { candidateWindow, weights } from "./weights";

const takeSelect = {
  id: true,
  key: true,
  headline: true,
  body: true,
  language: true,
  quality: true,
  speaker: true,
  stance: true,
  embedding: true,
  embeddingModel: true,
  storyId: true,
  placedAt: true,
  topics: { select: { topicSlug: true, weight: true } },
  episode: {
    select: {
      id: true,
      guid: true,
      publishedAt: true,
      persons: true,
      show: { select: { id: true, title: true, network: true, feed: { select: { url: true } } } },
    },
  },
} satisfies Prisma.InsightSelect;

/** A take of a story that may be in a digest. */
export type PoolTakeRow = Prisma.InsightGetPayload<{ select: typeof takeSelect }>;

/** Every take, published up to an instant, of the stories that have one in the window (see `candidateWindow`). */
export function poolTakes(db: Db, asOf: Date): Promise<PoolTakeRow[]> {
  const before = (ms: number) => new Date(asOf.getTime() - ms);
  const inWindow: Prisma.InsightWhereInput = {
    ...notRetracted,
    episode: { stage: "placed", publishedAt: { gt: before(candidateWindow.oldestMs), lte: asOf } },
    OR: [
      { episode: { publishedAt: { gt: before(candidateWindow.afterPublicationMs) } } },
      { placedAt: { gt: before(candidateWindow.afterPlacingMs) } },
    ],
  };
  return db.insight.findMany({
    where: {
      ...notRetracted,
      story: { insights: { some: inWindow } },
      episode: { stage: "placed", publishedAt: { lte: asOf } },
    },
    select: takeSelect,
    orderBy: { id: "asc" },
  });
}

/** The placed episodes of a span of time (after `from`, up to `to`): whose show, and when they were published. */
export function placedEpisodes(db: Db, from: Date, to: Date): Promise<{ showId: string; publishedAt: Date }[]> {
  return db.episode.findMany({
    where: { stage: "placed", publishedAt: { gt: from, lte: to } },
    select: { showId: true, publishedAt: true },
  });
}

/** What earlier digests of some editions showed: lately, and of some stories ever. */
export async function sentItems(db: Db, editions: string[], date: string, asOf: Date, storyIds: string[]) {
  const recently = new Date(asOf.getTime() - weights.noveltyDays * 24 * 3600_000);
  const digest = { edition: { in: editions }, date: { lt: date } };
  const select = {
    storyId: true,
    insightId: true,
    digest: { select: { edition: true, date: true, asOf: true, builtAt: true } },
  } as const;
  const [recent, older] = await Promise.all([
    db.digestItem.findMany({ where: { digest: { ...digest, asOf: { gt: recently } } }, select }),
    db.digestItem.findMany({
      where: { digest: { ...digest, asOf: { lte: recently } }, storyId: { in: storyIds } },
      select,
    }),
  ]);
  return [...recent, ...older];
}

/** The stored vectors of some insights; those without one are left out. */
export async function vectorsOf(db: Db, insightIds: string[]) {
  return db.insight.findMany({
    where: { id: { in: insightIds }, embedding: { not: null } },
    select: { id: true, embedding: true, embeddingModel: true },
  });
}

/** A digest that is there. */
export interface ExistingDigest {
  id: string;
  edition: string;
  quiet: boolean;
  asOf: Date;
  builtAt: Date;
  items: { insight: { retractedAt: Date | null } }[];
  /** Somebody was sent it, or is to be. */
  isDelivered: boolean;
}

/** The digests of some editions and a date. */
export async function findDigests(db: Db | Tx, editions: string[], date: string): Promise<ExistingDigest[]> {
  const digests = await db.digest.findMany({
    where: { edition: { in: editions }, date },
    select: {
      id: true,
      edition: true,
      quiet: true,
      asOf: true,
      builtAt: true,
      items: { select: { insight: { select: { retractedAt: true } } } },
    },
  });
  const delivered = await db.delivery.groupBy({
    by: ["digestId"],
    where: { digestId: { in: digests.map(({ id }) => id) } },
  });
  const deliveredIds = new Set(delivered.map(({ digestId }) => digestId));
  return digests.map((digest) => ({ ...digest, isDelivered: deliveredIds.has(digest.id) }));
}

const dayMs = 24 * 3600_000;

/** Whether the digest of an edition and date is there and may be built again; see `mayBuildAgain`. */
export async function canBeBuiltAgain(db: Db, edition: string, date: string, now: Date): Promise<boolean> {
  const [digest] = await findDigests(db, [edition], date);
  return digest !== undefined && mayBuildAgain(db, digest, date, now);
}

/**
 * Whether a digest that nobody was sent may be built again: on its own day when one of its insights was found wrong or its
 * reader has finished the first steps since, and an installation's (or a reader's) first while it has fewer than five and
 * episodes were read after it was built. Every other digest stays as readers saw it.
 */
export async function mayBuildAgain(db: Db, digest: ExistingDigest, date: string, now: Date): Promise<boolean> {
  const { edition, quiet, asOf, builtAt, items } = digest;
  if (digest.isDelivered) return false;
  const isOfToday = now.getTime() - asOf.getTime() < dayMs;
  if (isOfToday && items.some(({ insight }) => insight.retractedAt !== null)) return true;
  if (isOfToday && edition !== "everyone" && (await hasFinishedStepsSince(db, edition, builtAt))) return true;
  if (!quiet || (await db.digest.count({ where: { edition, date: { lt: date } } })) > 0) return false;
  return (await db.episode.count({ where: { stage: "placed", stageChangedAt: { gt: builtAt } } })) > 0;
}

async function hasFinishedStepsSince(db: Db, readerId: string, at: Date): Promise<boolean> {
  return (await db.reader.count({ where: { id: readerId, onboardedAt: { gt: at } } })) > 0;
}

/** Removes digests that nobody was sent. @returns the editions that are gone. */
export async function removeUnsent(tx: Tx, editions: string[], date: string): Promise<Set<string>> {
  const where = { edition: { in: editions }, date, deliveries: { none: {} } };
  const rows = await tx.digest.findMany({ where, select: { id: true, edition: true } });
  await tx.digest.deleteMany({ where: { ...where, id: { in: rows.map((row) => row.id) } } });
  return new Set(rows.map((row) => row.edition));
}

/** The moment up to which each edition's digest before a date was built; editions without one are left out. */
export async function previousAsOf(db: Db, editions: string[], date: string): Promise<Map<string, Date>> {
  const rows = await db.digest.groupBy({
    by: ["edition"],
    where: { edition: { in: editions }, date: { lt: date } },
    _max: { asOf: true },
  });
  return new Map(rows.flatMap(({ edition, _max }) => (_max.asOf ? [[edition, _max.asOf] as const] : [])));
}

/** A digest as it is saved. */
export interface NewDigest {
  edition: string;
  date: string;
  asOf: Date;
  builtAt: Date;
  quiet: boolean;
  episodeCount: number;
  showCount: number;
  nearMisses: NearMiss[];
  chosen: ChosenItem[];
}

/** Saves digests with their items. @returns the ids of those that were not there yet, by edition. */
export async function createDigests(tx: Tx, digests: NewDigest[]): Promise<Map<string, string>> {
  const created = await tx.digest.createManyAndReturn({
    data: digests.map(({ chosen: _, nearMisses, ...digest }) => ({
      ...digest,
      nearMisses: nearMisses as unknown as Prisma.InputJsonValue,
    })),
    skipDuplicates: true,
    select: { id: true, edition: true },
  });
  const ids = new Map(created.map(({ id, edition }) => [edition, id]));
  await tx.digestItem.createMany({
    data: digests.flatMap(({ edition, chosen }) => {
      const digestId = ids.get(edition);
      if (!digestId) return [];
      return chosen.map(({ factors, reasons, ...item }, i) => ({
        ...item,
        digestId,
        rank: i + 1,
        factors: { ...factors },
        reasons: reasons as Prisma.InputJsonValue,
      }));
    }),
  });
  return ids;
}

/** Names of topics by slug. */
export async function topicNames(db: Db): Promise<Map<string, string>> {
  const rows = await db.topic.findMany({ select: { slug: true, name: true } });
  return new Map(rows.map((row) => [row.slug, row.name]));
}

/** Titles of some shows by id. */
export async function showTitles(db: Db, ids: string[]): Promise<Map<string, string>> {
  const rows = await db.show.findMany({ where: { id: { in: ids } }, select: { id: true, title: true } });
  return new Map(rows.map((row) => [row.id, row.title]));
}

/** Removes every digest of one edition, with its deliveries. */
export async function removeEdition(tx: Tx, edition: string): Promise<void> {
  await tx.digest.deleteMany({ where: { edition } });
}
