import type { Db, Tx } from "../db/types";
import type { ParsedTranscript } from "./parse-transcript";
import type { TranscriptSegment } from "./transcript";

/** What the stage needs to know of an episode; null when it was removed. */
export function findEpisode(db: Db, episodeId: string) {
  return db.episode.findUnique({
    where: { id: episodeId },
    select: {
      id: true,
      stage: true,
      durationSeconds: true,
      transcriptRefs: true,
      show: { select: { language: true } },
    },
  });
}

/**
 * Takes the episode on from `discovered` to another stage.
 * @returns false when someone else has done it already.
 */
export async function leaveDiscovered(
  tx: Tx,
  episodeId: string,
  to: { stage: "transcribed" | "waiting"; reason: string | null; at: Date },
): Promise<boolean> {
  const { count } = await tx.episode.updateMany({
    where: { id: episodeId, stage: "discovered" },
    data: {
      stage: to.stage,
      stageReason: to.reason,
      stageChangedAt: to.at,
      attempts: to.stage === "waiting" ? { increment: 1 } : 0,
    },
  });
  return count === 1;
}

/** Saves a transcript with its segments. */
export async function saveTranscript(
  tx: Tx,
  episodeId: string,
  source: { url: string; language: string | null },
  parsed: ParsedTranscript,
): Promise<void> {
  const { id } = await tx.transcript.create({
    data: {
      episodeId,
      sourceUrl: source.url,
      language: source.language,
      format: parsed.format,
      timing: parsed.timing,
      wordCount: parsed.wordCount,
    },
    select: { id: true },
  });
  await tx.segment.createMany({
    data: parsed.segments.map((segment, index) => ({ transcriptId: id, index, ...segment })),
  });
}

/** An episode's segments in order; none when it has no transcript. */
export function segmentsOf(db: Db | Tx, episodeId: string): Promise<TranscriptSegment[]> {
  return db.segment.findMany({
    where: { transcript: { episodeId } },
    orderBy: { index: "asc" },
    select: { startMs: true, endMs: true, speaker: true, text: true },
  });
}
