import { z } from "zod";
import type { ExtractionState } from "../../prisma/client/enums";
import type { Db, Tx } from "../db/types";
import { type Chapter, storedChapters } from "../transcripts/chapters";
import type { InsightDraft, InsightDropDraft } from "./insight";
import { pairClaims } from "./same-claim";
import type { SegmentRun } from "./segment-runs";

/** What an extractor has to know of an episode beside its transcript. */
export interface EpisodeToExtract {
  id: string;
  showId: string;
  title: string;
  descriptionText: string;
  /** Names of hosts and guests as the feed gives them. */
  persons: string[];
  showTitle: string;
  publishedAt: Date;
  /** BCP 47, of the transcript or else the show; null where neither says. */
  language: string | null;
  chapters: Chapter[];
  stage: string;
  /** The words of some earlier episodes of the show, one text an episode; none where it is not to be extracted. */
  earlierEpisodes: string[];
}

const personList = z.array(z.object({ name: z.string() })).catch([]);

/** The episode, or null when it is gone. */
export async function episodeToExtract(db: Db, episodeId: string): Promise<EpisodeToExtract | null> {
  const row = await db.episode.findUnique({
    where: { id: episodeId },
    include: { show: { select: { title: true, language: true } }, transcript: { select: { language: true } } },
  });
  if (row === null) return null;
  return {
    id: row.id,
    showId: row.showId,
    title: row.title,
    descriptionText: row.descriptionText,
    persons: personList.parse(row.persons).map((person) => person.name),
    showTitle: row.show.title,
    publishedAt: row.publishedAt,
    language: row.transcript?.language ?? row.show.language,
    chapters: storedChapters.parse(row.chapters),
    stage: row.stage,
    earlierEpisodes: row.stage === "transcribed" ? await earlierTalk(db, row.showId, row.publishedAt) : [],
  };
}

/** So many earlier episodes tell what a show says again and again. */
const habitEpisodes = 3;

/** The words of a show's episodes before a time, the latest first, one text an episode. */
async function earlierTalk(db: Db, showId: string, publishedAt: Date): Promise<string[]> {
  const earlier = await db.transcript.findMany({
    where: { episode: { showId, publishedAt: { lt: publishedAt } } },
    orderBy: [{ episode: { publishedAt: "desc" } }, { id: "asc" }],
    take: habitEpisodes,
    select: { segments: { orderBy: { index: "asc" }, select: { text: true } } },
  });
  return earlier.map(({ segments }) => segments.map(({ text }) => text).join(" "));
}

/** How many insights and drops an episode has. */
export async function extractedCounts(db: Db, episodeId: string): Promise<{ insights: number; dropped: number }> {
  const insights = await db.insight.count({ where: { episodeId } });
  const dropped = await db.insightDrop.count({ where: { episodeId } });
  return { insights, dropped };
}

/** What a reading leaves on its episode beside its insights; null where all went well. */
export interface ExtractionTrouble {
  state: ExtractionState;
  /** One sentence. */
  reason: string;
}

/**
 * Moves an episode to `extracted`. Of several runs at once exactly one gets true: the row is locked by the first, and the
 * others then find another stage.
 * @param from the stages it may stand at.
 */
export async function claimExtraction(
  tx: Tx,
  episodeId: string,
  now: Date,
  options: { from?: ("transcribed" | "extracted" | "placed")[]; trouble?: ExtractionTrouble | null } = {},
): Promise<boolean> {
  const { from = ["transcribed"], trouble = null } = options;
  const claimed = await tx.episode.updateMany({
    where: { id: episodeId, stage: { in: from } },
    data: {
      stage: "extracted",
      stageReason: trouble?.reason ?? null,
      extractionState: trouble?.state ?? null,
      retryAt: null,
      attempts: 0,
      stageChangedAt: now,
    },
  });
  return claimed.count === 1;
}

/** Leaves an episode where it stands until an instant, with the state and a sentence that says why. */
export async function postponeExtraction(
  tx: Tx,
  episodeId: string,
  { state, reason }: ExtractionTrouble,
  times: { now: Date; retryAt: Date },
): Promise<void> {
  await tx.episode.updateMany({
    where: { id: episodeId, stage: "transcribed" },
    data: {
      extractionState: state,
      stageReason: reason,
      retryAt: times.retryAt,
      stageChangedAt: times.now,
      attempts: { increment: 1 },
    },
  });
}

function columnsOf({ quote, written, ...insight }: InsightDraft) {
  const { topics: _, ...details } = written ?? {
    topics: [],
    model: null,
    promptVersion: null,
    outdatedWhen: null,
    people: [],
    organisations: [],
    freeTopics: [],
    scoreReasons: {},
  };
  return { ...insight, ...details, quoteText: quote.text, quoteStartMs: quote.startMs, quoteEndMs: quote.endMs };
}

/** How sure a topic is that a model chose: more than a broad phrase, less than several. */
const chosenTopicWeight = 0.6;

async function saveChosenTopics(tx: Tx, insightId: string, draft: InsightDraft): Promise<void> {
  const slugs = draft.written?.topics ?? [];
  if (slugs.length === 0) return;
  await tx.insightTopic.createMany({
    data: slugs.map((topicSlug) => ({ insightId, topicSlug, weight: chosenTopicWeight })),
    skipDuplicates: true,
  });
}

async function createInsights(tx: Tx, episodeId: string, drafts: InsightDraft[]): Promise<void> {
  await tx.insight.createMany({
    data: drafts.map((draft) => ({ ...columnsOf(draft), episodeId })),
    skipDuplicates: true,
  });
  const chosen = drafts.filter((draft) => (draft.written?.topics.length ?? 0) > 0);
  if (chosen.length === 0) return;
  const rows = await tx.insight.findMany({ where: { episodeId }, select: { id: true, key: true } });
  for (const draft of chosen) {
    const row = rows.find(({ key }) => key === draft.key);
    if (row) await saveChosenTopics(tx, row.id, draft);
  }
}

/** Keeps what a model called promotion; where none was asked, what an earlier one said stays. */
async function savePromotion(tx: Tx, episodeId: string, runs: readonly SegmentRun[] | null): Promise<void> {
  if (runs === null) return;
  await tx.transcript.updateMany({
    where: { episodeId },
    data: { promotion: runs.map(({ first, last }) => ({ first, last })) },
  });
}

/** What a reading found. */
interface ExtractionToStore {
  insights: InsightDraft[];
  drops: InsightDropDraft[];
  /** What a model called promotion; null where none was asked. */
  promotion: SegmentRun[] | null;
}

/** Writes what an extractor found and what the gate refused. */
export async function writeExtraction(
  tx: Tx,
  episodeId: string,
  extraction: ExtractionToStore,
  extractor: string,
): Promise<void> {
  await createInsights(tx, episodeId, extraction.insights);
  await tx.insightDrop.createMany({ data: extraction.drops.map((drop) => ({ ...drop, episodeId, extractor })) });
  await savePromotion(tx, episodeId, extraction.promotion);
}

/** What a second reading changed. */
export interface Replacement {
  /** Found again: the same row with new words. */
  kept: number;
  added: number;
  /** Not found again and nobody's. */
  removed: number;
  /** Not found again, but shown in a digest, saved or reacted to: left as it was. */
  left: number;
  /** Stories that are to be told anew. */
  storyIds: string[];
}

/** Those of some insights that a digest shows, or that a reader has saved or said something of. */
async function keptInsightIds(tx: Tx, ids: string[]): Promise<Set<string>> {
  const where = { insightId: { in: ids } };
  const held = [
    await tx.digestItem.groupBy({ by: ["insightId"], where }),
    await tx.savedInsight.groupBy({ by: ["insightId"], where }),
    await tx.reaction.groupBy({ by: ["insightId"], where }),
  ];
  return new Set(held.flat().map(({ insightId }) => insightId));
}

/**
 * Writes a second reading over the first. Claims that are found again keep their rows, and with them their addresses,
 * stories, digests, saves and reactions; those that are not go, unless a reader or a digest has them. What was retracted
 * stays retracted.
 */
export async function replaceExtraction(
  tx: Tx,
  episodeId: string,
  extraction: ExtractionToStore,
  extractor: string,
): Promise<Replacement> {
  const rows = await tx.insight.findMany({
    where: { episodeId },
    orderBy: { key: "asc" },
  });
  const earlier = rows.map((row) => ({ ...row, quote: { startMs: row.quoteStartMs, endMs: row.quoteEndMs } }));
  const pairs = pairClaims(earlier, extraction.insights);
  const found = new Set(pairs.flatMap((index) => (index === null ? [] : [rows[index]?.id ?? ""])));
  const lost = rows.filter((row) => !found.has(row.id));
  const kept = await keptInsightIds(
    tx,
    lost.map((row) => row.id),
  );
  const isSomeones = ({ id, retractedAt }: (typeof rows)[number]) => kept.has(id) || retractedAt !== null;
  const removed = lost.filter((row) => !isSomeones(row));
  await tx.insight.deleteMany({ where: { id: { in: removed.map((row) => row.id) } } });
  // Keys move between rows; out of each other's way first.
  await tx.$executeRaw`UPDATE "Insight" SET key = 'earlier:' || id WHERE "episodeId" = ${episodeId}::uuid`;
  const added: InsightDraft[] = [];
  for (const [at, draft] of extraction.insights.entries()) {
    const row = rows[pairs[at] ?? -1];
    if (row === undefined) added.push(draft);
    else {
      // The vector is of the old words; placing makes a new one and keeps the story.
      const words = row.retractedAt === null ? { ...columnsOf(draft), embedding: null, embeddingModel: null } : {};
      await tx.insight.update({ where: { id: row.id }, data: { ...words, key: draft.key } });
      await saveChosenTopics(tx, row.id, draft);
    }
  }
  await createInsights(tx, episodeId, added);
  await tx.insightDrop.deleteMany({ where: { episodeId } });
  await tx.insightDrop.createMany({ data: extraction.drops.map((drop) => ({ ...drop, episodeId, extractor })) });
  await savePromotion(tx, episodeId, extraction.promotion);
  return {
    kept: found.size,
    added: added.length,
    removed: removed.length,
    left: lost.length - removed.length,
    storyIds: [...new Set(rows.flatMap((row) => row.storyId ?? []))],
  };
}

/** Episodes that another model or an older version of the prompt has read, or none, the newest first. */
export async function episodesToReadAgain(
  db: Db,
  current: { extractor: string; promptVersion: string | null; model: string | null },
  options: { showId?: string; episodeId?: string; since?: Date; isForced?: boolean },
): Promise<{ id: string; title: string; showTitle: string }[]> {
  const rows = await db.episode.findMany({
    where: {
      stage: { in: ["extracted", "placed"] },
      // Of a trimmed one nobody knows any more what else was said.
      transcript: { trimmedAt: null, segments: { some: {} } },
      ...(options.showId ? { showId: options.showId } : {}),
      ...(options.episodeId ? { id: options.episodeId } : {}),
      ...(options.since ? { publishedAt: { gte: options.since } } : {}),
      ...(options.isForced
        ? {}
        : {
            OR: [
              { extractionState: { not: null } },
              { insights: { some: { retractedAt: null, extractor: { not: current.extractor } } } },
              { insights: { some: { retractedAt: null, promptVersion: { not: current.promptVersion } } } },
              { insights: { some: { retractedAt: null, model: { not: current.model } } } },
              ...(current.promptVersion === null
                ? []
                : [{ insights: { some: { retractedAt: null, promptVersion: null } } }]),
            ],
          }),
    },
    orderBy: [{ publishedAt: "desc" }, { id: "asc" }],
    select: { id: true, title: true, show: { select: { title: true } } },
  });
  return rows.map(({ id, title, show }) => ({ id, title, showTitle: show.title }));
}
