import { BudgetError } from "../costs/paid-call";
import type { StageContext } from "../queue/stage";
import { listTopics } from "../topics/store";
import { segmentsOf } from "../transcripts/store";
import { aliasesOfShow, publishedTexts, saveAliases } from "./alias-store";
import { modelExtractor } from "./candidates";
import type { InsightDraft, InsightDropDraft, SpokenSegment } from "./insight";
import { misspellings, type NameAlias, type PublishedTexts, standingAliases } from "./name-spelling";
import { type InsightService, InsightServiceError, insightService } from "./openai";
import { withoutOrders } from "./orders";
import { readEpisode } from "./read-episode";
import type { SegmentRun } from "./segment-runs";
import {
  claimExtraction,
  type EpisodeToExtract,
  type ExtractionTrouble,
  episodeToExtract,
  extractedCounts,
  postponeExtraction,
  writeExtraction,
} from "./store";
import { extractVerbatim, verbatimExtractor } from "./verbatim";

/** What an extractor made of an episode, not yet stored. */
export interface Extraction {
  extractor: string;
  insights: InsightDraft[];
  drops: InsightDropDraft[];
  /** What was wrong, and for how much of the episode; null where nothing was. */
  trouble: ExtractionTrouble | null;
  /** What a model called promotion; null where none was asked. */
  promotion: SegmentRun[] | null;
  /** Misspellings that the publisher's own words show. */
  aliases: NameAlias[];
}

/** A model has to be asked later. */
export interface Postponed {
  postponed: ExtractionTrouble;
  retryAt: Date;
}

const minuteMs = 60_000;
/** When what went wrong is tried again, where the service does not say. */
const retryAfterMs = {
  rateLimited: 5 * minuteMs,
  unavailable: 5 * minuteMs,
  outOfQuota: 30 * minuteMs,
  keyRefused: 30 * minuteMs,
  budgetUsedUp: 30 * minuteMs,
} as const;

/**
 * Extracts the insights of a transcribed episode: with the operator's model where one is configured, else in the speakers'
 * own words. Stores them with what the gate refused, moves the episode to stage `extracted` and enqueues `assign-stories`,
 * all in one transaction. An episode in which nothing passes goes on with zero insights; one whose model has to be asked
 * later stays where it is, with the state, a sentence and the time of the next try. Running it again, also at the same time,
 * changes nothing and pays nothing.
 * @returns how many insights and drops the episode has afterwards.
 * @throws only what the database throws; the queue then tries again.
 */
export async function extractInsights(
  context: StageContext,
  { episodeId }: { episodeId: string },
): Promise<{ insights: number; dropped: number }> {
  const { db, log } = context;
  const episode = await episodeToExtract(db, episodeId);
  if (episode?.stage !== "transcribed") return extractedCounts(db, episodeId);
  const result = await extractFrom(context, episode);
  if ("postponed" in result) {
    const { postponed, retryAt } = result;
    await db.$transaction((tx) => postponeExtraction(tx, episodeId, postponed, { now: context.now(), retryAt }));
    log.warn({ episodeId, state: postponed.state, retryAt }, postponed.reason);
    return extractedCounts(db, episodeId);
  }
  const written = await db.$transaction(async (tx) => {
    if (!(await claimExtraction(tx, episodeId, context.now(), { trouble: result.trouble }))) return false;
    await writeExtraction(tx, episodeId, result, result.extractor);
    await saveAliases(tx, episode.showId, result.aliases, context.now());
    await context.enqueue(tx, "assign-stories", {});
    return true;
  });
  if (written)
    log.info(
      { episodeId, extractor: result.extractor, insights: result.insights.length, dropped: result.drops.length },
      "insights extracted",
    );
  return extractedCounts(db, episodeId);
}

/** Makes an extraction of an episode, whatever its stage, without storing it. What is paid for is kept. */
export async function extractFrom(context: StageContext, episode: EpisodeToExtract): Promise<Extraction | Postponed> {
  const segments = await segmentsOf(context.db, episode.id);
  const { texts, persons } = await publishedTexts(context.db, episode.showId);
  const published = {
    texts: [...texts, episode.descriptionText].map(withoutOrders),
    persons: [...persons, ...episode.persons].map(withoutOrders),
  };
  const aliases = misspellings(
    segments.map((segment) => segment.text),
    published,
  );
  const service = insightService(context.env);
  if (service === null || segments.length === 0)
    return { ...verbatim(episode, segments), extractor: verbatimExtractor, trouble: null, promotion: null, aliases };
  try {
    return await withModel(context, service, episode, segments, { aliases, published });
  } catch (error) {
    const postponed = postponement(error, context.now());
    if (postponed !== null) return postponed;
    if (!(error instanceof InsightServiceError)) throw error;
    // The service will not take this episode, now or later.
    return fallback(episode, segments, aliases, { state: "invalid", reason: error.message });
  }
}

async function withModel(
  context: StageContext,
  service: InsightService,
  episode: EpisodeToExtract,
  segments: SpokenSegment[],
  { aliases, published }: { aliases: NameAlias[]; published: PublishedTexts },
): Promise<Extraction> {
  const known = standingAliases(await aliasesOfShow(context.db, episode.showId), published);
  const fresh = new Set(aliases.map(({ heard }) => heard));
  const reading = await readEpisode(context, service, {
    id: episode.id,
    showTitle: episode.showTitle,
    title: episode.title,
    description: episode.descriptionText,
    persons: episode.persons,
    publishedAt: episode.publishedAt,
    language: episode.language,
    segments,
    chapters: episode.chapters,
    aliases: [...aliases, ...known.filter(({ heard }) => !fresh.has(heard))],
    topics: await listTopics(context.db),
  });
  const { insights, drops, trouble, promotion } = reading;
  context.log.info({ episodeId: episode.id, parts: reading.parts, faults: reading.faults }, "read by the model");
  if (trouble?.isWhole && insights.length === 0) return fallback(episode, segments, aliases, trouble, drops);
  return { extractor: modelExtractor, insights, drops, trouble, promotion, aliases };
}

function verbatim(episode: EpisodeToExtract, segments: SpokenSegment[]) {
  return extractVerbatim({
    segments,
    showTitle: episode.showTitle,
    episodeTitle: episode.title,
    description: episode.descriptionText,
    persons: episode.persons,
    language: episode.language,
    earlierEpisodes: episode.earlierEpisodes,
  });
}

/** Where the model gives nothing, the speakers' own words do, and the episode says why. */
function fallback(
  episode: EpisodeToExtract,
  segments: SpokenSegment[],
  aliases: NameAlias[],
  { state, reason }: ExtractionTrouble,
  drops: InsightDropDraft[] = [],
): Extraction {
  const own = verbatim(episode, segments);
  return {
    extractor: verbatimExtractor,
    insights: own.insights,
    drops: [...drops, ...own.drops],
    trouble: { state, reason: `${reason} What is shown is in the speakers' own words.` },
    promotion: null,
    aliases,
  };
}

function postponement(error: unknown, now: Date): Postponed | null {
  const later = (state: keyof typeof retryAfterMs, reason: string, ms: number | null = null): Postponed => ({
    postponed: { state, reason },
    retryAt: new Date(now.getTime() + Math.max(minuteMs, ms ?? retryAfterMs[state])),
  });
  if (error instanceof BudgetError) return later("budgetUsedUp", error.message);
  if (!(error instanceof InsightServiceError)) return null;
  if (error.fault === "input" || error.fault === "filtered" || error.fault === "tooLong") return null;
  return later(error.fault, error.message, error.retryAfterMs);
}
