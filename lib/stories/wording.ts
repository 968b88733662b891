import { documentShare } from "./word-rarity";

/**
 * How many texts the shipped frequencies weigh as much as, against the texts at hand: what a word is worth follows from both,
 * so that where everybody speaks of one company its name says little about which claim is made.
 */
const priorTexts = 1000;
/** What two words in a row are worth, against the mean of the two. */
const pairWeight = 0.5;
/** Rare words tell more than in proportion: chosen on the training half of ArgKP and on transcripts of three shows. */
const rarityPower = 1.5;
/** A claim is made in a sentence or two; a passage cut from talk holds other things besides. In content words. */
const spanWords = 16;
const spanStep = 4;

type Weights = Map<string, number>;

/** Words of several texts, weighed against each other. */
export interface Wording {
  /** How alike two of the texts are, 0 to 1: the mean of the whole texts' likeness and of their likest spans'. */
  likeness(i: number, j: number): number;
}

function spansOf(stems: readonly string[]): string[][] {
  if (stems.length <= spanWords) return [[...stems]];
  const spans: string[][] = [];
  for (let from = 0; from < stems.length - spanWords + spanStep; from += spanStep)
    spans.push(stems.slice(from, from + spanWords));
  return spans;
}

function weigh(stems: readonly string[], worth: (stem: string) => number): Weights {
  const weights: Weights = new Map();
  const counts = new Map<string, number>();
  const add = (feature: string, weight: number) => {
    const count = (counts.get(feature) ?? 0) + 1;
    counts.set(feature, count);
    weights.set(feature, weight ** rarityPower * (1 + Math.log(count)));
  };
  for (const [i, stem] of stems.entries()) {
    add(stem, worth(stem));
    const next = stems[i + 1];
    if (next !== undefined && next !== stem) add(`${stem} ${next}`, (pairWeight * (worth(stem) + worth(next))) / 2);
  }
  const length = Math.hypot(...weights.values()) || 1;
  for (const [feature, weight] of weights) weights.set(feature, weight / length);
  return weights;
}

/** Dot products of every two of some sparse vectors that share a feature. @returns per vector the others' products. */
function products(vectors: readonly Weights[]): Map<number, number>[] {
  const postings = new Map<string, { at: number; weight: number }[]>();
  const found = vectors.map(() => new Map<number, number>());
  for (const [at, vector] of vectors.entries())
    for (const [feature, weight] of vector) {
      const list = postings.get(feature);
      if (!list) {
        postings.set(feature, [{ at, weight }]);
        continue;
      }
      const mine = found[at] as Map<number, number>;
      for (const other of list) mine.set(other.at, (mine.get(other.at) ?? 0) + weight * other.weight);
      list.push({ at, weight });
    }
  return found;
}

/** Weighs the stems of texts (see `textTerms`) by how rare they are in spoken English and among these texts. */
export function wordingOf(texts: readonly (readonly string[])[]): Wording {
  const frequency = new Map<string, number>();
  for (const stems of texts) for (const stem of new Set(stems)) frequency.set(stem, (frequency.get(stem) ?? 0) + 1);
  const all = priorTexts + texts.length;
  const worths = new Map<string, number>();
  const worth = (stem: string) => {
    let value = worths.get(stem);
    if (value === undefined) {
      value = Math.max(0, Math.log((all + 1) / (1 + (frequency.get(stem) ?? 0) + priorTexts * documentShare(stem))));
      worths.set(stem, value);
    }
    return value;
  };
  const whole = products(texts.map((stems) => weigh(stems, worth)));
  const owner: number[] = [];
  const spans: Weights[] = [];
  for (const [i, stems] of texts.entries())
    for (const span of spansOf(stems)) {
      owner.push(i);
      spans.push(weigh(span, worth));
    }
  const nearest = texts.map(() => new Map<number, number>());
  for (const [at, row] of products(spans).entries())
    for (const [other, product] of row) {
      const [a, b] = [owner[at] ?? 0, owner[other] ?? 0];
      if (a === b) continue;
      const best = nearest[Math.max(a, b)] as Map<number, number>;
      const low = Math.min(a, b);
      if (product > (best.get(low) ?? 0)) best.set(low, product);
    }
  return {
    likeness(i, j) {
      const [high, low] = i > j ? [i, j] : [j, i];
      return ((whole[high]?.get(low) ?? 0) + (nearest[high]?.get(low) ?? 0)) / 2;
    },
  };
}
