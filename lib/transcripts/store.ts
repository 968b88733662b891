import type { TranscriptionPolicy, WaitReason } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";
import type { Chapter } from "./chapters";
import type { FinishedTranscript, TranscriptSegment } from "./transcript";

/** What the stage needs to know of an episode; null when it was removed. */
export function findEpisode(db: Db, episodeId: string) {
  return db.episode.findUnique({
    where: { id: episodeId },
    select: {
      id: true,
      stage: true,
      attempts: true,
      title: true,
      descriptionText: true,
      durationSeconds: true,
      enclosureUrl: true,
      chaptersUrl: true,
      persons: true,
      transcriptRefs: true,
      show: { select: { title: true, language: true, transcription: true, transcribeMaxMinutes: true, author: true } },
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
  to: {
    stage: "transcribed" | "waiting" | "skipped" | "failed";
    reason: string | null;
    waitsFor?: WaitReason;
    /** Whether waiting counts as a try that went wrong. */
    isTry?: boolean;
    at: Date;
  },
): Promise<boolean> {
  const { count } = await tx.episode.updateMany({
    where: { id: episodeId, stage: "discovered" },
    data: {
      stage: to.stage,
      stageReason: to.reason,
      waitsFor: to.waitsFor ?? null,
      failedStage: to.stage === "failed" ? "discovered" : null,
      stageChangedAt: to.at,
      attempts: to.stage === "failed" || to.isTry ? { increment: 1 } : to.stage === "waiting" ? undefined : 0,
    },
  });
  return count === 1;
}

/** Saves a transcript with its segments. */
export async function saveTranscript(
  tx: Tx,
  episodeId: string,
  source: { url: string; language: string | null },
  parsed: FinishedTranscript & { isApproximate: boolean },
): Promise<void> {
  const { id } = await tx.transcript.create({
    data: {
      episodeId,
      sourceUrl: source.url,
      language: source.language,
      format: parsed.format,
      timing: parsed.timing,
      wordCount: parsed.wordCount,
      isApproximate: parsed.isApproximate,
    },
    select: { id: true },
  });
  await tx.segment.createMany({
    data: parsed.segments.map((segment, index) => ({ transcriptId: id, index, ...segment })),
  });
}

/** Saves an episode's chapters. */
export async function saveChapters(tx: Tx, episodeId: string, chapters: Chapter[]): Promise<void> {
  await tx.episode.update({ where: { id: episodeId }, data: { chapters } });
}

/** An episode's segments in order; none when it has no transcript. */
export function segmentsOf(db: Db | Tx, episodeId: string): Promise<TranscriptSegment[]> {
  return db.segment.findMany({
    where: { transcript: { episodeId } },
    orderBy: { index: "asc" },
    select: { startMs: true, endMs: true, speaker: true, text: true },
  });
}

/** Shows that an episode is being worked on, so that nobody takes it for a leftover. */
export async function touchEpisode(db: Db, episodeId: string, at: Date): Promise<void> {
  await db.episode.updateMany({ where: { id: episodeId, stage: "discovered" }, data: { stageChangedAt: at } });
}

/** Episodes that wait for something and have done so since `since`, the newest first. */
export async function waitingEpisodeIds(db: Db, waitsFor: WaitReason, since: Date, most: number): Promise<string[]> {
  const rows = await db.episode.findMany({
    where: { stage: "waiting", waitsFor, stageChangedAt: { lte: since } },
    orderBy: { publishedAt: "desc" },
    take: most,
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** Takes an episode that waits or was left out back to its beginning. @returns false when it is neither. */
export async function resumeEpisode(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { count } = await tx.episode.updateMany({
    where: { id, stage: { in: ["waiting", "skipped"] } },
    data: { stage: "discovered", stageReason: null, waitsFor: null, stageChangedAt: at },
  });
  return count === 1;
}

/** Why an episode is left out whose show is set to "never"; by this sentence it is found again. */
export const neverRead = "The show is set to be neither transcribed nor read.";

/** What an operator wants for a show's recordings. */
export interface ShowPolicy {
  transcription: TranscriptionPolicy;
  /** Longer recordings are not transcribed; null for what holds for all shows (TRANSCRIBE_MAX_MINUTES). */
  transcribeMaxMinutes: number | null;
}

/** Sets a show's policy, or a part of it. @returns its title and the policy before; null when there is no such show. */
export async function savePolicy(
  tx: Tx,
  showId: string,
  wish: Partial<ShowPolicy>,
): Promise<(ShowPolicy & { title: string }) | null> {
  const before = await tx.show.findUnique({
    where: { id: showId },
    select: { title: true, transcription: true, transcribeMaxMinutes: true },
  });
  if (before) await tx.show.update({ where: { id: showId }, data: wish });
  return before;
}

/** A show's episodes that wait, or were left out for a reason. */
export async function episodesByPolicy(tx: Tx, showId: string, leftOutBecause: string): Promise<string[]> {
  const rows = await tx.episode.findMany({
    where: { showId, OR: [{ stage: "waiting" }, { stage: "skipped", stageReason: leftOutBecause }] },
    orderBy: { publishedAt: "desc" },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** The episodes whose recordings may still be worked on. */
export async function episodesInNeed(db: Db): Promise<Set<string>> {
  const rows = await db.episode.findMany({
    where: { OR: [{ stage: "discovered" }, { stage: "waiting", waitsFor: "later" }] },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}
