import { z } from "zod";
import type { Db, Tx } from "../db/types";
import type { InsightDraft, InsightDropDraft } from "./insight";

/** What an extractor has to know of an episode beside its transcript. */
export interface EpisodeToExtract {
  id: string;
  title: string;
  descriptionText: string;
  /** Names of hosts and guests as the feed gives them. */
  persons: string[];
  showTitle: string;
  /** BCP 47, of the transcript or else the show; null where neither says. */
  language: string | null;
  /** True where it waits to be extracted. */
  isTranscribed: boolean;
}

const personList = z.array(z.object({ name: z.string() }));

/** The episode, or null when it is gone. */
export async function episodeToExtract(db: Db, episodeId: string): Promise<EpisodeToExtract | null> {
  const row = await db.episode.findUnique({
    where: { id: episodeId },
    include: { show: { select: { title: true, language: true } }, transcript: { select: { language: true } } },
  });
  if (row === null) return null;
  const persons = personList.safeParse(row.persons);
  return {
    id: row.id,
    title: row.title,
    descriptionText: row.descriptionText,
    persons: persons.success ? persons.data.map((person) => person.name) : [],
    showTitle: row.show.title,
    language: row.transcript?.language ?? row.show.language,
    isTranscribed: row.stage === "transcribed",
  };
}

/** How many insights and drops an episode has. */
export async function extractedCounts(db: Db, episodeId: string): Promise<{ insights: number; dropped: number }> {
  const insights = await db.insight.count({ where: { episodeId } });
  const dropped = await db.insightDrop.count({ where: { episodeId } });
  return { insights, dropped };
}

/**
 * Moves an episode from `transcribed` to `extracted`. Of several runs at once exactly one gets true: the row is locked
 * by the first, and the others then find another stage.
 */
export async function claimExtraction(tx: Tx, episodeId: string, now: Date): Promise<boolean> {
  const claimed = await tx.episode.updateMany({
    where: { id: episodeId, stage: "transcribed" },
    data: { stage: "extracted", stageReason: null, stageChangedAt: now },
  });
  return claimed.count === 1;
}

/** Writes what an extractor found and what the gate refused. */
export async function writeExtraction(
  tx: Tx,
  episodeId: string,
  extraction: { insights: InsightDraft[]; drops: InsightDropDraft[] },
  extractor: string,
): Promise<void> {
  await tx.insight.createMany({
    data: extraction.insights.map(({ quote, ...insight }) => ({
      ...insight,
      episodeId,
      quoteText: quote.text,
      quoteStartMs: quote.startMs,
      quoteEndMs: quote.endMs,
    })),
    skipDuplicates: true,
  });
  await tx.insightDrop.createMany({ data: extraction.drops.map((drop) => ({ ...drop, episodeId, extractor })) });
}
