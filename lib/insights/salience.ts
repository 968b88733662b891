import { type Block, blocksOf } from "./blocks";
import type { SpokenSegment } from "./insight";
import { featuresOf } from "./salience-features";
import shipped from "./salience-table.json" with { type: "json" };
import { featuresBetween, progressOf } from "./same-topic";

/** What is told of each moment: is it one of the episode's topics, the beginning of one, promotion, a question sent in. */
export const judgements = ["topic", "opening", "promo", "ask"] as const;
export type Judgements = Record<(typeof judgements)[number], number>;

/** What was learned. */
export interface SalienceTable {
  /** Log-odds of each judgement by feature, in the order of `judgements`; "" is the start value. */
  moments: Readonly<Record<string, readonly number[]>>;
  /** Log-odds that two moments are on one topic: the start value, then by what lies between them. */
  sameTopic: readonly number[];
}

/** What the weights say of an episode, moment by moment. */
export interface Salience {
  /** Probabilities between two moments of the episode, in milliseconds. */
  at: (startMs: number, endMs: number) => Judgements;
  /** How likely two moments are on one topic. */
  sameTopic: (aMs: number, bMs: number) => number;
  durationMs: number;
  /** How far to believe it, 0 to 1: the weights were learned on shows of an hour and more. */
  trust: number;
}

const nothing: Judgements = { topic: 0, opening: 0, promo: 0, ask: 0 };

/** Of an episode as short as the first, in minutes, nothing is believed, from the second on all. */
const [untrusted, trusted] = [10, 30];

/** How far what holds for long shows holds for one of this length, 0 to 1. */
export const trustOf = (durationMs: number): number =>
  Math.min(1, Math.max(0, (durationMs / 60_000 - untrusted) / (trusted - untrusted)));

const chanceOf = (odds: number) => 1 / (1 + Math.exp(-odds));

/**
 * What the weights say of one block.
 * @param row the values of the features called `names`.
 */
export function judge(moments: SalienceTable["moments"], names: readonly string[], row: readonly number[]): Judgements {
  const start = moments[""] ?? [];
  const odds = judgements.map((_, which) =>
    names.reduce((sum, name, at) => sum + (moments[name]?.[which] ?? 0) * (row[at] ?? 0), start[which] ?? 0),
  );
  return Object.fromEntries(judgements.map((name, which) => [name, chanceOf(odds[which] ?? 0)])) as Judgements;
}

/**
 * Judges an episode by what viewers of long shows thought mattered: which stretches are topics of their own, where they
 * begin, and what is promotion. The table is learned by `npm run eval -- train-salience`.
 * @param title of the episode.
 */
export function salienceOf(
  segments: readonly SpokenSegment[],
  title: string,
  table: SalienceTable = shipped,
): Salience {
  const blocks = blocksOf(segments);
  const features = featuresOf(blocks, title);
  const judged = features.rows.map((row) => judge(table.moments, features.names, row));
  const progress = progressOf(
    blocks,
    features,
    judged.map(({ opening }) => opening),
  );
  const [start = 0, ...weights] = table.sameTopic;
  const durationMs = (blocks.at(-1)?.endMs ?? 0) - (blocks[0]?.startMs ?? 0);
  return {
    at: (startMs, endMs) => judged[blockAt(blocks, (startMs + endMs) / 2)] ?? nothing,
    sameTopic: (aMs, bMs) => {
      const between = featuresBetween(progress, blockAt(blocks, aMs), blockAt(blocks, bMs));
      return chanceOf(between.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), start));
    },
    durationMs,
    trust: trustOf(durationMs),
  };
}

/** The block that is spoken at a moment, or the last one before it. */
function blockAt(blocks: readonly Block[], ms: number): number {
  let [from, to] = [0, blocks.length - 1];
  while (from < to) {
    const middle = (from + to + 1) >> 1;
    if ((blocks[middle]?.startMs ?? 0) <= ms) from = middle;
    else to = middle - 1;
  }
  return Math.max(0, from);
}
