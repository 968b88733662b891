/** The groups of some items: an item's id to its group's. */
export type Groups = ReadonlyMap<string, string>;

/** Precision, recall and their harmonic mean. */
export interface Agreement {
  precision: number;
  recall: number;
  f1: number;
}

const agreement = (precision: number, recall: number): Agreement => ({
  precision,
  recall,
  f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
});

function membersOf(groups: Groups, ids: readonly string[]): Map<string, Set<string>> {
  const members = new Map<string, Set<string>>();
  for (const id of ids) {
    const group = groups.get(id) ?? `alone ${id}`;
    members.set(group, (members.get(group) ?? new Set()).add(id));
  }
  return members;
}

/**
 * B-cubed (Bagga and Baldwin, 1998): for each item the share of its found group that belongs there, and the share of its
 * right group that was found; the means over the items of the right grouping, or over some of them.
 */
export function bCubed(found: Groups, right: Groups, over: ReadonlySet<string> = new Set(right.keys())): Agreement {
  const ids = [...right.keys()];
  const foundMembers = membersOf(found, ids);
  const rightMembers = membersOf(right, ids);
  let precision = 0;
  let recall = 0;
  for (const id of over) {
    const mine = foundMembers.get(found.get(id) ?? `alone ${id}`) ?? new Set<string>();
    const theirs = rightMembers.get(right.get(id) ?? "") ?? new Set<string>();
    let common = 0;
    for (const other of mine) if (theirs.has(other)) common++;
    precision += common / mine.size;
    recall += common / theirs.size;
  }
  return agreement(precision / over.size, recall / over.size);
}

const pairsIn = (members: Map<string, Set<string>>) =>
  [...members.values()].reduce((sum, { size }) => sum + (size * (size - 1)) / 2, 0);

/** The same over all pairs of items: which were put together, and which belong together. Without any found pair precision is 1. */
export function pairwise(found: Groups, right: Groups): Agreement {
  const ids = [...right.keys()];
  const foundMembers = membersOf(found, ids);
  const both = new Map<string, Set<string>>();
  for (const [group, members] of foundMembers)
    for (const id of members) {
      const key = `${group}\n${right.get(id)}`;
      both.set(key, (both.get(key) ?? new Set()).add(id));
    }
  const together = pairsIn(foundMembers);
  const belong = pairsIn(membersOf(right, ids));
  const hits = pairsIn(both);
  return agreement(together === 0 ? 1 : hits / together, belong === 0 ? 1 : hits / belong);
}

/** Two items and what a person says of them. */
export interface JudgedPair {
  a: string;
  b: string;
  same: boolean;
  related: boolean;
}

/** How many of some judged pairs came out right. */
export interface PairCounts {
  /** Pairs that are the same, and how many of these were put together. */
  same: number;
  merged: number;
  /** Pairs that are not, and how many were kept apart. */
  other: number;
  kept: number;
  /** Of those, the ones on a closely related subject. */
  near: number;
  nearKept: number;
}

/** Counts what a grouping does with judged pairs. */
export function judgePairs(found: Groups, pairs: readonly JudgedPair[]): PairCounts {
  const counts: PairCounts = { same: 0, merged: 0, other: 0, kept: 0, near: 0, nearKept: 0 };
  for (const { a, b, same, related } of pairs) {
    const together = found.has(a) && found.get(a) === found.get(b);
    if (same) {
      counts.same++;
      if (together) counts.merged++;
      continue;
    }
    counts.other++;
    if (!together) counts.kept++;
    if (!related) continue;
    counts.near++;
    if (!together) counts.nearKept++;
  }
  return counts;
}
