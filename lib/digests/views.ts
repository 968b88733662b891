import { z } from "zod";
import type { Prisma } from "../../prisma/client/client";
import type { Db } from "../db/types";
import { notRetracted, type TakeView, takeSelect, toTake } from "../insights/take";
import type { ChosenItem } from "./edition";
import type { Factors, NearMiss } from "./ranking";
import { type Reason, type ReasonFact, reasonFacts, reasonsInWords } from "./reasons";

/** One of the five. */
export interface DigestItemView {
  rank: number;
  take: TakeView;
  story: {
    id: string;
    title: string;
    shows: number;
    takes: number;
    voices: number;
    /** Titles of the other shows that say it. */
    otherShows: string[];
    dissenting: { insightId: string; showTitle: string }[];
  };
  topics: { slug: string; name: string }[];
  reasons: Factors & { score: number };
  /** Why it ranks here in plain words, what weighs most first; each part with the page that proves it. */
  because: Reason[];
  /** The same parts without their links. */
  why: string[];
  /** Whether it fills a quiet day from outside what its reader follows. */
  isFill: boolean;
  /** The new fact, when the story was shown before. */
  updateText: string | null;
}

/** A digest as pages, emails and the command line show it. */
export interface DigestView {
  id: string;
  date: string;
  edition: string;
  quiet: boolean;
  builtAt: Date;
  asOf: Date;
  episodeCount: number;
  showCount: number;
  items: DigestItemView[];
  nearMisses: NearMiss[];
  previousDate: string | null;
  nextDate: string | null;
}

const itemInsight = {
  ...takeSelect,
  topics: {
    orderBy: [{ weight: "desc" }, { topicSlug: "asc" }],
    select: { topic: { select: { slug: true, name: true } } },
  },
} satisfies Prisma.InsightSelect;

const itemStory = {
  id: true,
  title: true,
  insights: {
    where: notRetracted,
    // In an order that follows from the feeds: what is made of it has to read the same everywhere.
    orderBy: [{ episode: { publishedAt: "asc" } }, { episode: { guid: "asc" } }, { key: "asc" }],
    select: {
      id: true,
      stance: true,
      episode: { select: { publishedAt: true, show: { select: { id: true, title: true } } } },
    },
  },
} satisfies Prisma.StorySelect;

const digestInclude = {
  items: {
    where: { insight: notRetracted },
    orderBy: { rank: "asc" },
    include: { insight: { select: itemInsight }, story: { select: itemStory } },
  },
} satisfies Prisma.DigestInclude;

type DigestRow = Prisma.DigestGetPayload<{ include: typeof digestInclude }>;

const factorsSchema = z.object({
  quality: z.number(),
  corroboration: z.number(),
  freshness: z.number(),
  affinity: z.number(),
  novelty: z.number(),
});
const nearMissesSchema = z.array(
  z.object({
    insightId: z.string(),
    headline: z.string(),
    showTitle: z.string(),
    score: z.number(),
    keptOutBy: z.string(),
  }),
);

/** The digest of a date, everybody's or a reader's (its edition is their id); null when there is none. */
export async function digestByDate(db: Db, date: string, edition = "everyone"): Promise<DigestView | null> {
  const row = await db.digest.findUnique({
    where: { edition_date: { edition, date } },
    include: digestInclude,
  });
  return row && toView(db, row);
}

/** A digest by its id; null when there is none. */
export async function digestById(db: Db, id: string): Promise<DigestView | null> {
  const row = await db.digest.findUnique({ where: { id }, include: digestInclude });
  return row && toView(db, row);
}

/** Many digests by their ids, for emails: read together, without the dates of those before and after. */
export async function digestsByIds(db: Db, ids: string[]): Promise<Map<string, DigestView>> {
  const rows = await db.digest.findMany({ where: { id: { in: ids } }, include: digestInclude });
  const misses = new Map(rows.map((row) => [row.id, nearMissesSchema.catch([]).parse(row.nearMisses)]));
  const known = await knownInsights(db, [...misses.values()].flat());
  return new Map(
    rows.map((row) => [
      row.id,
      viewOf(
        row,
        (misses.get(row.id) ?? []).filter((miss) => known.has(miss.insightId)),
      ),
    ]),
  );
}

/** The latest digest up to a date, everybody's or a reader's; null when there is none. */
export async function latestDigest(
  db: Db,
  { onOrBefore, edition = "everyone" }: { onOrBefore: string; edition?: string },
): Promise<DigestView | null> {
  const row = await db.digest.findFirst({
    where: { edition, date: { lte: onOrBefore } },
    orderBy: { date: "desc" },
    include: digestInclude,
  });
  return row && toView(db, row);
}

/** The latest digests of an edition up to a date, latest first. */
export async function latestDigests(
  db: Db,
  options: { edition: string; onOrBefore: string; limit: number },
): Promise<DigestView[]> {
  const { edition, onOrBefore, limit } = options;
  const rows = await db.digest.findMany({
    where: { edition, date: { lte: onOrBefore } },
    orderBy: { date: "desc" },
    take: limit,
    include: digestInclude,
  });
  return Promise.all(rows.map((row) => toView(db, row)));
}

async function toView(db: Db, row: DigestRow): Promise<DigestView> {
  const { edition, date } = row;
  const [previous, next] = await Promise.all([
    db.digest.findFirst({ where: { edition, date: { lt: date } }, orderBy: { date: "desc" }, select: { date: true } }),
    db.digest.findFirst({ where: { edition, date: { gt: date } }, orderBy: { date: "asc" }, select: { date: true } }),
  ]);
  const nearMisses = nearMissesSchema.catch([]).parse(row.nearMisses);
  const known = await knownInsights(db, nearMisses);
  return {
    ...viewOf(
      row,
      nearMisses.filter((miss) => known.has(miss.insightId)),
    ),
    previousDate: previous?.date ?? null,
    nextDate: next?.date ?? null,
  };
}

/** Those of the near misses that may be shown: a show may have been removed since, with its insights, or one was retracted. */
async function knownInsights(db: Db, nearMisses: NearMiss[]): Promise<Set<string>> {
  const ids = [...new Set(nearMisses.map((miss) => miss.insightId))];
  const known = await db.insight.findMany({ where: { ...notRetracted, id: { in: ids } }, select: { id: true } });
  return new Set(known.map((insight) => insight.id));
}

function viewOf(row: DigestRow, nearMisses: NearMiss[]): DigestView {
  return {
    id: row.id,
    date: row.date,
    edition: row.edition,
    quiet: row.quiet,
    builtAt: row.builtAt,
    asOf: row.asOf,
    episodeCount: row.episodeCount,
    showCount: row.showCount,
    // What was retracted leaves no gap.
    items: row.items.map((item, index) => toItem({ ...item, rank: index + 1 }, row.asOf)),
    nearMisses,
    previousDate: null,
    nextDate: null,
  };
}

/** Items that were chosen and not stored, as pages show them. */
export async function itemsOf(db: Db, chosen: ChosenItem[], asOf: Date): Promise<DigestItemView[]> {
  const [insights, stories] = await Promise.all([
    db.insight.findMany({ where: { id: { in: chosen.map((item) => item.insightId) } }, select: itemInsight }),
    db.story.findMany({ where: { id: { in: chosen.map((item) => item.storyId) } }, select: itemStory }),
  ]);
  return chosen.flatMap((item, i) => {
    const insight = insights.find((row) => row.id === item.insightId);
    const story = stories.find((row) => row.id === item.storyId);
    return insight && story ? [toItem({ ...item, rank: i + 1, insight, story }, asOf)] : [];
  });
}

/** What a digest's item rests on that was built before reasons were stored. */
function factsOfFactors(factors: Factors, voices: number, storyId: string, take: TakeView, asOf: Date): ReasonFact[] {
  const hours = Math.floor((asOf.getTime() - take.episode.publishedAt.getTime()) / 3600_000);
  return [
    ...(voices > 1 ? [{ kind: "voices" as const, count: voices, storyId }] : []),
    ...(hours < 48 ? [{ kind: "age" as const, hours, episodeId: take.episode.id }] : []),
    { kind: "quality", value: factors.quality },
  ];
}

type ItemRow = Pick<
  DigestRow["items"][number],
  "rank" | "insight" | "story" | "score" | "voices" | "updateText" | "isFill"
> & { factors: unknown; reasons: unknown };

function toItem(item: ItemRow, asOf: Date): DigestItemView {
  const take = toTake(item.insight);
  const factors = factorsSchema.parse(item.factors);
  const known = item.story.insights.filter((other) => other.episode.publishedAt <= asOf);
  const agreeing = new Map(
    known
      .filter((other) => other.stance === "agrees")
      .map((other) => [other.episode.show.id, other.episode.show.title]),
  );
  const dissenting = known.filter((other) => other.stance === "dissents" && other.id !== take.id);
  const stored = reasonFacts.parse(item.reasons);
  const because = reasonsInWords(
    stored.length > 0 ? stored : factsOfFactors(factors, item.voices, item.story.id, take, asOf),
    new Set([...agreeing.keys(), take.show.id]).size,
  );
  return {
    rank: item.rank,
    take,
    story: {
      id: item.story.id,
      title: item.story.title,
      shows: new Set(known.map((other) => other.episode.show.id)).size,
      takes: known.length,
      voices: item.voices,
      otherShows: [...agreeing]
        .filter(([showId]) => showId !== take.show.id)
        .map(([, title]) => title)
        .sort(),
      dissenting: [
        ...new Map(
          dissenting.map((other) => [
            other.episode.show.id,
            { insightId: other.id, showTitle: other.episode.show.title },
          ]),
        ).values(),
      ],
    },
    topics: item.insight.topics.map(({ topic }) => topic),
    reasons: { ...factors, score: item.score },
    because,
    why: because.map(({ text }) => text),
    isFill: item.isFill,
    updateText: item.updateText,
  };
}
