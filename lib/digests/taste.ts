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

const micro = (value: number) => Math.round(value * 1e6) / 1e6;

/**
 * What following adds to a claim that is about what is followed.
 * @param topics the sum over its followed topics of the follow's weight times how much the claim is about it (0 to 1).
 * @param show the greatest weight of a followed show that says it.
 * @param phrases the sum of the weights of followed phrases that it says.
 */
export function followGain(topics: number, show: number, phrases: number): number {
  const sum = weights.followedTopic * topics + weights.followedShow * show + weights.followedPhrase * phrases;
  return Math.min(weights.mostFromFollows, sum);
}

/** How much a claim is to a reader's taste: 1 plus `followGain` (at most 1.5), times `learnedOf`. */
export function affinity(gain: number, learned: number): number {
  return micro((1 + gain) * learned);
}

/**
 * What was learned of a claim, 0.5 to 1.5.
 * @param topics the mean of its topics' factors, by how much it is about each; 1 where it has none.
 * @param show its show's factor.
 */
export function learnedOf(topics: number, show: number): number {
  return micro(Math.max(1 - weights.mostLearned, Math.min(1 + weights.mostLearned, topics * show)));
}
