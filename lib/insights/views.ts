import type { Db } from "../db/types";
import { type Chapter, storedChapters } from "../transcripts/chapters";
import { type EpisodeRef, notRetracted, type ShowRef, type TakeView, takeSelect, toEpisodeRef, toTake } from "./take";

/** How often the gate refused something for one reason. */
export interface DropCount {
  /** A short code, see `DropReason` in gate.ts. */
  reason: string;
  count: number;
}

/** An episode's page: what was said, in the order of the recording. Its transcript is read by itself (transcript-view.ts). */
export interface EpisodePage {
  episode: EpisodeRef & { descriptionText: string; descriptionHtml: string; stage: string; stageReason: string | null };
  show: ShowRef;
  /** By time. */
  insights: TakeView[];
  chapters: Chapter[];
  /** Most frequent first. */
  drops: DropCount[];
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/**
 * Everything an episode's page shows.
 * @param id an episode's id; anything else counts as not found.
 * @returns null when there is no such episode.
 */
export async function episodePage(db: Db, id: string): Promise<EpisodePage | null> {
  if (!uuid.test(id)) return null;
  const row = await db.episode.findUnique({
    where: { id },
    include: {
      show: { select: { id: true, title: true, network: true } },
      insights: { where: notRetracted, select: takeSelect, orderBy: [{ quoteStartMs: "asc" }, { key: "asc" }] },
    },
  });
  if (row === null) return null;
  const { descriptionText, descriptionHtml, stage, stageReason } = row;
  return {
    episode: { ...toEpisodeRef(row), descriptionText, descriptionHtml, stage, stageReason },
    show: row.show,
    insights: row.insights.map(toTake),
    chapters: storedChapters.parse(row.chapters),
    drops: await dropsBy(db, { episodeId: id }),
  };
}

/** How often the gate refused something, by reason, over all episodes. */
export async function droppedCounts(db: Db): Promise<Record<string, number>> {
  return Object.fromEntries((await dropsBy(db, {})).map(({ reason, count }) => [reason, count]));
}

async function dropsBy(db: Db, where: { episodeId?: string }): Promise<DropCount[]> {
  const groups = await db.insightDrop.groupBy({ by: ["reason"], where, _count: { _all: true } });
  return groups
    .map((group) => ({ reason: group.reason, count: group._count._all }))
    .sort((a, b) => b.count - a.count || a.reason.localeCompare(b.reason, "en"));
}

/** What an insight claims, for pages that name it; null where it is gone or was retracted. */
export async function headlineOf(db: Db, insightId: string): Promise<string | null> {
  const row = await db.insight.findFirst({ where: { ...notRetracted, id: insightId }, select: { headline: true } });
  return row?.headline ?? null;
}
