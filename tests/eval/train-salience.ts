import { writeFileSync } from "node:fs";
import { type Block, blocksOf } from "../../lib/insights/blocks";
import { judgements, type SalienceTable } from "../../lib/insights/salience";
import { type FeatureRows, featuresOf } from "../../lib/insights/salience-features";
import { episodesBelow } from "./episodes";
import { fitLogistic, rankingSkill } from "./logistic";
import { type Judgement, judgementsOf, primaryTopicsAt, promoAt } from "./salience";

const tableFile = new URL("../../lib/insights/salience-table.json", import.meta.url);
const foldsFile = new URL("./salience-folds.json", import.meta.url);

/** How small weights are held, in blocks. */
const ridge = 250;
/** Every episode counts as so many blocks, however long it is. */
const episodeWeight = 200;
/** A block is a beginning when a stamp lies in it or so little before it. */
const stampLeadMs = 10_000;

interface Example {
  name: string;
  year: number;
  blocks: Block[];
  features: FeatureRows;
  /** One row a block, in the order of `judgements`. */
  labels: number[][];
}

function labelsOf(gold: Judgement, block: Block): number[] {
  const middle = (block.startMs + block.endMs) / 2;
  const kinds = promoAt(gold, middle);
  const isTopic = primaryTopicsAt(gold, middle).length > 0 && kinds.length === 0;
  const begins = gold.stamps.some((at) => at >= block.startMs - stampLeadMs && at <= block.endMs);
  const isPromo = kinds.some((kind) => kind !== "messages");
  return [isTopic, begins, isPromo, kinds.includes("messages")].map(Number);
}

function examplesBelow(data: string): Example[] {
  const gold = judgementsOf(data);
  const examples: Example[] = [];
  for (const episode of episodesBelow(data, () => {})) {
    const judged = gold?.get(episode.name);
    if (judged === undefined || episode.publishedAt === null) continue;
    const blocks = blocksOf(episode.segments);
    examples.push({
      name: episode.name,
      year: Number(episode.publishedAt.slice(0, 4)),
      blocks,
      features: featuresOf(blocks, episode.title),
      labels: blocks.map((block) => labelsOf(judged, block)),
    });
  }
  return examples;
}

function learn(examples: readonly Example[]): SalienceTable {
  const rows = examples.flatMap(({ features }) => features.rows);
  const importance = examples.flatMap(({ blocks }) => blocks.map(() => episodeWeight / blocks.length));
  const learned = judgements.map((_, which) =>
    fitLogistic(
      rows,
      examples.flatMap(({ labels }) => labels.map((row) => row[which] ?? 0)),
      importance,
      ridge,
    ),
  );
  const names = examples[0]?.features.names ?? [];
  const short = (value: number) => Number(value.toPrecision(3));
  return {
    "": learned.map(({ start }) => short(start)),
    ...Object.fromEntries(names.map((name, at) => [name, learned.map(({ weights }) => short(weights[at] ?? 0))])),
  };
}

/** How surely a table ranks the blocks of shows it has not seen, for each judgement. */
function skillOf(table: SalienceTable, examples: readonly Example[]): Record<string, number> {
  return Object.fromEntries(
    judgements.map((name, which) => {
      const scores = examples.flatMap(({ features }) =>
        features.rows.map((row) =>
          features.names.reduce((sum, column, at) => sum + (table[column]?.[which] ?? 0) * (row[at] ?? 0), 0),
        ),
      );
      const labels = examples.flatMap((example) => example.labels.map((row) => row[which] ?? 0));
      return [name, Number(rankingSkill(scores, labels).toFixed(3))];
    }),
  );
}

/**
 * Learns which moments matter from people's judgements and writes the table that the extractor uses; beside it, for honest
 * figures, one table learned from the even years only and one from the odd ones.
 */
export function trainSalience(options: { data: string; print: (text: string) => void }): void {
  const examples = examplesBelow(options.data);
  const folds = [0, 1].map((parity) => {
    const seen = examples.filter(({ year }) => year % 2 === parity);
    const weights = learn(seen);
    const unseen = examples.filter(({ year }) => year % 2 !== parity);
    return { learnedFrom: seen.map(({ name }) => name), skillOnOthers: skillOf(weights, unseen), weights };
  });
  for (const [index, { learnedFrom, skillOnOthers }] of folds.entries())
    options.print(
      `Learned from ${learnedFrom.length} episodes of ${index === 0 ? "even" : "odd"} years; ranking skill on the others: ${Object.entries(
        skillOnOthers,
      )
        .map(([name, value]) => `${name} ${value}`)
        .join(", ")}`,
    );
  const training = {
    episodes: examples.length,
    blocks: examples.reduce((sum, { blocks }) => sum + blocks.length, 0),
    skillOnOtherYears: folds.map(({ skillOnOthers }) => skillOnOthers),
  };
  writeFileSync(tableFile, `${JSON.stringify({ training, weights: learn(examples) })}\n`);
  writeFileSync(foldsFile, `${JSON.stringify(folds)}\n`);
  options.print(
    "Written: lib/insights/salience-table.json and tests/eval/salience-folds.json. Format them: npm run format",
  );
}
