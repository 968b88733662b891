/** What is known of some takes that may tell one story, by their places in a list. */
export interface Likenesses {
  count: number;
  /** 0 to 1, symmetric. */
  likeness(i: number, j: number): number;
  /** True where two takes cannot tell one story, whatever else they share. Symmetric. */
  contradict(i: number, j: number): boolean;
  /** True where two takes were found to tell one story before. */
  together?(i: number, j: number): boolean;
  /** What somebody who read both says of them, whatever else is known; undefined where nobody did. Symmetric. */
  verdict?(i: number, j: number): boolean | undefined;
}

/** So many nearest takes make the company that a take keeps. */
const companySize = 20;
/** Below this two takes share what any two texts share. */
const leastLikeness = 0.03;
/** How much more alike takes must be to part than they had to be to meet, so that a story does not flicker. */
const inertia = 0.04;

/**
 * How alike the company is that every two takes keep: the cosine of their likenesses to all others, each take's nearest
 * only. Two takes of one story are alike to the same third ones, also where they share few words with each other; two on
 * one company with different claims are not, although they share its name. (Shared nearest neighbours: Jarvis and Patrick,
 * 1973.)
 */
export function companyLikeness({ count, likeness }: Likenesses): (i: number, j: number) => number {
  const alike = Array.from({ length: count }, (_, i): [number, number][] => [[i, 1]]);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < i; j++) {
      const value = likeness(i, j);
      if (value < leastLikeness) continue;
      alike[i]?.push([j, value]);
      alike[j]?.push([i, value]);
    }
  const rows = alike.map((row) => {
    row.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    // As alike as the last one that counts: all of these count, or the order of the list would decide.
    const last = row[companySize - 1]?.[1] ?? 0;
    const company = row.filter(([, value], at) => at < companySize || value === last);
    const length = Math.hypot(...company.map(([, value]) => value));
    return new Map(company.map(([j, value]) => [j, value / length]));
  });
  return (i, j) => {
    const [a, b] = [rows[i] as Map<number, number>, rows[j] as Map<number, number>];
    let sum = 0;
    for (const [k, value] of a) sum += value * (b.get(k) ?? 0);
    return sum;
  };
}

/** Takes joined step by step, the likest groups first. */
export interface Grouping {
  /** For each take the place of the first one of its group, when groups less alike than `threshold` stay apart. */
  at(threshold: number): number[];
}

/**
 * Groups takes by average link (Sokal and Michener, 1958) until no two groups are as alike as `least`; groups with takes that
 * contradict each other never join. Of equal likenesses the first in the list goes first: give it in an order that does not
 * depend on arrival.
 */
export function groupingOf(takes: Likenesses, least = 0): Grouping {
  const { count } = takes;
  const company = companyLikeness(takes);
  const apart = -count - 1;
  const link = Array.from({ length: count }, () => new Float64Array(count).fill(apart));
  const set = (i: number, j: number, value: number) => {
    (link[i] as Float64Array)[j] = value;
    (link[j] as Float64Array)[i] = value;
  };
  const at = (i: number, j: number) => link[i]?.[j] ?? apart;
  for (let i = 0; i < count; i++)
    for (let j = 0; j < i; j++) {
      const together = takes.together?.(i, j) ?? false;
      const verdict = takes.verdict?.(i, j);
      const isApart = takes.contradict(i, j) && !together;
      if (verdict !== undefined) set(i, j, verdict ? 1 : apart);
      else set(i, j, isApart ? apart : company(i, j) + (together ? inertia : 0));
    }
  const size = new Array<number>(count).fill(1);
  const alive = Array.from({ length: count }, (_, i) => i);
  const nearest = new Array<number>(count).fill(-1);
  const look = (i: number) => {
    let best = -1;
    for (const j of alive) if (j !== i && (best < 0 || at(i, j) > at(i, best))) best = j;
    nearest[i] = best;
  };
  for (const i of alive) look(i);
  const joins: { keep: number; gone: number; likeness: number }[] = [];
  for (;;) {
    let first = -1;
    for (const i of alive)
      if ((nearest[i] ?? -1) >= 0 && (first < 0 || at(i, nearest[i] ?? -1) > at(first, nearest[first] ?? -1)))
        first = i;
    const other = nearest[first] ?? -1;
    const likeness = at(first, other);
    if (first < 0 || other < 0 || likeness < least || likeness <= 0) break;
    const [keep, gone] = first < other ? [first, other] : [other, first];
    joins.push({ keep, gone, likeness });
    const [a, b] = [size[keep] ?? 1, size[gone] ?? 1];
    size[keep] = a + b;
    alive.splice(alive.indexOf(gone), 1);
    for (const j of alive)
      if (j !== keep)
        set(keep, j, at(keep, j) < 0 || at(gone, j) < 0 ? apart : (at(keep, j) * a + at(gone, j) * b) / (a + b));
    look(keep);
    for (const i of alive) {
      if (i === keep) continue;
      if (nearest[i] === gone || nearest[i] === keep) look(i);
      else if (at(i, keep) > at(i, nearest[i] ?? -1)) nearest[i] = keep;
    }
  }
  return {
    at(threshold) {
      const groupOf = Array.from({ length: count }, (_, i) => i);
      for (const { keep, gone, likeness } of joins) if (likeness >= threshold) groupOf[gone] = keep;
      // A group's first take is never joined to a later one, so that one pass in order follows every chain.
      for (let i = 0; i < count; i++) groupOf[i] = groupOf[groupOf[i] ?? i] ?? i;
      return groupOf;
    },
  };
}
