import { faultsOfPair, type LabelledPair, labelledPairs } from "../support/labelled-pairs";

/** How many pairs of one label there are, and how many of them the gate refuses. */
export interface PairCount {
  label: string;
  refused: number;
  all: number;
}

/** Counts pairs by their label, the labels in the order in which they come. */
export function countPairs(pairs: readonly LabelledPair[] = labelledPairs()): PairCount[] {
  const counts = new Map<string, PairCount>();
  for (const pair of pairs) {
    const count = counts.get(pair.label) ?? { label: pair.label, refused: 0, all: 0 };
    counts.set(pair.label, count);
    count.all++;
    if (faultsOfPair(pair).length > 0) count.refused++;
  }
  return [...counts.values()];
}

function summed(counts: readonly PairCount[]): { refused: number; passed: number; all: number } {
  const refused = counts.reduce((sum, count) => sum + count.refused, 0);
  const all = counts.reduce((sum, count) => sum + count.all, 0);
  return { refused, passed: all - refused, all };
}

/**
 * Says in lines what the gate lets through and drops. Wrong claims whose names and numbers are true have lines of their own:
 * rules cannot tell most of them, and a model's check against the evidence is what catches them.
 */
export function pairLines(pairs: readonly LabelledPair[] = labelledPairs()): string[] {
  const counts = countPairs(pairs);
  const start = (label: string) => counts.filter((count) => count.label.startsWith(label));
  const [trueOnes, invented, wrong] = [summed(start("true")), summed(start("invented")), summed(start("wrong"))];
  const passing = (count: PairCount, verb: string) =>
    `  ${count.label}: ${count.all - count.refused} of ${count.all} ${verb}`;
  return [
    `${pairs.length} labelled pairs.`,
    `${trueOnes.refused} of ${trueOnes.all} true ones are dropped.`,
    `Of those with an invention ${invented.passed} of ${invented.all} are let through.`,
    ...start("invented").map((count) => passing(count, "are let through")),
    `Of those whose names and numbers are true and the claim is wrong, ${wrong.passed} of ${wrong.all} slip through the rules.`,
    ...start("wrong").map((count) => passing(count, "slip through")),
  ];
}
