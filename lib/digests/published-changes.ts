import type { Db } from "../db/types";
import { personSlug } from "../format/slugs";
import { everyone } from "./build-digest";
import { pageTags } from "./page-tags";

/** Workers on other machines may have clocks that are this late. */
const lateMs = 10_000;

/** Figures that change whenever something does that kept pages show. */
export interface PublishedState {
  digests: { count: number; builtAt: Date | null };
  placedAt: Date | null;
  withdrawn: { count: number; at: Date | null };
  shows: number;
  /** Rows of insights and shows that were ever removed. */
  removed: string;
  feeds: { failing: number; changedAt: Date | null };
  /** Before the first digest: how far the reading is. */
  stages: string | null;
}

/** Reads these figures; cheap enough for every other second. */
export async function publishedState(db: Db): Promise<PublishedState> {
  const [digests, placed, withdrawn, shows, [removed], failing, feeds] = await Promise.all([
    db.digest.aggregate({ where: { edition: everyone }, _max: { builtAt: true }, _count: { _all: true } }),
    db.insight.aggregate({ _max: { placedAt: true } }),
    db.insight.aggregate({
      where: { retractedAt: { not: null } },
      _max: { retractedAt: true },
      _count: { _all: true },
    }),
    db.show.count(),
    db.$queryRaw<{ rows: bigint | null }[]>`
      SELECT pg_stat_get_tuples_deleted('"Insight"'::regclass) + pg_stat_get_tuples_deleted('"Show"'::regclass) AS rows`,
    db.feed.count({ where: { lastError: { not: null } } }),
    db.feed.aggregate({ _max: { lastChangedAt: true } }),
  ]);
  const stages =
    digests._count._all > 0
      ? null
      : await db.episode.groupBy({ by: ["stage"], _count: { _all: true }, orderBy: { stage: "asc" } });
  return {
    digests: { count: digests._count._all, builtAt: digests._max.builtAt },
    placedAt: placed._max.placedAt,
    withdrawn: { count: withdrawn._count._all, at: withdrawn._max.retractedAt },
    shows,
    removed: String(removed?.rows ?? 0),
    feeds: { failing, changedAt: feeds._max.lastChangedAt },
    stages: stages && JSON.stringify(stages),
  };
}

const since = (at: Date | null) => new Date(at === null ? 0 : at.getTime() - lateMs);
const differ = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);

/**
 * Which kept pages show something that has changed between two states, as `pageTags`. What takes long to find out (a story
 * that lost a take to another one, an insight that became related) is left to the pages' own age.
 */
export async function publishedChanges(db: Db, before: PublishedState, now: PublishedState): Promise<string[]> {
  // What is gone cannot say any more where it was shown.
  const isLess = now.shows < before.shows || now.withdrawn.count < before.withdrawn.count;
  if (isLess || now.removed !== before.removed || now.digests.count < before.digests.count)
    return [pageTags.everything];
  const tags = new Set<string>();
  const say = (...names: string[]) => {
    for (const name of names) tags.add(name);
  };
  if (differ(now.digests, before.digests)) {
    const rows = await db.digest.findMany({
      where: { edition: everyone, builtAt: { gte: since(before.digests.builtAt) } },
      select: { date: true, items: { select: { insightId: true, storyId: true } } },
    });
    say(pageTags.digests, pageTags.reading);
    for (const { date, items } of rows)
      say(
        pageTags.digest(date),
        ...items.flatMap((item) => [pageTags.insight(item.insightId), pageTags.story(item.storyId)]),
      );
  }
  if (differ(now.placedAt, before.placedAt)) {
    for (const take of await takesWhere(db, { placedAt: { gte: since(before.placedAt) } })) say(...listsOf(take));
  }
  if (differ(now.withdrawn, before.withdrawn)) {
    const rows = await takesWhere(db, { retractedAt: { gte: since(before.withdrawn.at) } });
    for (const take of rows) say(pageTags.insight(take.id), ...listsOf(take));
    say(pageTags.digests);
  }
  if (differ(now.feeds.changedAt, before.feeds.changedAt)) {
    const rows = await db.feed.findMany({
      where: { lastChangedAt: { gte: since(before.feeds.changedAt) } },
      select: { showId: true },
    });
    say(pageTags.shows, ...rows.map(({ showId }) => pageTags.show(showId)));
  }
  if (now.shows !== before.shows || now.feeds.failing !== before.feeds.failing) say(pageTags.shows, pageTags.reading);
  if (now.stages !== before.stages) say(pageTags.reading);
  return [...tags];
}

type Take = Awaited<ReturnType<typeof takesWhere>>[number];

function takesWhere(db: Db, where: { placedAt: { gte: Date } } | { retractedAt: { gte: Date } }) {
  return db.insight.findMany({
    where,
    select: {
      id: true,
      storyId: true,
      speaker: true,
      topics: { select: { topicSlug: true } },
      episode: { select: { showId: true } },
    },
  });
}

/** The pages on which a take stands among others. */
function listsOf({ storyId, speaker, topics, episode }: Take): string[] {
  const person = personSlug(speaker);
  return [
    pageTags.show(episode.showId),
    pageTags.topics,
    ...(storyId === null ? [] : [pageTags.story(storyId)]),
    ...(person === null ? [] : [pageTags.person(person)]),
    ...topics.map(({ topicSlug }) => pageTags.topic(topicSlug)),
  ];
}
