/**
 * The longest run of places whose values never decrease (patience sorting). What is left out is out of order.
 * @returns the places, ascending.
 */
export function longestRising(values: number[]): number[] {
  const tails: number[] = [];
  const before: number[] = [];
  for (const [i, value] of values.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] ?? 0] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    before[i] = low > 0 ? (tails[low - 1] ?? -1) : -1;
    tails[low] = i;
  }
  const places: number[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) places.push(at);
  return places.reverse();
}

/**
 * Puts times right that run backwards: those that are out of order among their neighbours are moved between them. The order
 * of what is said stays, since transcripts are written down in it.
 */
export function inOrder<T extends { startMs: number; endMs: number }>(cues: T[]): T[] {
  const kept = new Set(longestRising(cues.map((cue) => cue.startMs)));
  if (kept.size === cues.length) return cues;
  const next: number[] = [];
  let following = Number.POSITIVE_INFINITY;
  for (let i = cues.length - 1; i >= 0; i--) {
    next[i] = following;
    if (kept.has(i)) following = cues[i]?.startMs ?? following;
  }
  let at = 0;
  return cues.map((cue, i) => {
    if (kept.has(i)) {
      at = Math.max(at, Math.min(cue.endMs, next[i] ?? cue.endMs));
      return cue;
    }
    const startMs = Math.min(at, next[i] ?? at);
    const endMs = Math.max(startMs, Math.min(startMs + (cue.endMs - cue.startMs), next[i] ?? Number.POSITIVE_INFINITY));
    at = endMs;
    return { ...cue, startMs, endMs };
  });
}
