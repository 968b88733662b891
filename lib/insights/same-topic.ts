import type { Block } from "./blocks";
import type { FeatureRows } from "./salience-features";

/** How far an episode has come at each block, as shares of the whole. */
export interface Progress {
  /** Of its time. */
  time: readonly number[];
  /** Of the beginnings of topics that are expected in it. */
  beginnings: readonly number[];
  /** Of the valleys between stretches whose words are alike. */
  valleys: readonly number[];
}

/** A share this great of any progress mostly leads to another topic. */
const topicShare = 0.05;
const valleys = "border 10";

/** Sums up to each value, as shares of the whole. */
function sharesOf(values: readonly number[]): number[] {
  const whole = values.reduce((sum, value) => sum + value, 0) || 1;
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum / whole;
  });
}

/**
 * Measures how far an episode has come.
 * @param openings how likely a topic begins in each block.
 */
export function progressOf(
  blocks: readonly Block[],
  { names, rows }: FeatureRows,
  openings: readonly number[],
): Progress {
  const column = names.indexOf(valleys);
  const first = blocks[0]?.startMs ?? 0;
  const length = Math.max(1, (blocks.at(-1)?.endMs ?? 0) - first);
  return {
    time: blocks.map(({ startMs }) => (startMs - first) / length),
    beginnings: sharesOf(openings),
    valleys: sharesOf(rows.map((row) => row[column] ?? 0)),
  };
}

/** What lies between two blocks, by which it is judged whether they are on one topic: each progress, and what is left of nearness. */
export function featuresBetween(progress: Progress, from: number, to: number): number[] {
  return [progress.time, progress.beginnings, progress.valleys].flatMap((shares) => {
    const share = Math.abs((shares[to] ?? 0) - (shares[from] ?? 0));
    return [share, Math.exp(-share / topicShare)];
  });
}
