import type { Db } from "../db/types";
import type { TranscriptSegment } from "../transcripts/transcript";
import { promoNames, promoSegments } from "./advertisement";
import { notRetracted } from "./take";

/** A sentence of a transcript as it is read. */
export interface ReadSegment extends TranscriptSegment {
  /** The insight that rests on it; null where none does. */
  insight: { id: string; headline: string } | null;
  /** What it is beside talk, for example "Advertisement"; null for talk. Only known of whole transcripts. */
  mark: string | null;
}

/** An episode's transcript as it is read: whole, or only what insights rest on with the sentences around. */
export interface ReadTranscript {
  timing: "publisher" | "model" | "interpolated";
  /** The times may be off in the recording that listeners get. */
  isApproximate: boolean;
  /** Nothing of it is left out. */
  isWhole: boolean;
  /** What no insight rests on was removed after a time (lib/operations/retention.ts); nobody can read it whole. */
  isTrimmed: boolean;
  /** What follows each other without a gap. */
  parts: ReadSegment[][];
}

/** So many sentences around a quote are enough to see what it was an answer to. */
const around = 2;

/**
 * An episode's transcript with its insights.
 * @param options.whole for who may read all of it (app/episodes/[id]/may-read.ts); else quotes with a few lines around them.
 * @returns null where there is none, or nothing of it may be shown.
 */
export async function readTranscript(
  db: Db,
  episodeId: string,
  options: { whole: boolean },
): Promise<ReadTranscript | null> {
  const transcript = await db.transcript.findUnique({
    where: { episodeId },
    select: {
      id: true,
      timing: true,
      isApproximate: true,
      trimmedAt: true,
      episode: { select: { title: true } },
    },
  });
  if (!transcript) return null;
  const insights = await db.insight.findMany({
    where: { episodeId, ...notRetracted },
    orderBy: [{ firstSegment: "asc" }, { key: "asc" }],
    select: { id: true, headline: true, firstSegment: true, lastSegment: true },
  });
  const quoted = insights.map(({ firstSegment, lastSegment }) => ({
    index: { gte: firstSegment - around, lte: lastSegment + around },
  }));
  if (!options.whole && quoted.length === 0) return null;
  const rows = await db.segment.findMany({
    where: { transcriptId: transcript.id, ...(options.whole ? {} : { OR: quoted }) },
    orderBy: { index: "asc" },
    select: { index: true, startMs: true, endMs: true, speaker: true, text: true },
  });
  if (rows.length === 0) return null;
  const isTrimmed = transcript.trimmedAt !== null;
  const isWhole = options.whole && !isTrimmed;
  const kinds = isWhole ? promoSegments(rows, transcript.episode.title) : [];
  const parts: ReadSegment[][] = [];
  let previous = Number.NaN;
  for (const [place, { index, ...segment }] of rows.entries()) {
    const insight = insights.find(({ firstSegment, lastSegment }) => firstSegment <= index && index <= lastSegment);
    const kind = kinds[place] ?? null;
    const read = {
      ...segment,
      insight: insight ? { id: insight.id, headline: insight.headline } : null,
      mark: kind === null ? null : promoNames[kind],
    };
    if (index === previous + 1) parts.at(-1)?.push(read);
    else parts.push([read]);
    previous = index;
  }
  return { timing: transcript.timing, isApproximate: transcript.isApproximate, isWhole, isTrimmed, parts };
}
