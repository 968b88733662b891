import { Prisma } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";
import { notRetracted } from "../insights/take";
import type { Candidate, NearMiss } from "./ranking";
import { scoreOf } from "./ranking";

const candidateSelect = {
  id: true,
  key: true,
  headline: true,
  body: true,
  quality: true,
  stance: true,
  embedding: true,
  storyId: true,
  episode: {
    select: {
      id: true,
      guid: true,
      publishedAt: true,
      persons: true,
      show: { select: { id: true, title: true, network: true } },
    },
  },
} satisfies Prisma.InsightSelect;

/** An insight that could represent its story. */
export type CandidateInsight = Prisma.InsightGetPayload<{ select: typeof candidateSelect }>;

/** Placed insights of episodes published in a span of time (after `from`, up to `to`). */
export function candidateInsights(db: Db, from: Date, to: Date): Promise<CandidateInsight[]> {
  return db.insight.findMany({
    where: {
      ...notRetracted,
      storyId: { not: null },
      episode: { stage: "placed", publishedAt: { gt: from, lte: to } },
    },
    select: candidateSelect,
    orderBy: { id: "asc" },
  });
}

/** What earlier digests of an edition showed: story, date and the vectors of the shown takes. */
export async function shownBefore(db: Db, edition: string, date: string) {
  return db.digestItem.findMany({
    where: { digest: { edition, date: { lt: date } } },
    select: { storyId: true, digest: { select: { date: true, asOf: true } }, insight: { select: { embedding: true } } },
    orderBy: { digest: { date: "asc" } },
  });
}

/** The digest of an edition and date; null when it was not built. */
export function findDigest(db: Db | Tx, edition: string, date: string) {
  return db.digest.findUnique({
    where: { edition_date: { edition, date } },
    select: { id: true, _count: { select: { items: true } } },
  });
}

/**
 * Whether a digest may still grow: an installation's first, when it has fewer than five, nobody was sent it, and episodes
 * were read after it was built. Every other digest stays as readers saw it.
 */
export async function canGrow(db: Db, edition: string, date: string): Promise<boolean> {
  const digest = await db.digest.findUnique({
    where: { edition_date: { edition, date } },
    select: { quiet: true, builtAt: true, _count: { select: { deliveries: true } } },
  });
  if (!digest?.quiet || digest._count.deliveries > 0) return false;
  if ((await db.digest.count({ where: { edition, date: { lt: date } } })) > 0) return false;
  return (await db.episode.count({ where: { stage: "placed", stageChangedAt: { gt: digest.builtAt } } })) > 0;
}

/** Removes a digest that nobody was sent. @returns false when somebody was, after all. */
export async function removeUnsent(tx: Tx, edition: string, date: string): Promise<boolean> {
  const { count } = await tx.digest.deleteMany({ where: { edition, date, deliveries: { none: {} } } });
  return count === 1;
}

/** The moment up to which the digest before a date was built; null when there is none. */
export async function previousAsOf(db: Db, edition: string, date: string): Promise<Date | null> {
  const row = await db.digest.findFirst({
    where: { edition, date: { lt: date } },
    orderBy: { date: "desc" },
    select: { asOf: true },
  });
  return row?.asOf ?? null;
}

/** How many placed episodes of how many shows were published in a span of time. */
export async function countEpisodes(
  db: Db,
  from: Date,
  to: Date,
): Promise<{ episodeCount: number; showCount: number }> {
  const groups = await db.episode.groupBy({
    by: ["showId"],
    where: { stage: "placed", publishedAt: { gt: from, lte: to } },
    _count: { _all: true },
  });
  return { episodeCount: groups.reduce((sum, group) => sum + group._count._all, 0), showCount: groups.length };
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
  chosen: Candidate[];
}

/** Saves a digest with its items. @returns its id. */
export async function createDigest(tx: Tx, digest: NewDigest): Promise<string> {
  const { chosen, nearMisses, ...rest } = digest;
  const { id } = await tx.digest.create({
    data: {
      ...rest,
      nearMisses: nearMisses as unknown as Prisma.InputJsonValue,
      items: {
        create: chosen.map((candidate, i) => ({
          rank: i + 1,
          insightId: candidate.insightId,
          storyId: candidate.storyId,
          score: scoreOf(candidate.factors),
          factors: { ...candidate.factors },
          voices: candidate.voices,
          updateText: candidate.updateText,
        })),
      },
    },
    select: { id: true },
  });
  return id;
}

/** Whether an error says that the row was there already. */
export function isAlreadyThere(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
