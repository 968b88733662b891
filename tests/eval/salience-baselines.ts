import type { SpokenSegment } from "../../lib/insights/insight";
import { cosine, type Vector } from "../../lib/insights/similarity";
import { contentWords } from "../../lib/insights/words";
import type { Place } from "./salience";

/** A baseline ranks windows of this many words. */
const windowWords = 45;

interface Window extends Place {
  text: string;
}

/** Picks of one episode by a simple rule, the best first. @param seed which of several draws of a random rule. */
export type Baseline = (windows: readonly Window[], k: number, seed: number) => Place[];

/** An episode in windows of 45 words, their times interpolated within segments. */
export function windowsOf(segments: readonly SpokenSegment[]): Window[] {
  const words = segments.flatMap((segment) => {
    const list = segment.text.split(/\s+/u).filter(Boolean);
    const step = (segment.endMs - segment.startMs) / Math.max(1, list.length);
    return list.map((text, at) => ({
      text,
      startMs: segment.startMs + at * step,
      endMs: segment.startMs + (at + 1) * step,
    }));
  });
  const windows: Window[] = [];
  for (let at = 0; at < words.length; at += windowWords) {
    const run = words.slice(at, at + windowWords);
    windows.push({
      text: run.map((word) => word.text).join(" "),
      startMs: run[0]?.startMs ?? 0,
      endMs: run.at(-1)?.endMs ?? 0,
    });
  }
  return windows;
}

/** The same numbers for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function at<T>(list: readonly T[], index: number): T[] {
  const found = list[Math.min(list.length - 1, Math.max(0, index))];
  return found === undefined ? [] : [found];
}

const random: Baseline = (windows, k, seed) => {
  const next = randomNumbers(seed + 1);
  return windows
    .map((window) => ({ window, order: next() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, k)
    .map(({ window }) => window);
};

const lead: Baseline = (windows, k) =>
  Array.from({ length: k }).flatMap((_, i) => at(windows, Math.floor(((i + 0.5) * windows.length) / k)));

/** Spread evenly over 3–80 % of the show's time, blind to every word. */
const blind: Baseline = (windows, k) => {
  const first = windows[0]?.startMs ?? 0;
  const length = (windows.at(-1)?.endMs ?? 0) - first;
  return Array.from({ length: k }).flatMap((_, i) => {
    const moment = first + length * (0.03 + (0.77 * (i + 0.5)) / k);
    return at(
      windows,
      windows.findLastIndex((window) => window.startMs <= moment),
    );
  });
};

function vectorsOf(windows: readonly Window[]): Vector[] {
  const documents = windows.map((window) => contentWords(window.text));
  const frequency = new Map<string, number>();
  for (const words of documents) for (const word of new Set(words)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  return documents.map((words) => {
    const vector = new Map<string, number>();
    for (const word of words)
      vector.set(word, (vector.get(word) ?? 0) + Math.log(documents.length / (frequency.get(word) ?? 1)));
    return vector;
  });
}

function ranked(windows: readonly Window[], values: readonly number[]): number[] {
  return windows.map((_, index) => index).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
}

const centroid: Baseline = (windows, k) => {
  const vectors = vectorsOf(windows);
  const centre = new Map<string, number>();
  for (const vector of vectors) for (const [word, weight] of vector) centre.set(word, (centre.get(word) ?? 0) + weight);
  const values = vectors.map((vector) => cosine(vector, centre));
  return ranked(windows, values)
    .slice(0, k)
    .flatMap((index) => at(windows, index));
};

interface Graph {
  values: number[];
  similar: (a: number, b: number) => number;
}
const graphs = new WeakMap<readonly Window[], Graph>();

/** LexRank with continuous weights: the stationary state of a walk over windows by their similarity. */
function lexRankOf(windows: readonly Window[]): Graph {
  const known = graphs.get(windows);
  if (known !== undefined) return known;
  const units = vectorsOf(windows).map((vector) => {
    const length = Math.sqrt([...vector.values()].reduce((sum, weight) => sum + weight * weight, 0)) || 1;
    return new Map([...vector].map(([word, weight]) => [word, weight / length]));
  });
  const size = units.length;
  const weights = Array.from({ length: size }, () => new Float32Array(size));
  const addTo = (row: Float32Array | undefined, column: number, weight: number) => {
    if (row !== undefined) row[column] = (row[column] ?? 0) + weight;
  };
  const holders = new Map<string, [number, number][]>();
  units.forEach((unit, index) => {
    for (const [word, weight] of unit) holders.set(word, [...(holders.get(word) ?? []), [index, weight]]);
  });
  for (const list of holders.values())
    for (const [a, wa] of list) for (const [b, wb] of list) addTo(weights[a], b, wa * wb);
  const sums = weights.map((row) => row.reduce((sum, weight) => sum + weight, 0) || 1);
  let values = new Array<number>(size).fill(1 / size);
  for (let round = 0; round < 40; round++) {
    const next = new Array<number>(size).fill(0.15 / size);
    weights.forEach((row, a) => {
      const share = (0.85 * (values[a] ?? 0)) / (sums[a] ?? 1);
      for (let b = 0; b < size; b++) next[b] = (next[b] ?? 0) + share * (row[b] ?? 0);
    });
    values = next;
  }
  const graph = { values, similar: (a: number, b: number) => weights[a]?.[b] ?? 0 };
  graphs.set(windows, graph);
  return graph;
}

const lexRank: Baseline = (windows, k) =>
  ranked(windows, lexRankOf(windows).values)
    .slice(0, k)
    .flatMap((index) => at(windows, index));

/** Skips windows that repeat a chosen one or are near it. */
const lexRankSpread: Baseline = (windows, k) => {
  const { values, similar } = lexRankOf(windows);
  const chosen: number[] = [];
  const near = windows.length / (4 * k);
  for (const index of ranked(windows, values)) {
    if (chosen.some((other) => Math.abs(other - index) < near || similar(other, index) > 0.3)) continue;
    chosen.push(index);
    if (chosen.length === k) break;
  }
  return chosen.flatMap((index) => at(windows, index));
};

/** What the extractor is held against, with how many draws each is the mean of. */
export const baselines: Record<string, { pick: Baseline; draws: number }> = {
  random: { pick: random, draws: 20 },
  lead: { pick: lead, draws: 1 },
  "TF-IDF centroid": { pick: centroid, draws: 1 },
  LexRank: { pick: lexRank, draws: 1 },
  "LexRank, spread": { pick: lexRankSpread, draws: 1 },
  "blind, 3–80 %": { pick: blind, draws: 1 },
};
