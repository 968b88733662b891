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
const claimSpan = { words: 16, step: 4 };
/** So many content words are said in half a minute of talk. */
const talkSpan = { words: 44, step: 4 };
/** How much the likest half minutes of the talk around count against the texts themselves. */
const talkShare = 0.8;
/** Half a minute of talk holds other things beside a claim, so that two of them are less alike than two claims. */
const talkLift = 1.2;

type Weights = Map<string, number>;

/** A text as its wording is compared. */
export interface WordedText {
  /** Stems of its words (see `textTerms`). */
  stems: readonly string[];
  /** Stems of what was said around it; null where that is not known (see `surroundingsOf`). */
  around: readonly string[] | null;
}

/** Words of several texts, weighed against each other. */
export interface Wording {
  /**
   * How alike two of the texts are, 0 to 1: the mean of the whole texts' likeness and of their likest spans'. Where the talk
   * around one of them is known, its likest half minute counts instead of a span.
   */
  likeness(i: number, j: number): number;
}

function spansOf(stems: readonly string[], { words, step }: { words: number; step: number }): string[][] {
  if (stems.length <= words) return [[...stems]];
  const spans: string[][] = [];
  for (let from = 0; from < stems.length - words + step; from += step) spans.push(stems.slice(from, from + words));
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

/** How alike the likest spans of every two texts are. */
function nearestSpans(
  texts: readonly (readonly string[])[],
  size: { words: number; step: number },
  worth: (stem: string) => number,
): (high: number, low: number) => number {
  const spans = texts.map((stems) => spansOf(stems, size).map((span) => weigh(span, worth)));
  const holders = new Map<string, number>();
  for (const of of spans)
    for (const feature of new Set(of.flatMap((span) => [...span.keys()])))
      holders.set(feature, (holders.get(feature) ?? 0) + 1);
  const nearest = texts.map(() => new Float64Array(0));
  const postings = new Map<string, { at: number[]; weight: number[] }>();
  const owner: number[] = [];
  const sums = new Float64Array(spans.reduce((total, of) => total + of.length, 0));
  for (const [i, of] of spans.entries()) {
    const best = new Float64Array(i);
    const known = owner.length;
    for (const span of of) {
      sums.fill(0, 0, known);
      for (const [feature, weight] of span) {
        const list = postings.get(feature);
        if (list)
          for (let k = 0; k < list.at.length; k++)
            sums[list.at[k] ?? 0] = (sums[list.at[k] ?? 0] ?? 0) + weight * (list.weight[k] ?? 0);
      }
      for (let at = 0; at < known; at++) {
        const other = owner[at] ?? 0;
        if ((sums[at] ?? 0) > (best[other] ?? 0)) best[other] = sums[at] ?? 0;
      }
    }
    nearest[i] = best;
    for (const span of of) {
      const at = owner.push(i) - 1;
      for (const [feature, weight] of span) {
        // What one text alone has is in none of the others.
        if ((holders.get(feature) ?? 0) < 2) continue;
        const list = postings.get(feature);
        if (list) {
          list.at.push(at);
          list.weight.push(weight);
        } else postings.set(feature, { at: [at], weight: [weight] });
      }
    }
  }
  return (high, low) => nearest[high]?.[low] ?? 0;
}

/** Weighs the stems of texts by how rare they are in spoken English and among these texts. */
export function wordingOf(texts: readonly WordedText[]): Wording {
  const own = texts.map(({ stems }) => stems);
  const frequency = new Map<string, number>();
  for (const stems of own) for (const stem of new Set(stems)) frequency.set(stem, (frequency.get(stem) ?? 0) + 1);
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
  const whole = products(own.map((stems) => weigh(stems, worth)));
  const nearestClaim = nearestSpans(own, claimSpan, worth);
  const hasTalk = texts.some(({ around }) => around !== null);
  const talk = texts.map(({ stems, around }) => [...stems, ...(around ?? [])]);
  const nearestTalk = hasTalk ? nearestSpans(talk, talkSpan, worth) : () => 0;
  return {
    likeness(i, j) {
      const [high, low] = i > j ? [i, j] : [j, i];
      const words = whole[high]?.get(low) ?? 0;
      if (texts[i]?.around == null && texts[j]?.around == null) return (words + nearestClaim(high, low)) / 2;
      return Math.min(1, talkLift * ((1 - talkShare) * words + talkShare * nearestTalk(high, low)));
    },
  };
}
