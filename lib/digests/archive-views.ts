import type { ReaderId } from "../accounts/reader";
import type { Db } from "../db/types";
import { notRetracted } from "../insights/take";

const edition = "everyone";

/** Where something stood among everybody's five. */
export interface Appearance {
  date: string;
  rank: number;
}

/** The digests that a story was in, latest first. */
export async function storyAppearances(db: Db, storyId: string): Promise<Appearance[]> {
  return appearances(db, { storyId });
}

/** The digests that an insight was in, latest first. */
export async function insightAppearances(db: Db, insightId: string): Promise<Appearance[]> {
  return appearances(db, { insightId });
}

async function appearances(db: Db, where: { storyId: string } | { insightId: string }): Promise<Appearance[]> {
  const rows = await db.digestItem.findMany({
    where: { ...where, digest: { edition } },
    select: { rank: true, digest: { select: { date: true } } },
    orderBy: { digest: { date: "desc" } },
  });
  return rows.map(({ rank, digest }) => ({ date: digest.date, rank }));
}

/** One day of the archive. */
export interface ArchiveDay {
  date: string;
  /** Whose digest it is: "everyone", or a reader's id. */
  edition: string;
  headlines: { insightId: string; headline: string }[];
}

/** A month of digests, and which months have any. */
export interface ArchiveMonth {
  /** "2026-11". */
  month: string;
  /** Latest first. */
  days: ArchiveDay[];
  /** The nearest months before and after it that have a digest. */
  previousMonth: string | null;
  nextMonth: string | null;
}

/**
 * The digests of a month: a reader's own where they had one, else everybody's.
 * @param month "2026-11"; null is the latest one that has a digest.
 * @param reader whose; null is nobody's.
 * @returns null where there is no digest at all.
 */
export async function archiveMonth(
  db: Db,
  month: string | null,
  reader: ReaderId | null = null,
): Promise<ArchiveMonth | null> {
  const editions = { in: reader === null ? [edition] : [edition, reader] };
  const nearest = async (where: { lt?: string; gte?: string }, order: "asc" | "desc") => {
    const row = await db.digest.findFirst({
      where: { edition: editions, date: where },
      orderBy: { date: order },
      select: { date: true },
    });
    return row?.date.slice(0, 7) ?? null;
  };
  const shown = month ?? (await nearest({}, "desc"));
  if (shown === null) return null;
  // Dates are text: every day of a month sorts between its first and a letter's worth after "-31".
  const [rows, previousMonth, nextMonth] = await Promise.all([
    db.digest.findMany({
      where: { edition: editions, date: { gte: `${shown}-01`, lte: `${shown}-31` } },
      orderBy: { date: "desc" },
      select: {
        date: true,
        edition: true,
        items: {
          where: { insight: notRetracted },
          orderBy: { rank: "asc" },
          select: { insightId: true, insight: { select: { headline: true } } },
        },
      },
    }),
    nearest({ lt: `${shown}-01` }, "desc"),
    nearest({ gte: `${shown}-32` }, "asc"),
  ]);
  if (rows.length === 0 && previousMonth === null && nextMonth === null) return null;
  const own = new Set(rows.flatMap((row) => (row.edition === edition ? [] : row.date)));
  const shownRows = rows.filter((row) => row.edition !== edition || !own.has(row.date));
  const days = shownRows.map(({ date, edition: whose, items }) => ({
    ...{ date, edition: whose },
    headlines: items.map(({ insightId, insight }) => ({ insightId, headline: insight.headline })),
  }));
  return { month: shown, days, previousMonth, nextMonth };
}

/** Addresses of one part of the sitemap, and when each was last changed. */
export interface SitemapEntry {
  path: string;
  changedAt: Date;
}

/** How many addresses one file of a sitemap may hold is 50,000 by its protocol; smaller ones are made faster. */
const sitemapSize = 10_000;

/** Stories that have a page: merged ones forward to others, and of some all takes were withdrawn. */
const told = { insights: { some: notRetracted } };

/** What a sitemap has files of, beside the pages that are there anyway. */
export const sitemapKinds = ["insights", "stories", "shows", "people"] as const;

/** How many files the addresses of each kind take. */
export async function sitemapParts(db: Db): Promise<Record<(typeof sitemapKinds)[number], number>> {
  const [insights, stories, shows, [people]] = await Promise.all([
    db.insight.count({ where: { ...notRetracted, storyId: { not: null } } }),
    db.story.count({ where: told }),
    db.show.count(),
    db.$queryRaw<{ count: number }[]>`SELECT count(DISTINCT "slug")::int AS count FROM "PersonEpisode"`,
  ]);
  const files = (count: number) => Math.ceil(count / sitemapSize);
  return { insights: files(insights), stories: files(stories), shows: files(shows), people: files(people?.count ?? 0) };
}

/** One part of the shows' addresses, oldest first. @param part from 0. */
export async function showAddresses(db: Db, part: number): Promise<string[]> {
  const rows = await db.show.findMany({
    orderBy: { id: "asc" },
    skip: part * sitemapSize,
    take: sitemapSize,
    select: { id: true },
  });
  return rows.map(({ id }) => `/shows/${id}`);
}

/** One part of the addresses of everybody who was heard, by name. @param part from 0. */
export async function personAddresses(db: Db, part: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ slug: string }[]>`
    SELECT DISTINCT "slug" FROM "PersonEpisode" ORDER BY "slug" OFFSET ${part * sitemapSize} LIMIT ${sitemapSize}`;
  return rows.map(({ slug }) => `/people/${encodeURIComponent(slug)}`);
}

/** Every digest's address. */
export async function digestAddresses(db: Db): Promise<SitemapEntry[]> {
  const rows = await db.digest.findMany({
    where: { edition },
    orderBy: { date: "desc" },
    take: sitemapSize,
    select: { date: true, builtAt: true },
  });
  return rows.map(({ date, builtAt }) => ({ path: `/digests/${date}`, changedAt: builtAt }));
}

/** One part of the insights' addresses, oldest first, so that full parts stay as they are. @param part from 0. */
export async function insightAddresses(db: Db, part: number): Promise<SitemapEntry[]> {
  const rows = await db.insight.findMany({
    where: { ...notRetracted, storyId: { not: null } },
    orderBy: { id: "asc" },
    skip: part * sitemapSize,
    take: sitemapSize,
    select: { id: true, placedAt: true, createdAt: true },
  });
  return rows.map(({ id, placedAt, createdAt }) => ({ path: `/insights/${id}`, changedAt: placedAt ?? createdAt }));
}

/** One part of the stories' addresses, oldest first. @param part from 0. */
export async function storyAddresses(db: Db, part: number): Promise<SitemapEntry[]> {
  const rows = await db.story.findMany({
    where: told,
    orderBy: { id: "asc" },
    skip: part * sitemapSize,
    take: sitemapSize,
    select: { id: true, lastSeenAt: true },
  });
  return rows.map(({ id, lastSeenAt }) => ({ path: `/stories/${id}`, changedAt: lastSeenAt }));
}
