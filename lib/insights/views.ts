import type { Db } from "../db/types";
import { type Chapter, storedChapters } from "../transcripts/chapters";
import { promoNames, promoSegments } from "./advertisement";
import type { SpokenSegment } from "./insight";
import { type EpisodeRef, notRetracted, type ShowRef, type TakeView, takeSelect, toEpisodeRef, toTake } from "./take";

/** How often the gate refused something for one reason. */
export interface DropCount {
  /** A short code, see `DropReason` in gate.ts. */
  reason: string;
  count: number;
}

/** An episode's page: what was said, in the order of the recording, and its transcript. */
export interface EpisodePage {
  episode: EpisodeRef & { descriptionText: string; descriptionHtml: string; stage: string; stageReason: string | null };
  show: ShowRef;
  /** By time. */
  insights: TakeView[];
  /** Null where there is none or it was not asked for. */
  transcript: {
    timing: "publisher" | "model" | "interpolated";
    /** The times may be off in the recording that listeners get. */
    isApproximate: boolean;
    segments: SpokenSegment[];
    /** For each segment what it is beside talk, for example "Advertisement"; null for talk. */
    marks: (string | null)[];
  } | null;
  chapters: Chapter[];
  /** Most frequent first. */
  drops: DropCount[];
}

function marksOf(segments: SpokenSegment[], title: string): (string | null)[] {
  return promoSegments(segments, title).map((kind) => (kind === null ? null : promoNames[kind]));
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/**
 * Everything an episode's page shows.
 * @param id an episode's id; anything else counts as not found.
 * @returns null when there is no such episode.
 */
export async function episodePage(
  db: Db,
  id: string,
  options: { withTranscript: boolean },
): Promise<EpisodePage | null> {
  if (!uuid.test(id)) return null;
  const row = await db.episode.findUnique({
    where: { id },
    include: {
      show: { select: { id: true, title: true, network: true } },
      insights: { where: notRetracted, select: takeSelect, orderBy: [{ quoteStartMs: "asc" }, { key: "asc" }] },
      transcript: { select: { id: true, timing: true, isApproximate: true } },
    },
  });
  if (row === null) return null;
  const segments =
    row.transcript === null || !options.withTranscript
      ? null
      : await db.segment.findMany({
          where: { transcriptId: row.transcript.id },
          orderBy: { index: "asc" },
          select: { startMs: true, endMs: true, speaker: true, text: true },
        });
  const { descriptionText, descriptionHtml, stage, stageReason } = row;
  return {
    episode: { ...toEpisodeRef(row), descriptionText, descriptionHtml, stage, stageReason },
    show: row.show,
    insights: row.insights.map(toTake),
    transcript:
      row.transcript === null || segments === null
        ? null
        : {
            timing: row.transcript.timing,
            isApproximate: row.transcript.isApproximate,
            segments,
            marks: marksOf(segments, row.title),
          },
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
