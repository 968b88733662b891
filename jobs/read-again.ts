import { modelExtractor } from "../lib/insights/candidates";
import { extractFrom } from "../lib/insights/extract-insights";
import { insightService } from "../lib/insights/openai";
import { promptVersion } from "../lib/insights/prompts";
import {
  claimExtraction,
  episodesToReadAgain,
  episodeToExtract,
  type Replacement,
  replaceExtraction,
} from "../lib/insights/store";
import { verbatimExtractor } from "../lib/insights/verbatim";
import type { StageContext } from "../lib/queue/stage";
import { refreshStories } from "../lib/stories/refresh-stories";

/** What became of one episode. */
export interface ReadAgain {
  episodeId: string;
  title: string;
  showTitle: string;
  /** What changed, or why nothing did. */
  outcome: Omit<Replacement, "storyIds"> | { reason: string };
}

/**
 * Reads episodes anew that another model or an older prompt has read. It spans insights and stories, and so stands here. What
 * is paid for is kept, so that a command that was stopped goes on where it was; it ends where the service wants a pause.
 */
export async function readAgain(
  context: StageContext,
  which: { showId?: string; episodeId?: string; since?: Date; isForced: boolean },
  onEpisode: (result: ReadAgain) => void,
): Promise<ReadAgain[]> {
  const service = insightService(context.env);
  const current = service
    ? { extractor: modelExtractor, promptVersion, model: service.name }
    : { extractor: verbatimExtractor, promptVersion: null, model: null };
  const results: ReadAgain[] = [];
  for (const { id, title, showTitle } of await episodesToReadAgain(context.db, current, which)) {
    const outcome = await readOne(context, id, current.extractor);
    if (outcome === null) continue;
    const result = { episodeId: id, title, showTitle, outcome: outcome.result };
    results.push(result);
    onEpisode(result);
    if (outcome.isPaused) break;
  }
  return results;
}

async function readOne(
  context: StageContext,
  episodeId: string,
  wanted: string,
): Promise<{ result: ReadAgain["outcome"]; isPaused: boolean } | null> {
  const episode = await episodeToExtract(context.db, episodeId);
  if (episode === null) return null;
  const extraction = await extractFrom(context, episode);
  if ("postponed" in extraction) return { result: { reason: extraction.postponed.reason }, isPaused: true };
  // Where the model gave nothing, what was there before is better than the second best.
  if (extraction.extractor !== wanted)
    return { result: { reason: extraction.trouble?.reason ?? "The model gave nothing." }, isPaused: false };
  const replaced = await context.db.$transaction(async (tx) => {
    const from = ["extracted", "placed"] as const;
    if (!(await claimExtraction(tx, episodeId, context.now(), { from: [...from], trouble: extraction.trouble })))
      return null;
    const replacement = await replaceExtraction(tx, episodeId, extraction, extraction.extractor);
    await refreshStories(tx, replacement.storyIds);
    await context.enqueue(tx, "assign-stories", {});
    return replacement;
  });
  if (replaced === null) return null;
  const { storyIds: _, ...result } = replaced;
  return { result, isPaused: false };
}
