import { type Learned, nothingLearned } from "./learning";
import { weights } from "./weights";

/** What a reader follows or mutes; of the three subjects one is set. */
export interface Follow {
  topicSlug: string | null;
  showId: string | null;
  phrase: string | null;
  isMuted: boolean;
  /** 0.5 a little, 1 as usual, 2 a lot. */
  weight: number;
}

/** What the ranking knows of a reader. */
export interface Taste {
  follows: Follow[];
  /** BCP 47 primary languages; none means all. */
  languages: string[];
  /**
   * Whether a quiet day is filled from outside what is followed. Without it a reader who follows something gets only what
   * they follow ("strict"), fewer than five where it gives fewer. Who follows nothing gets everybody's ranking either way,
   * without what is muted.
   */
  isFilled: boolean;
  learned: Learned;
}

/** Everybody's edition is for nobody in particular. */
export const everyonesTaste: Taste = { follows: [], languages: [], isFilled: false, learned: nothingLearned };

/** What a claim shares with what a reader follows. */
export interface FollowMatch {
  topics: { slug: string; weight: number; strength: number }[];
  shows: { id: string; weight: number }[];
  phrases: { phrase: string; weight: number }[];
}

const micro = (value: number) => Math.round(value * 1e6) / 1e6;

/**
 * How much a claim is to a reader's taste: 1 plus what its follows add (at most 1.5), times what was learned (0.5 to 1.5).
 * @param learned the factor of `learnedOf`.
 */
export function affinity(match: FollowMatch, learned: number): number {
  const sum =
    match.topics.reduce((total, topic) => total + weights.followedTopic * topic.weight * topic.strength, 0) +
    match.shows.reduce((most, show) => Math.max(most, weights.followedShow * show.weight), 0) +
    match.phrases.reduce((total, phrase) => total + weights.followedPhrase * phrase.weight, 0);
  return micro((1 + Math.min(weights.mostFromFollows, sum)) * learned);
}

/** What was learned of a claim: the mean over its topics, by how much it is about each, times its show's; 0.5 to 1.5. */
export function learnedOf(learned: Learned, topics: { slug: string; strength: number }[], showId: string): number {
  let sum = 0;
  let total = 0;
  for (const { slug, strength } of topics) {
    sum += strength * (learned.topics.get(slug) ?? 1);
    total += strength;
  }
  const factor = (total > 0 ? sum / total : 1) * (learned.shows.get(showId) ?? 1);
  return micro(Math.max(1 - weights.mostLearned, Math.min(1 + weights.mostLearned, factor)));
}
