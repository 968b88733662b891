import { z } from "zod";
import type { FeedbackLine } from "./feedback";
import { fitLogistic, rankingSkill } from "./logistic";

const featuresSchema = z.object({
  extractor: z.string(),
  quality: z.number(),
  scores: z.record(z.string(), z.number()),
});

/** Of one kind of insight: what readers' likes say of the components of its quality. */
export interface LearnedWeights {
  extractor: string;
  /** Things that readers did, and by how many readers. */
  lines: number;
  readers: number;
  /** Sum to 1; null where too little was said to learn from. */
  weights: Record<string, number> | null;
  /** How surely a liked insight ranks above a disliked one, among readers who were not learned from; 0.5 is chance. */
  skill: { learned: number; inUse: number } | null;
}

/** Fewer say more of the readers than of the insights. */
const fewestLines = 40;
const fewestReaders = 4;
/** Readers' likes are few and contradict each other: weights are held near to none. */
const ridge = 5;

interface Row {
  values: number[];
  liked: number;
  quality: number;
  reader: number;
}

/** Weights that sum to 1; what speaks against an insight counts nothing, since qualities only add. */
function normalised(weights: readonly number[]): number[] {
  const positive = weights.map((weight) => Math.max(0, weight));
  const sum = positive.reduce((total, weight) => total + weight, 0);
  return positive.map((weight) => (sum === 0 ? 1 / positive.length : weight / sum));
}

const weightsOf = (rows: readonly Row[]) =>
  normalised(
    fitLogistic(
      rows.map(({ values }) => values),
      rows.map(({ liked }) => liked),
      rows.map(() => 1),
      ridge,
    ).weights,
  );

const hasBoth = (rows: readonly Row[]) => new Set(rows.map(({ liked }) => liked)).size === 2;

/** Learns on one half of the readers and ranks for the other, both ways. */
function heldOutSkill(rows: readonly Row[]): LearnedWeights["skill"] {
  const halves = [0, 1].map((side) => rows.filter(({ reader }) => reader % 2 === side));
  if (!halves.every(hasBoth)) return null;
  const skills = halves.map((tested, side) => {
    const weights = weightsOf(halves[1 - side] ?? []);
    const labels = tested.map(({ liked }) => liked);
    const learned = tested.map(({ values }) => values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0));
    return {
      learned: rankingSkill(learned, labels),
      inUse: rankingSkill(
        tested.map(({ quality }) => quality),
        labels,
      ),
    };
  });
  const mean = (of: "learned" | "inUse") => skills.reduce((sum, skill) => sum + skill[of], 0) / skills.length;
  return { learned: mean("learned"), inUse: mean("inUse") };
}

/**
 * What weights of the components of quality would rank what readers saved or wanted more of above what they wanted less of or
 * reported, by extractor; components of different extractors are not the same.
 */
export function learnWeights(lines: readonly FeedbackLine[]): LearnedWeights[] {
  const known = lines.flatMap((line) => {
    const features = featuresSchema.safeParse(line.features);
    return features.success ? [{ ...line, features: features.data }] : [];
  });
  return [...Map.groupBy(known, ({ features }) => features.extractor)].sort().map(([extractor, own]) => {
    const names = [...new Set(own.flatMap(({ features }) => Object.keys(features.scores)))].sort();
    const rows = own.map(
      ({ reader, kind, features }): Row => ({
        values: names.map((name) => features.scores[name] ?? 0),
        liked: kind === "more" || kind === "save" ? 1 : 0,
        quality: features.quality,
        reader,
      }),
    );
    const readers = new Set(own.map(({ reader }) => reader)).size;
    const said = { extractor, lines: rows.length, readers };
    if (rows.length < fewestLines || readers < fewestReaders || !hasBoth(rows))
      return { ...said, weights: null, skill: null };
    const weights = weightsOf(rows);
    return {
      ...said,
      weights: Object.fromEntries(names.map((name, at) => [name, weights[at] ?? 0])),
      skill: heldOutSkill(rows),
    };
  });
}

/** What was learned, in lines. */
export function learnedText(learned: readonly LearnedWeights[]): string[] {
  if (learned.length === 0) return ["No reader has said anything of an insight yet."];
  return learned.flatMap(({ extractor, lines, readers, weights, skill }) => [
    `${extractor}: ${lines} likes and dislikes of ${readers} readers.`,
    ...(weights === null
      ? [`  Too few to learn from: at least ${fewestLines} of ${fewestReaders} readers are needed, of both kinds.`]
      : Object.entries(weights).map(([name, weight]) => `  ${name} ${weight.toFixed(2)}`)),
    ...(skill === null
      ? []
      : [
          `  A liked one ranks above a disliked one with ${skill.learned.toFixed(2)} by these weights, with ${skill.inUse.toFixed(2)} by the quality in use (0.5 is chance; readers who were not learned from).`,
        ]),
  ]);
}
