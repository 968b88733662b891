import { z } from "zod";
import type { Db, Tx } from "../db/types";

/** What is kept of an insight with a reader's reaction or save, so that weights can be learned again from it later. */
export type InsightFeatures = {
  extractor: string;
  model: string | null;
  promptVersion: string | null;
  kind: string;
  language: string;
  /** 0 to 1, and its components. */
  quality: number;
  scores: Record<string, number>;
  /** Slugs, heaviest first. */
  topics: string[];
  showId: string;
  episodeId: string;
  storyId: string | null;
  headlineWords: number;
  bodyWords: number;
  /** Of the latest digest it was in; absent where it was in none. */
  rank?: number;
  factors?: Record<string, number>;
};

const numbers = z.record(z.string(), z.number()).catch({});
const wordsOf = (text: string) => text.split(/\s+/u).filter(Boolean).length;

/**
 * The features of an insight as they are now.
 * @param edition whose digest's rank counts: a reader's id or "everyone"; the latest of any where it is absent.
 * @returns null where there is no such insight. Source of the shape: `Reaction.features` in prisma/schema/accounts.prisma.
 */
export async function insightFeatures(
  db: Db | Tx,
  insightId: string,
  edition?: string,
): Promise<InsightFeatures | null> {
  const row = await db.insight.findUnique({
    where: { id: insightId },
    select: {
      extractor: true,
      model: true,
      promptVersion: true,
      kind: true,
      language: true,
      quality: true,
      scores: true,
      headline: true,
      body: true,
      storyId: true,
      episodeId: true,
      episode: { select: { showId: true } },
      topics: { orderBy: [{ weight: "desc" }, { topicSlug: "asc" }], select: { topicSlug: true } },
      digestItems: {
        where: edition === undefined ? {} : { digest: { edition } },
        orderBy: { digest: { date: "desc" } },
        take: 1,
        select: { rank: true, factors: true },
      },
    },
  });
  if (row === null) return null;
  const { episode, topics, digestItems, headline, body, scores, ...rest } = row;
  const [item] = digestItems;
  return {
    ...rest,
    scores: numbers.parse(scores),
    topics: topics.map(({ topicSlug }) => topicSlug),
    showId: episode.showId,
    headlineWords: wordsOf(headline),
    bodyWords: wordsOf(body),
    ...(item ? { rank: item.rank, factors: numbers.parse(item.factors) } : {}),
  };
}
