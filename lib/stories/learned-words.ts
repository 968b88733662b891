import { createHash } from "node:crypto";
import { z } from "zod";
import { textTerms } from "./text-terms";
import { rarity } from "./word-rarity";

/** In how many of some texts stems are; see `learnWords`. */
export const learnedWords = z.object({ texts: z.number(), counts: z.record(z.string(), z.number()) });
export type LearnedWords = z.infer<typeof learnedWords>;

/** From fewer texts nothing is learned: they may all be about one thing. */
export const fewestTexts = 500;
/** A stem in fewer texts is as rare as the shipped frequencies have it. */
const fewestUses = 5;
/** So many stems are kept, the most frequent ones: what is left out is rare anyway. */
const mostStems = 5_000;

/** Counts in how many texts each stem is. @returns null where there are too few texts to learn from. */
export function learnWords(texts: readonly string[]): LearnedWords | null {
  if (texts.length < fewestTexts) return null;
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const stem of new Set(textTerms(text).stems)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const kept = [...counts]
    .filter(([, count]) => count >= fewestUses)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, mostStems);
  return { texts: texts.length, counts: Object.fromEntries(kept.sort((a, b) => (a[0] < b[0] ? -1 : 1))) };
}

/** How rare a stem is where it was learned: never rarer than in spoken English, and less where many of the texts hold it. */
export function learnedRarity({ texts, counts }: LearnedWords): (stem: string) => number {
  const known = new Map(Object.entries(counts));
  return (stem) => {
    const count = known.get(stem);
    return count === undefined ? rarity(stem) : Math.min(rarity(stem), Math.log(texts / count) / Math.log(texts));
  };
}

/** Names what was learned: the same for the same words. */
export function versionOf({ texts, counts }: LearnedWords): string {
  const sorted = Object.entries(counts).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([texts, sorted]))
    .digest("hex")
    .slice(0, 8);
}
