import type { ReaderId } from "../accounts/reader";
import type { Db } from "../db/types";
import { type TakeView, takeSelect, toTake } from "./take";

/** An insight that a reader keeps. */
export interface SavedTake {
  take: TakeView;
  note: string;
  savedAt: Date;
  /** What the operator said when it was found wrong; null where it stands. */
  withdrawn: string | null;
  topics: string[];
}

/**
 * What a reader keeps, latest first.
 * @param options.words only where each of these words stands in headline, body, quote, note, speaker, show or episode.
 */
export async function savedTakes(
  db: Db,
  reader: ReaderId,
  options: { words?: string; skip?: number; take?: number } = {},
): Promise<{ saved: SavedTake[]; count: number }> {
  const words = (options.words ?? "").split(/\s+/u).filter(Boolean).slice(0, 12);
  const where = {
    readerId: reader,
    AND: words.map((word) => {
      const has = { contains: word.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" } as const;
      return {
        OR: [
          { note: has },
          { insight: { OR: [{ headline: has }, { body: has }, { quoteText: has }, { speaker: has }] } },
          { insight: { episode: { OR: [{ title: has }, { show: { title: has } }] } } },
        ],
      };
    }),
  };
  const [rows, count] = await Promise.all([
    db.savedInsight.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { insightId: "asc" }],
      ...(options.skip === undefined ? {} : { skip: options.skip }),
      ...(options.take === undefined ? {} : { take: options.take }),
      select: {
        note: true,
        createdAt: true,
        insight: {
          select: {
            ...takeSelect,
            retractedAt: true,
            retractionNote: true,
            topics: { orderBy: { weight: "desc" }, select: { topic: { select: { name: true } } } },
          },
        },
      },
    }),
    db.savedInsight.count({ where }),
  ]);
  const saved = rows.map(({ note, createdAt, insight }) => ({
    take: toTake(insight),
    note,
    savedAt: createdAt,
    withdrawn: insight.retractedAt ? (insight.retractionNote ?? "It was found to be wrong.") : null,
    topics: insight.topics.map(({ topic }) => topic.name),
  }));
  return { saved, count };
}

/** The primary languages in which insights are there, with how many, most first. */
export async function spokenLanguages(db: Db): Promise<{ language: string; count: number }[]> {
  const groups = await db.insight.groupBy({ by: ["language"], _count: { _all: true } });
  const counts = new Map<string, number>();
  for (const { language, _count } of groups) {
    const primary = language.split("-")[0]?.toLowerCase() ?? language;
    counts.set(primary, (counts.get(primary) ?? 0) + _count._all);
  }
  return [...counts]
    .map(([language, count]) => ({ language, count }))
    .sort((a, b) => b.count - a.count || a.language.localeCompare(b.language, "en"));
}
