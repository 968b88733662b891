import { type Embedder, unitVector } from "./embedding";
import { type LearnedWords, learnedRarity, versionOf } from "./learned-words";
import { textTerms } from "./text-terms";
import { rarity as shippedRarity } from "./word-rarity";

const dimensions = 256;

/** How much a kind of feature tells; words are weighted by their rarity besides. */
const weights = { word: 1, pair: 0.5, name: 1.6, number: 1 };

/** FNV-1a, 32 bit. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/**
 * One unit vector by feature hashing with signs (Weinberger et al., 2009) over stems, pairs of stems and numbers with
 * TF-IDF weights: term frequencies damped by a logarithm, inverse frequencies from spoken English at large, or also from what was learned.
 */
export function embedLocally(text: string, rarity: (stem: string) => number = shippedRarity): Float32Array {
  const { stems, names, numbers } = textTerms(text);
  const counts = new Map<string, { count: number; weight: number }>();
  const add = (feature: string, weight: number) => {
    const entry = counts.get(feature) ?? { count: 0, weight };
    entry.count++;
    counts.set(feature, entry);
  };
  for (const [i, stem] of stems.entries()) {
    add(stem, rarity(stem) * (names.has(stem) ? weights.name : weights.word));
    const next = stems[i + 1];
    if (next) add(`${stem} ${next}`, ((rarity(stem) + rarity(next)) / 2) * weights.pair);
  }
  for (const number of numbers) add(`#${number}`, weights.number);
  const vector = new Float32Array(dimensions);
  for (const [feature, { count, weight }] of counts) {
    const h = hash(feature);
    const place = h % dimensions;
    vector[place] = (vector[place] ?? 0) + (h & 0x80000000 ? -1 : 1) * weight * (1 + Math.log(count));
  }
  return unitVector(vector);
}

/** The embedding that needs no key. What it gives depends on the text alone, never on what else is stored. */
export const localEmbedder: Embedder = {
  model: "local-hash-3",
  isLocal: true,
  embed: async (texts) => texts.map((text) => embedLocally(text)),
};

/** The local embedding with what was learned of words here: a model of its own, whose name says which. */
export function learnedEmbedder(words: LearnedWords): Embedder {
  const rarity = learnedRarity(words);
  return {
    model: `${localEmbedder.model}+${versionOf(words)}`,
    isLocal: true,
    embed: async (texts) => texts.map((text) => embedLocally(text, rarity)),
  };
}
