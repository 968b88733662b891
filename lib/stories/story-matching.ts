import { cosine } from "./embedding";
import { textTerms } from "./text-terms";

/** A claim as matching sees it. */
export interface Claim {
  vector: Float32Array;
  names: Set<string>;
  numbers: Set<string>;
  publishedAt: Date;
  showId: string;
}

/** Takes further apart than this tell two stories. */
export const storyWindowMs = 14 * 24 * 3600_000;

/** Alike enough by words alone. */
const sameWords = 0.55;
/** Alike enough when names are shared as well. */
const sameWordsWithNames = 0.3;

/** Reads a claim's names and numbers for matching. */
export function claimOf(text: string, vector: Float32Array, publishedAt: Date, showId: string): Claim {
  const { names, numbers } = textTerms(text);
  return { vector, names, numbers, publishedAt, showId };
}

/**
 * Whether two claims tell one story: published within two weeks, and either alike in their words, or a little less alike
 * and about the same names (two of them, or one with a number). Symmetric, so that stories, the groups that it connects,
 * do not depend on the order of arrival.
 */
export function tellsSameStory(a: Claim, b: Claim): boolean {
  if (Math.abs(a.publishedAt.getTime() - b.publishedAt.getTime()) > storyWindowMs) return false;
  const similarity = cosine(a.vector, b.vector);
  if (similarity >= sameWords) return true;
  if (similarity < sameWordsWithNames) return false;
  const names = shared(a.names, b.names);
  return names >= 2 || (names >= 1 && shared(a.numbers, b.numbers) >= 1);
}

function shared(a: Set<string>, b: Set<string>): number {
  let count = 0;
  for (const item of a) if (b.has(item)) count++;
  return count;
}
