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
/** Some of the nearest are of the same show or story, or were withdrawn: of so many ten are mostly left. */
const lookedAt = 40;
/** Where fewer are left, so many times as many are looked at, and again, up to the most. */
const widening = 4;
const mostLookedAt = lookedAt * widening ** 3;
/**
 * Below this share of a model's way from unrelated to the same two texts have nothing in common. The local one, which knows
 * nothing beyond the words, finds a likeness in any turn of phrase ("four of five", "by 2031"), so that little of it says nothing.
 */
const leastShare = { service: 0.35, local: 0.65 };

/**
 * The nearest insights of other shows and other stories, in the same language, of any time: ten, unless there are no more
 * that have something in common with it.
 */
export async function relatedTo(
  db: Db,
  { insight, claim }: Take,
  storyId: string | null,
  { embedder, scale, index }: ServingModel,
): Promise<NearInsight[]> {
  const share = embedder.isLocal ? leastShare.local : leastShare.service;
  const least = scale.unrelated + share * (scale.same - scale.unrelated);
  const looked = new Set<string>();
  const eligible = new Set<string>();
  for (let count = lookedAt; ; count *= widening) {
    const found = await index.nearest(db, claim.vector, { count });
    const nearest = found.filter((near) => near.similarity >= least);
    const unseen = nearest.map((near) => near.insightId).filter((id) => !looked.has(id));
    for (const id of unseen) looked.add(id);
    for (const other of await placedOrigins(db, unseen, embedder.model))
      if (
        other.storyId !== storyId &&
        other.episode.showId !== insight.episode.showId &&
        primaryLanguage(other.language) === primaryLanguage(insight.language)
      )
        eligible.add(other.id);
    const isExhausted = found.length < count || nearest.length < found.length;
    if (eligible.size < relatedCount && !isExhausted && count < mostLookedAt) continue;
    return nearest
      .filter((near) => eligible.has(near.insightId))
      .slice(0, relatedCount)
      .map(({ insightId, similarity }) => ({ relatedId: insightId, similarity }));
  }
}
