/** Something to choose, at its place in the episode. */
export interface Choice {
  /** What it is worth alone. */
  value: number;
  startMs: number;
  endMs: number;
}

/** What is lost when two neighbours are on the same topic, as a share of a certain topic's value. */
const lossOfSameTopic = 0.75;

/**
 * The set of at most `count` choices with the greatest worth: values less what neighbours have in common. Exact, by
 * dynamic programming over the order in which they are said.
 * @param choices in the order of their beginnings.
 * @param sameTopic how likely two places are on one topic, 0 to 1.
 * @returns indexes in order.
 */
export function chooseSpread<T extends Choice>(
  choices: readonly T[],
  count: number,
  sameTopic: (a: T, b: T) => number,
): number[] {
  const size = choices.length;
  let best = choices.map(({ value }) => value);
  const paths: Int32Array[] = [];
  const losses = choices.map((later, at) =>
    Float64Array.from({ length: at }, (_, before) => {
      const earlier = choices[before] as T;
      return earlier.endMs > later.startMs ? Number.POSITIVE_INFINITY : lossOfSameTopic * sameTopic(earlier, later);
    }),
  );
  for (let chosen = 2; chosen <= Math.min(count, size); chosen++) {
    const path = new Int32Array(size).fill(-1);
    const next = new Array<number>(size).fill(Number.NEGATIVE_INFINITY);
    for (let at = 0; at < size; at++) {
      for (let before = 0; before < at; before++) {
        const worth = (best[before] ?? 0) + (choices[at]?.value ?? 0) - (losses[at]?.[before] ?? 0);
        if (worth > (next[at] ?? 0) + 1e-12) {
          next[at] = worth;
          path[at] = before;
        }
      }
    }
    // Fewer than asked for, where more would stand on top of each other.
    if (next.every((worth) => worth === Number.NEGATIVE_INFINITY)) break;
    best = next;
    paths.push(path);
  }
  let at = best.reduce((top, worth, index) => (worth > (best[top] ?? 0) + 1e-12 ? index : top), 0);
  if (size === 0) return [];
  const indexes = [at];
  for (const path of paths.reverse()) {
    at = path[at] ?? -1;
    if (at >= 0) indexes.unshift(at);
  }
  return indexes;
}
