import type { Db } from "../db/types";
import type { TranscriptSegment } from "../transcripts/transcript";
import { type PromoKind, promoNames, promoSegments } from "./advertisement";
import { salienceOf } from "./salience";
import { type SegmentRun, storedRuns } from "./segment-runs";
import { notRetracted } from "./take";

/** A sentence of a transcript as it is read. */
export interface ReadSegment extends TranscriptSegment {
  /** The insight that rests on it; null where none does. */
  insight: { id: string; headline: string } | null;
  /** What it is beside talk, for example "Advertisement"; null for talk. */
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
      promotion: true,
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
  const marks = await marksOf(db, {
    id: transcript.id,
    title: transcript.episode.title,
    isTrimmed,
    promotion: storedRuns.parse(transcript.promotion),
  });
  const parts = unbroken(rows).map((part) =>
    part.map(({ index, ...segment }): ReadSegment => {
      const insight = insights.find(({ firstSegment, lastSegment }) => firstSegment <= index && index <= lastSegment);
      return {
        ...segment,
        insight: insight ? { id: insight.id, headline: insight.headline } : null,
        mark: marks.get(index) ?? null,
      };
    }),
  );
  return { timing: transcript.timing, isApproximate: transcript.isApproximate, isWhole, isTrimmed, parts };
}

type Marks = ReadonlyMap<number, string>;

/** What a model called promotion and no rule has a name for; at the ends it is what people say to meet and part. */
const calledPromotion = "Promotion";

/** Marks of transcripts that were read lately, by what they hang on; transcripts do not change, they are trimmed or replaced. */
const kept = new Map<string, Marks>();
const mostKept = 200;

/** What each segment is beside talk, by index. Whoever reads a few lines of it is told what they stand in. */
async function marksOf(
  db: Db,
  transcript: { id: string; title: string; isTrimmed: boolean; promotion: SegmentRun[] },
): Promise<Marks> {
  const key = JSON.stringify(transcript);
  const known = kept.get(key);
  if (known) return known;
  const rows = await db.segment.findMany({
    where: { transcriptId: transcript.id },
    orderBy: { index: "asc" },
    select: { index: true, startMs: true, endMs: true, speaker: true, text: true },
  });
  const marks = new Map<number, string>();
  const note = (of: typeof rows, kinds: readonly (PromoKind | null)[]) =>
    of.forEach(({ index }, place) => {
      const kind = kinds[place] ?? null;
      if (kind !== null) marks.set(index, promoNames[kind]);
    });
  if (!transcript.isTrimmed) note(rows, promoSegments(rows, { salience: salienceOf(rows, transcript.title) }));
  // What is left of a trimmed one has neither beginning nor end to go by; sponsors are known by their own words.
  else
    for (const part of unbroken(rows))
      note(
        part,
        promoSegments(part).map((kind) => (kind === "sponsor" ? kind : null)),
      );
  const end = rows.at(-1)?.index;
  for (const { first, last } of transcript.promotion) {
    const name =
      first === 0 ? promoNames.intro : last === end && !transcript.isTrimmed ? promoNames.outro : calledPromotion;
    for (let index = first; index <= last; index++) if (!marks.has(index)) marks.set(index, name);
  }
  kept.set(key, marks);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(oldest);
  }
  return marks;
}

/** Segments that follow each other without a gap, together. */
function unbroken<T extends { index: number }>(rows: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (const row of rows) {
    const last = parts.at(-1);
    if (last?.at(-1)?.index === row.index - 1) last.push(row);
    else parts.push([row]);
  }
  return parts;
}
