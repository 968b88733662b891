import type { Db } from "../db/types";
import { primaryLanguage } from "../topics/word-forms";
import type { Take } from "./neighbourhood";
import type { ServingModel } from "./serving-model";
import { placedOrigins } from "./store";

/** An insight near another one. */
export interface NearInsight {
  relatedId: string;
  similarity: number;
}

const relatedCount = 10;
/** Some of the nearest are of the same show or story, or were withdrawn. */
const lookedAt = 40;
/**
 * Below this share of a model's way from unrelated to the same two texts have nothing in common. The local one, which knows
 * nothing beyond the words, finds a likeness in any turn of phrase ("four of five", "by 2031"), so that little of it says nothing.
 */
const leastShare = { service: 0.35, local: 0.65 };

/** The nearest insights of other shows and other stories, in the same language, of any time. */
export async function relatedTo(
  db: Db,
  { insight, claim }: Take,
  storyId: string | null,
  { embedder, scale, index }: ServingModel,
): Promise<NearInsight[]> {
  const share = embedder.isLocal ? leastShare.local : leastShare.service;
  const least = scale.unrelated + share * (scale.same - scale.unrelated);
  const nearest = (await index.nearest(db, claim.vector, { count: lookedAt })).filter(
    (near) => near.similarity >= least,
  );
  const rows = await placedOrigins(
    db,
    nearest.map((near) => near.insightId),
    embedder.model,
  );
  const eligible = new Set(
    rows
      .filter(
        (other) =>
          other.storyId !== storyId &&
          other.episode.showId !== insight.episode.showId &&
          primaryLanguage(other.language) === primaryLanguage(insight.language),
      )
      .map((other) => other.id),
  );
  return nearest
    .filter((near) => eligible.has(near.insightId))
    .slice(0, relatedCount)
    .map(({ insightId, similarity }) => ({ relatedId: insightId, similarity }));
}
