import type { Prisma } from "../../prisma/client/client";
import type { Db } from "../db/types";
import { type Page, pageOf } from "../format/paging";
import { personSlug } from "../format/slugs";
import { notRetracted, type TakeView, takeSelect, toTake } from "./take";

const perPage = 20;
const newestFirst = [
  { episode: { publishedAt: "desc" } },
  { id: "desc" },
] satisfies Prisma.InsightOrderByWithRelationInput[];

async function takesPage(db: Db, where: Prisma.InsightWhereInput, number: number): Promise<Page<TakeView>> {
  const page = pageOf(number, perPage, await db.insight.count({ where }));
  const rows = await db.insight.findMany({ where, orderBy: newestFirst, ...page.range, select: takeSelect });
  return { ...page.place, items: rows.map(toTake) };
}

/** The newest insights of a show. */
export async function showTakes(db: Db, showId: string, most: number): Promise<TakeView[]> {
  // Each of these episodes has one at least, so that no older one is needed: all of a show's insights are not looked at.
  const episodes = await db.episode.findMany({
    where: { showId, insights: { some: notRetracted } },
    orderBy: [{ publishedAt: "desc" }, { id: "desc" }],
    take: most,
    select: { id: true },
  });
  const rows = await db.insight.findMany({
    where: { ...notRetracted, episodeId: { in: episodes.map(({ id }) => id) } },
    orderBy: newestFirst,
    take: most,
    select: takeSelect,
  });
  return rows.map(toTake);
}

/** A topic as the list of all has it. */
export interface ListedTopic {
  slug: string;
  name: string;
  description: string;
  insights: number;
}

/** Every topic, in the order of the list. */
export async function listTopics(db: Db): Promise<ListedTopic[]> {
  const by: ["topicSlug"] = ["topicSlug"];
  const [rows, tagged, retracted] = await Promise.all([
    db.topic.findMany({ orderBy: { position: "asc" }, select: { slug: true, name: true, description: true } }),
    db.insightTopic.groupBy({ by, _count: { _all: true } }),
    db.insightTopic.groupBy({ by, where: { insight: { retractedAt: { not: null } } }, _count: { _all: true } }),
  ]);
  const countOf = (groups: typeof tagged, slug: string) =>
    groups.find(({ topicSlug }) => topicSlug === slug)?._count._all ?? 0;
  return rows.map((topic) => ({ ...topic, insights: countOf(tagged, topic.slug) - countOf(retracted, topic.slug) }));
}

/** A topic with one page of its insights, newest first; null when there is none. */
export async function topicPage(
  db: Db,
  slug: string,
  number: number,
): Promise<{ slug: string; name: string; description: string; takes: Page<TakeView> } | null> {
  const topic = await db.topic.findUnique({ where: { slug }, select: { slug: true, name: true, description: true } });
  if (!topic) return null;
  const where = { topicSlug: slug };
  const retracted = await db.insightTopic.count({ where: { ...where, insight: { retractedAt: { not: null } } } });
  const page = pageOf(number, perPage, (await db.insightTopic.count({ where })) - retracted);
  // Inner joins, which Prisma's own query does not make: the planner walks the newest episodes until a page is full.
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT i.id FROM "InsightTopic" t JOIN "Insight" i ON i.id = t."insightId" JOIN "Episode" e ON e.id = i."episodeId"
    WHERE t."topicSlug" = ${slug} AND i."retractedAt" IS NULL
    ORDER BY e."publishedAt" DESC, i.id DESC LIMIT ${page.range.take} OFFSET ${page.range.skip}`;
  const takes = await db.insight.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    orderBy: newestFirst,
    select: takeSelect,
  });
  return { ...topic, takes: { ...page.place, items: takes.map(toTake) } };
}

/** Somebody who speaks on podcasts. */
export interface PersonView {
  slug: string;
  /** As most episodes write it. */
  name: string;
  /** Shows they were heard on, by title, with how many episodes of each. */
  shows: { id: string; title: string; episodes: number }[];
  /** What they said, newest first. */
  takes: Page<TakeView>;
}

/** Everybody who has the name of a slug, with one page of what they said; null when nobody has. */
export async function personPage(db: Db, slug: string, number: number): Promise<PersonView | null> {
  const rows = await db.personEpisode.findMany({
    where: { slug },
    select: { name: true, episode: { select: { show: { select: { id: true, title: true } } } } },
  });
  if (rows.length === 0) return null;
  const names = [...Map.groupBy(rows, (row) => row.name)].sort((a, b) => b[1].length - a[1].length);
  const shows = [...Map.groupBy(rows, (row) => row.episode.show.id).values()].flatMap((ofShow) => {
    const show = ofShow[0]?.episode.show;
    return show ? [{ ...show, episodes: ofShow.length }] : [];
  });
  const spellings = names.map(([name]) => name).filter((name) => personSlug(name) === slug);
  const where = { ...notRetracted, speaker: { in: spellings } };
  return {
    slug,
    name: names[0]?.[0] ?? slug,
    shows: shows.sort((a, b) => b.episodes - a.episodes || a.title.localeCompare(b.title)),
    takes: await takesPage(db, where, number),
  };
}
