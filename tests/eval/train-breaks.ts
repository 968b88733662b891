import { writeFileSync } from "node:fs";
import { type BreakTable, breakFeatures, breakScore } from "../../lib/insights/sentence-breaks";
import { wordsIn } from "../../lib/insights/words";
import { episodesBelow } from "./episodes";
import { randomNumbers } from "./salience-baselines";

const tableFile = new URL("../../lib/insights/sentence-breaks.json", import.meta.url);

interface Gap {
  features: string[];
  isBreak: boolean;
}

/** Every place between two words of a text that has punctuation, and whether a sentence ends there. */
function gapsOf(text: string): Gap[] {
  const words = wordsIn(text);
  const plain = words.map((word) => word.plain);
  return words.slice(0, -1).map((word, at) => ({
    features: breakFeatures(plain, at + 1),
    isBreak: /[.?!]/u.test(text.slice(word.end, words[at + 1]?.start)),
  }));
}

function gapsBelow(folder: string): Gap[] {
  const gaps: Gap[] = [];
  for (const { segments } of episodesBelow(folder, () => {})) {
    const text = segments.map((segment) => segment.text).join(" ");
    const stops = text.match(/[.?!](?=\s)/gu)?.length ?? 0;
    // A transcript without punctuation teaches that nothing ever ends.
    if (stops / Math.max(1, text.split(" ").length) > 1 / 25) gaps.push(...gapsOf(text));
  }
  return gaps;
}

function figuresOf(table: BreakTable, gaps: readonly Gap[]): { precision: number; recall: number } {
  let [found, right, all] = [0, 0, 0];
  for (const { features, isBreak } of gaps) {
    const isFound = breakScore(table, features) > 0;
    if (isFound) found++;
    if (isBreak) all++;
    if (isFound && isBreak) right++;
  }
  return {
    precision: Number((right / Math.max(1, found)).toFixed(3)),
    recall: Number((right / Math.max(1, all)).toFixed(3)),
  };
}

/** Fewer sightings than this say nothing about a word. */
const fewestSightings = 150;
const rounds = 4;
/** Weights smaller than this are left out: the table stays small. */
const smallest = 0.4;

/** Learns where sentences end from transcripts with punctuation: logistic regression by gradient steps (AdaGrad). */
function learn(gaps: readonly Gap[]): BreakTable {
  const sightings = new Map<string, number>();
  for (const { features } of gaps) for (const one of features) sightings.set(one, (sightings.get(one) ?? 0) + 1);
  const weights = new Map<string, number>();
  const steps = new Map<string, number>();
  const next = randomNumbers(1);
  for (let round = 0; round < rounds; round++) {
    for (let count = 0; count < gaps.length; count++) {
      const gap = gaps[Math.floor(next() * gaps.length)];
      if (gap === undefined) continue;
      const known = gap.features.filter((one) => (sightings.get(one) ?? 0) >= fewestSightings);
      const score = known.reduce((sum, one) => sum + (weights.get(one) ?? 0), 0);
      const error = (gap.isBreak ? 1 : 0) - 1 / (1 + Math.exp(-score));
      for (const one of known) {
        const step = (steps.get(one) ?? 1e-3) + error * error;
        steps.set(one, step);
        const weight = (weights.get(one) ?? 0) + (0.3 * error) / Math.sqrt(step);
        // Words seldom seen are held nearer to nothing.
        weights.set(one, weight * (one === "" ? 1 : 1 - 0.02 / (sightings.get(one) ?? 1)));
      }
    }
  }
  const kept = [...weights].filter(([, weight]) => Math.abs(weight) >= smallest).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(kept.map(([name, weight]) => [name, Number(weight.toFixed(2))]));
}

/**
 * Learns the table by which talk without punctuation is cut into sentences, and writes it.
 * @param data a folder of transcripts with punctuation. @param test another one, on which the figures are reported.
 */
export function trainBreaks(options: { data: string; test: string; print: (text: string) => void }): void {
  const gaps = gapsBelow(options.data);
  const weights = learn(gaps);
  const held = figuresOf(weights, gapsBelow(options.test));
  const learned = figuresOf(weights, gaps);
  writeFileSync(tableFile, `${JSON.stringify({ gaps: gaps.length, learned, held, weights }, null, 1)}\n`);
  options.print(
    `${gaps.length} gaps between words gave ${Object.keys(weights).length} weights. Breaks found where learned: precision ${learned.precision}, recall ${learned.recall}; on other shows: ${held.precision}, ${held.recall}.`,
  );
}
