import { textTerms } from "../stories/text-terms";

/**
 * The new fact of a take about a story that was shown before: a number that none of the earlier takes had.
 * Conservative: without one the story is not shown again.
 * @returns the sentence of the take that holds the fact; null when there is none.
 */
export function newFact(take: string, earlierTakes: string[]): string | null {
  const known = new Set(earlierTakes.flatMap((text) => [...textTerms(text).numbers]));
  for (const sentence of take.split(/(?<=[.?!])\s+/)) {
    const fresh = [...textTerms(sentence).numbers].filter((number) => !known.has(number));
    if (fresh.length > 0) return sentence;
  }
  return null;
}
