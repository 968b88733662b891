import { functionWords } from "../../lib/insights/words";
import type { Groups } from "./cluster-scores";

interface Item {
  id: string;
  text: string;
}

const wordsOf = (text: string) =>
  (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).filter((word) => word.length > 2 && !functionWords.has(word));

/** Groups items that a chain of neighbours connects whose words overlap (Jaccard) by at least a threshold. */
export function jaccardSingleLink(items: readonly Item[], threshold: number): Groups {
  const sets = items.map(({ text }) => new Set(wordsOf(text)));
  const parent = items.map((_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] = parent[parent[at] as number] as number;
    return at;
  };
  for (let i = 0; i < sets.length; i++)
    for (let j = 0; j < i; j++) {
      const [a, b] = [sets[i] as Set<string>, sets[j] as Set<string>];
      let common = 0;
      for (const word of a) if (b.has(word)) common++;
      if (common > 0 && common / (a.size + b.size - common) >= threshold) parent[root(i)] = root(j);
    }
  return new Map(items.map(({ id }, i) => [id, String(root(i))]));
}

/** Groups items one after the other: each joins the group whose centroid is nearest by TF-IDF, from a threshold on, or begins one. */
export function tfidfSinglePass(items: readonly Item[], threshold: number): Groups {
  const documents = items.map(({ text }) => wordsOf(text));
  const frequency = new Map<string, number>();
  for (const words of documents) for (const word of new Set(words)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const centroids: { sum: Map<string, number>; norm: number }[] = [];
  const groups = new Map<string, string>();
  for (const [i, words] of documents.entries()) {
    const vector = new Map<string, number>();
    for (const word of words) vector.set(word, (vector.get(word) ?? 0) + 1);
    let norm = 0;
    for (const [word, count] of vector) {
      const weight = (1 + Math.log(count)) * Math.log(items.length / (frequency.get(word) ?? 1));
      vector.set(word, weight);
      norm += weight * weight;
    }
    norm = Math.sqrt(norm) || 1;
    for (const [word, weight] of vector) vector.set(word, weight / norm);
    let best = -1;
    let nearest = threshold;
    for (const [at, { sum, norm: length }] of centroids.entries()) {
      let product = 0;
      for (const [word, weight] of vector) product += weight * (sum.get(word) ?? 0);
      const likeness = product / length;
      if (likeness >= nearest) {
        nearest = likeness;
        best = at;
      }
    }
    const group = best >= 0 ? best : centroids.push({ sum: new Map(), norm: 0 }) - 1;
    const { sum } = centroids[group] as { sum: Map<string, number> };
    for (const [word, weight] of vector) sum.set(word, (sum.get(word) ?? 0) + weight);
    (centroids[group] as { norm: number }).norm = Math.hypot(...sum.values());
    groups.set(items[i]?.id ?? "", String(group));
  }
  return groups;
}
