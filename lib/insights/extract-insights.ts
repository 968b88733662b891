import type { StageContext } from "../queue/stage";
import { segmentsOf } from "../transcripts/store";
import { claimExtraction, episodeToExtract, extractedCounts, writeExtraction } from "./store";
import { extractVerbatim, verbatimExtractor } from "./verbatim";

/**
 * Extracts the insights of a transcribed episode, stores them with what the gate refused, moves the episode to stage
 * `extracted` and enqueues `assign-stories`, all in one transaction. An episode in which nothing passes goes on with
 * zero insights. Running it again, also at the same time, changes nothing.
 * @returns how many insights and drops the episode has afterwards.
 * @throws only what the database throws; the queue then tries again.
 */
export async function extractInsights(
  context: StageContext,
  { episodeId }: { episodeId: string },
): Promise<{ insights: number; dropped: number }> {
  const { db, log } = context;
  const episode = await episodeToExtract(db, episodeId);
  if (episode === null || !episode.isTranscribed) return extractedCounts(db, episodeId);
  const extraction = extractVerbatim({
    segments: await segmentsOf(db, episodeId),
    showTitle: episode.showTitle,
    episodeTitle: episode.title,
    description: episode.descriptionText,
    persons: episode.persons,
    language: episode.language,
  });
  const written = await db.$transaction(async (tx) => {
    if (!(await claimExtraction(tx, episodeId, context.now()))) return false;
    await writeExtraction(tx, episodeId, extraction, verbatimExtractor);
    await context.enqueue(tx, "assign-stories", {});
    return true;
  });
  if (!written) return extractedCounts(db, episodeId);
  log.info(
    { episodeId, insights: extraction.insights.length, dropped: extraction.drops.length },
    "insights extracted from the speakers' own words",
  );
  return { insights: extraction.insights.length, dropped: extraction.drops.length };
}
