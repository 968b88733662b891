import { writeFileSync } from "node:fs";
import { type Block, blocksOf } from "../../lib/insights/blocks";
import { judge, judgements, type SalienceTable } from "../../lib/insights/salience";
import { type FeatureRows, featuresOf } from "../../lib/insights/salience-features";
import { featuresBetween, progressOf } from "../../lib/insights/same-topic";
import { episodesBelow } from "./episodes";
import { fitLogistic, rankingSkill } from "./logistic";
import { type Judgement, judgementsOf, primaryTopicsAt, promoAt } from "./salience";

const tableFile = new URL("../../lib/insights/salience-table.json", import.meta.url);
const foldsFile = new URL("./salience-folds.json", import.meta.url);

/** How small weights are held, in blocks, in the order of `judgements`. */
const ridges = [600, 250, 250, 250];
const sameTopicRidge = 30;
/** An episode with less of its time in numbered topics has only its headlines numbered: that says nothing of the rest. */
const leastTopicShare = 0.15;
/** Pairs of blocks so far apart are asked whether they are on one topic, from every third block on. */
const gaps = [1, 2, 4, 6, 9, 13, 18, 25, 35, 50, 70];
/** Every episode counts as so many blocks, however long it is. */
const episodeWeight = 200;
/** And as so many pairs of them. */
const pairWeight = 100;
/** A block is a beginning when a stamp lies in it or so little before it. */
const stampLeadMs = 10_000;

interface Example {
  name: string;
  year: number;
  blocks: Block[];
  features: FeatureRows;
  /** One row a block, in the order of `judgements`. */
  labels: number[][];
  /** The numbered topic that each block is in, or -1. */
  topics: number[];
  /** The share of blocks in numbered topics. */
  topicShare: number;
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
    const topics = blocks.map(({ startMs, endMs }) => primaryTopicsAt(judged, (startMs + endMs) / 2).at(-1) ?? -1);
    examples.push({
      name: episode.name,
      year: Number(episode.publishedAt.slice(0, 4)),
      blocks,
      features: featuresOf(blocks, episode.title),
      labels: blocks.map((block) => labelsOf(judged, block)),
      topics,
      topicShare: topics.filter((topic) => topic >= 0).length / Math.max(1, blocks.length),
    });
  }
  return examples;
}

const short = (value: number) => Number(value.toPrecision(3));

function learnMoments(examples: readonly Example[]): SalienceTable["moments"] {
  const learned = judgements.map((name, which) => {
    const known = name === "topic" ? examples.filter(({ topicShare }) => topicShare >= leastTopicShare) : examples;
    return fitLogistic(
      known.flatMap(({ features }) => features.rows),
      known.flatMap(({ labels }) => labels.map((row) => row[which] ?? 0)),
      known.flatMap(({ blocks }) => blocks.map(() => episodeWeight / blocks.length)),
      ridges[which] ?? 0,
    );
  });
  const names = examples[0]?.features.names ?? [];
  return {
    "": learned.map(({ start }) => short(start)),
    ...Object.fromEntries(names.map((name, at) => [name, learned.map(({ weights }) => short(weights[at] ?? 0))])),
  };
}

interface Pair {
  between: number[];
  /** 1 where both blocks are in one topic. */
  label: number;
}

/** Pairs of an episode's blocks that are both in numbered topics. */
function pairsOf({ blocks, features, topics }: Example, moments: SalienceTable["moments"]): Pair[] {
  const openings = features.rows.map((row) => judge(moments, features.names, row).opening);
  const progress = progressOf(blocks, features, openings);
  return gaps.flatMap((gap) =>
    topics.flatMap((topic, at): Pair[] => {
      const other = topics[at + gap] ?? -1;
      if (at % 3 > 0 || topic < 0 || other < 0) return [];
      return [{ between: featuresBetween(progress, at, at + gap), label: Number(topic === other) }];
    }),
  );
}

function learn(examples: readonly Example[]): SalienceTable {
  const moments = learnMoments(examples);
  const pairs = examples
    .filter(({ topicShare }) => topicShare >= leastTopicShare)
    .map((example) => pairsOf(example, moments));
  const { start, weights } = fitLogistic(
    pairs.flat().map(({ between }) => between),
    pairs.flat().map(({ label }) => label),
    pairs.flatMap((list) => list.map(() => pairWeight / list.length)),
    sameTopicRidge,
  );
  return { moments, sameTopic: [start, ...weights].map(short) };
}

/** How surely a table ranks the blocks of shows it has not seen, for each judgement, and pairs of them. */
function skillOf({ moments, sameTopic }: SalienceTable, examples: readonly Example[]): Record<string, number> {
  const skill = (scores: number[], labels: number[]) => Number(rankingSkill(scores, labels).toFixed(3));
  const judged = examples.flatMap(({ features }) => features.rows.map((row) => judge(moments, features.names, row)));
  const pairs = examples.flatMap((example) => pairsOf(example, moments));
  const odds = pairs.map(({ between }) =>
    between.reduce((sum, value, at) => sum + value * (sameTopic[at + 1] ?? 0), 0),
  );
  return {
    ...Object.fromEntries(
      judgements.map((name, which) => [
        name,
        skill(
          judged.map((one) => one[name]),
          examples.flatMap(({ labels }) => labels.map((row) => row[which] ?? 0)),
        ),
      ]),
    ),
    "same topic": skill(
      odds,
      pairs.map(({ label }) => label),
    ),
  };
}

/**
 * Learns which moments matter from people's judgements and writes the table that the extractor uses; beside it, for honest
 * figures, one table learned from the even years only and one from the odd ones.
 */
export function trainSalience(options: { data: string; print: (text: string) => void }): void {
  const examples = examplesBelow(options.data);
  const folds = [0, 1].map((parity) => {
    const seen = examples.filter(({ year }) => year % 2 === parity);
    const table = learn(seen);
    const unseen = examples.filter(({ year }) => year % 2 !== parity);
    return { learnedFrom: seen.map(({ name }) => name), skillOnOthers: skillOf(table, unseen), table };
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
  writeFileSync(tableFile, `${JSON.stringify({ training, ...learn(examples) })}\n`);
  writeFileSync(foldsFile, `${JSON.stringify(folds)}\n`);
  options.print(
    "Written: lib/insights/salience-table.json and tests/eval/salience-folds.json. Format them: npm run format",
  );
}
