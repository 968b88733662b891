import table from "./sentence-breaks.json" with { type: "json" };

/** Log-odds of what stands around a gap between two words; "" is the start value. */
export type BreakTable = Record<string, number>;

const weights: BreakTable = table.weights;

/**
 * What speaks for or against a sentence's end before a word: the words on both sides, alone and in pairs.
 * @param words plain words. @param at the word after the gap.
 */
export function breakFeatures(words: readonly string[], at: number): string[] {
  const before = words[at - 1] ?? "";
  const after = words[at] ?? "";
  const later = words[at + 1] ?? "";
  return [
    "",
    `${before}|`,
    `|${after}`,
    `${before}|${after}`,
    `${words[at - 2] ?? ""} ${before}|`,
    `|${after} ${later}`,
    `| |${later}`,
  ];
}

/** The sum of the log-odds; above 0 a sentence's end is likelier than not. */
export function breakScore(known: BreakTable, features: readonly string[]): number {
  return features.reduce((sum, feature) => sum + (known[feature] ?? 0), 0);
}

/** Log-odds that a sentence ends before each word; the first has none before it. */
export function breakScores(words: readonly string[]): number[] {
  return words.map((_, at) => (at === 0 ? 0 : breakScore(weights, breakFeatures(words, at))));
}
