import { stemmer } from "stemmer";
import { contentWords } from "./words";

/** Weights of stemmed words. */
export type Vector = ReadonlyMap<string, number>;

function stemsOf(text: string): string[] {
  return contentWords(text).map((word) => stemmer(word));
}

/** Cosine of two vectors, 0 to 1; 0 where one is empty. */
export function cosine(a: Vector, b: Vector): number {
  let product = 0;
  for (const [word, weight] of a) product += weight * (b.get(word) ?? 0);
  const length = (vector: Vector) => Math.sqrt([...vector.values()].reduce((sum, weight) => sum + weight * weight, 0));
  const lengths = length(a) * length(b);
  return lengths === 0 ? 0 : product / lengths;
}

/** Weighs words of one episode by TF-IDF, a sentence being a document. */
export interface Weigher {
  vector(text: string): Vector;
  /** What the whole episode is about: all its words, with those of title and description counted again. */
  centre: Vector;
}

/**
 * Prepares the weights of an episode's words.
 * @param sentences all its talk.
 * @param about title and description of the episode.
 */
export function weigherOf(sentences: readonly string[], about: string): Weigher {
  const documents = sentences.map(stemsOf);
  const frequency = new Map<string, number>();
  for (const words of documents) for (const word of new Set(words)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const rarity = (word: string) => Math.log(1 + documents.length / (1 + (frequency.get(word) ?? 0)));
  const weighted = (words: readonly string[], damp: (count: number) => number): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return new Map([...counts].map(([word, count]) => [word, damp(count) * rarity(word)]));
  };
  const centre = weighted(documents.flat(), (count) => Math.log(count));
  const greatest = Math.max(1, ...centre.values());
  for (const [word, weight] of weighted(stemsOf(about), (count) => Math.min(2, count))) {
    centre.set(word, (centre.get(word) ?? 0) + Math.min(greatest * 0.6, weight));
  }
  return { vector: (text) => weighted(stemsOf(text), (count) => 1 + Math.log(count)), centre };
}
