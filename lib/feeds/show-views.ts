import type { EpisodeStage } from "../../prisma/client/client";
import type { Db } from "../db/types";
import { type Page, pageOf } from "../format/paging";

/** Shows and episodes on one page of a list. */
const showsPerPage = 60;
const episodesPerPage = 40;

/** A show as the list of all has it. */
export interface ListedShow {
  id: string;
  title: string;
  author: string | null;
  latestEpisodeAt: Date | null;
  episodeCount: number;
  /** Its feed has ended, or could not be read lately. */
  trouble: string | null;
}

/** Shows by title. @param words only those whose title or author has them all; empty for every show. */
export async function showsPage(db: Db, options: { words: string; page: number }): Promise<Page<ListedShow>> {
  const words = options.words.split(/\s+/u).filter(Boolean).slice(0, 8);
  const where = {
    feed: { isNot: null },
    AND: words.map((word) => ({
      OR: [
        { title: { contains: word, mode: "insensitive" as const } },
        { author: { contains: word, mode: "insensitive" as const } },
      ],
    })),
  };
  const page = pageOf(options.page, showsPerPage, await db.show.count({ where }));
  const shows = await db.show.findMany({
    where,
    orderBy: [{ title: "asc" }, { id: "asc" }],
    ...page.range,
    select: {
      id: true,
      title: true,
      author: true,
      feed: { select: { state: true, lastError: true, errorCount: true } },
    },
  });
  const episodes = await db.episode.groupBy({
    by: ["showId"],
    where: { showId: { in: shows.map((show) => show.id) } },
    _max: { publishedAt: true },
    _count: { _all: true },
  });
  const byShow = new Map(episodes.map((group) => [group.showId, group]));
  return {
    ...page.place,
    items: shows.map(({ feed, ...show }) => ({
      ...show,
      latestEpisodeAt: byShow.get(show.id)?._max.publishedAt ?? null,
      episodeCount: byShow.get(show.id)?._count._all ?? 0,
      trouble: feed ? troubleOf(feed) : null,
    })),
  };
}

/** One hiccup is nothing that a reader need know of. */
function troubleOf(feed: { state: string; lastError: string | null; errorCount: number }): string | null {
  if (feed.state === "gone") return "Its feed has ended.";
  return feed.errorCount >= 3 ? feed.lastError : null;
}

/** An episode as its show's page lists it. */
export interface ListedEpisode {
  id: string;
  title: string;
  publishedAt: Date;
  durationSeconds: number | null;
  stage: EpisodeStage;
  stageReason: string | null;
  /** Insights from it that stand. */
  insights: number;
}

/** A show's page. */
export interface ShowView {
  id: string;
  title: string;
  author: string | null;
  network: string | null;
  description: string;
  descriptionHtml: string;
  /** Its site at the publisher's. */
  link: string | null;
  trouble: string | null;
  /** Newest first. */
  episodes: Page<ListedEpisode>;
}

/** A show by its id with one page of its episodes; null when there is none. */
export async function showPage(db: Db, id: string, number: number): Promise<ShowView | null> {
  const show = await db.show.findUnique({
    where: { id },
    select: {
      id: true,
      title: true,
      author: true,
      network: true,
      description: true,
      descriptionHtml: true,
      link: true,
      feed: { select: { state: true, lastError: true, errorCount: true } },
    },
  });
  if (!show) return null;
  const page = pageOf(number, episodesPerPage, await db.episode.count({ where: { showId: id } }));
  const episodes = await db.episode.findMany({
    where: { showId: id },
    orderBy: [{ publishedAt: "desc" }, { id: "desc" }],
    ...page.range,
    select: {
      id: true,
      title: true,
      publishedAt: true,
      durationSeconds: true,
      stage: true,
      stageReason: true,
    },
  });
  // Counted by itself: as a part of the query above, Prisma would have all insights of all shows counted first.
  const counts = await db.insight.groupBy({
    by: ["episodeId"],
    where: { retractedAt: null, episodeId: { in: episodes.map((episode) => episode.id) } },
    _count: { _all: true },
  });
  const byEpisode = new Map(counts.map((group) => [group.episodeId, group._count._all]));
  const { feed, ...rest } = show;
  return {
    ...rest,
    trouble: feed ? troubleOf(feed) : null,
    episodes: {
      ...page.place,
      items: episodes.map((episode) => ({ ...episode, insights: byEpisode.get(episode.id) ?? 0 })),
    },
  };
}

/** Every show by title, for choosing one; null where there are more than anybody would look through. */
export async function showChoices(db: Db, most: number): Promise<{ id: string; title: string }[] | null> {
  const shows = await db.show.findMany({
    orderBy: [{ title: "asc" }, { id: "asc" }],
    take: most + 1,
    select: { id: true, title: true },
  });
  return shows.length > most ? null : shows;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** The show of an id, or that is called like what somebody typed: wholly, or else in part. Null when there is none. */
export async function namedShow(db: Db, idOrName: string): Promise<{ id: string; title: string } | null> {
  const select = { id: true, title: true };
  if (uuid.test(idOrName)) return db.show.findUnique({ where: { id: idOrName }, select });
  const like = async (title: { equals: string } | { contains: string }) =>
    db.show.findFirst({
      where: { title: { ...title, mode: "insensitive" } },
      orderBy: [{ title: "asc" }, { id: "asc" }],
      select,
    });
  return (await like({ equals: idOrName })) ?? (await like({ contains: idOrName }));
}
