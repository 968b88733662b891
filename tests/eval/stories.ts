import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { claimOf, likenessesOf, storyThreshold } from "../../lib/stories/claim";
import type { Embedder, EmbeddingScale } from "../../lib/stories/embedding";
import { type Grouping, groupingOf } from "../../lib/stories/grouping";
import { surroundingsOf } from "../../lib/stories/surroundings";
import { jaccardSingleLink, tfidfSinglePass } from "./cluster-baselines";
import { bCubed, type Groups, type JudgedPair, judgePairs, pairwise } from "./cluster-scores";
import { episodesBelow } from "./episodes";
import { filesBelow } from "./files-below";
import { placeInOrder } from "./story-library";

const item = z.object({
  id: z.string(),
  text: z.string(),
  publishedAt: z.string().optional(),
  show: z.string().optional(),
  network: z.string().optional(),
  episode: z.string().optional(),
  language: z.string().optional(),
  startMs: z.number().optional(),
  endMs: z.number().optional(),
});
type Item = z.infer<typeof item>;
const goldLine = z.object({ id: z.string(), cluster: z.string() });
const pairLine = z.object({ a: z.string(), b: z.string(), same: z.boolean(), related: z.boolean() });

/** Texts with what people say of them, as far as that lies beside. */
interface DataSet {
  name: string;
  items: Item[];
  /** For each text the stems of the talk around it, where the transcript that it is from lies beside. */
  around: (string[] | null)[];
  gold: Groups | null;
  pairs: JudgedPair[];
}

/** What groups are judged by: all of a data set, or one fold of it. */
interface Measured {
  gold: Groups | null;
  pairs: readonly JudgedPair[];
  /** The texts that count; all where it is missing. */
  over?: ReadonlySet<string>;
}

function readLines<T>(path: string, line: z.ZodType<T>): T[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((text) => text.trim() !== "")
    .map((text, i) => {
      const read = line.safeParse(JSON.parse(text));
      if (!read.success) throw new Error(`${path}, line ${i + 1}: ${z.prettifyError(read.error)}`);
      return read.data;
    });
}

function talkAround(items: readonly Item[], transcripts: string): (string[] | null)[] {
  const around = new Map<string, string[] | null>();
  for (const { name, segments } of existsSync(transcripts) ? episodesBelow(transcripts, () => {}) : []) {
    const placed = items.flatMap(({ id, episode, startMs, endMs }) =>
      episode === name && startMs !== undefined && endMs !== undefined ? [{ id, startMs, endMs }] : [],
    );
    for (const [i, stems] of surroundingsOf(segments, placed).entries()) around.set(placed[i]?.id ?? "", stems);
  }
  return items.map(({ id }) => around.get(id) ?? null);
}

/** "dev.items.jsonl" has "dev.gold.jsonl" and "dev.pairs.jsonl" beside it; "items.jsonl" has "gold.jsonl". A .txt has a text a line. */
function readData(path: string): DataSet {
  const name = path.split("/").slice(-2).join("/");
  if (path.endsWith(".txt")) {
    const texts = readFileSync(path, "utf8")
      .split("\n")
      .filter((text) => text.split(/\s+/).length > 12);
    const items = texts.map((text, i) => ({ id: `line-${i + 1}`, text }));
    return { name, items, around: items.map(() => null), gold: null, pairs: [] };
  }
  const beside = (kind: string) => join(dirname(path), basename(path).replace(/items(?=\.jsonl$)/, kind));
  const items = readLines(path, item).sort(
    (a, b) => (a.publishedAt ?? "").localeCompare(b.publishedAt ?? "") || (a.id < b.id ? -1 : 1),
  );
  const isItems = /items\.jsonl$/.test(path);
  return {
    name,
    items,
    around: talkAround(items, join(dirname(path), "transcripts")),
    gold:
      isItems && existsSync(beside("gold"))
        ? new Map(readLines(beside("gold"), goldLine).map(({ id, cluster }) => [id, cluster]))
        : null,
    pairs: isItems && existsSync(beside("pairs")) ? readLines(beside("pairs"), pairLine) : [],
  };
}

/** What texts are compared by beside their words. */
interface Measure {
  embedder: Embedder;
  /** Null for the local one. */
  scale: EmbeddingScale | null;
}

/** Groups by any threshold. */
type AtThreshold = (threshold: number) => Groups;

/** Ours for one data set. */
interface Ours {
  /** All texts at once; the order of merging does not depend on the threshold. */
  atOnce: AtThreshold;
  /** Episode by episode, as stories are made; null where it is not known when which text was published. */
  inOrder: AtThreshold | null;
}

/** Thresholds that stories in order are tried with: each is a run of its own. */
const triedInOrder = Array.from({ length: 10 }, (_, i) => Math.round((0.4 + i * 0.01) * 100) / 100);

async function ours({ items, around }: DataSet, { embedder, scale }: Measure): Promise<Ours> {
  const vectors = await embedder.embed(items.map(({ text }) => text));
  const claims = items.map(({ text, publishedAt, show, episode, language = "en" }, i) =>
    claimOf(text, {
      vector: vectors[i] ?? new Float32Array(),
      publishedAt: publishedAt ? new Date(publishedAt) : null,
      language,
      around: around[i] ?? null,
      episodeId: episode === undefined ? null : `${show ?? ""} ${episode}`,
    }),
  );
  const grouping: Grouping = groupingOf(likenessesOf(claims, scale));
  const atOnce = (threshold: number): Groups =>
    new Map(grouping.at(threshold).map((group, i) => [items[i]?.id ?? "", items[group]?.id ?? ""]));
  const arrivals = items.flatMap(({ id, show = "", episode = id }, i) => {
    const claim = claims[i];
    if (!claim?.publishedAt) return [];
    return [{ id, show, episode: `${show} ${episode}`, claim: { ...claim, publishedAt: claim.publishedAt } }];
  });
  if (arrivals.length < items.length) return { atOnce, inOrder: null };
  const placed = new Map<number, Groups>();
  for (const threshold of new Set([...triedInOrder, storyThreshold]))
    placed.set(threshold, await placeInOrder(arrivals, { scale, threshold }));
  return { atOnce, inOrder: (threshold) => placed.get(threshold) ?? new Map() };
}

const three = (value: number) => value.toFixed(3).replace(/^0/, "");

function row(name: string, groups: Groups, { gold, pairs, over }: Measured): string {
  if (!gold) return name;
  const b = bCubed(groups, gold, over);
  const p = pairwise(groups, gold);
  const figures = [b.precision, b.recall, b.f1, p.precision, p.recall, p.f1].map((value) => three(value).padStart(6));
  const j = judgePairs(groups, pairs);
  const counts =
    pairs.length === 0 ? "" : `  merged ${j.merged}/${j.same}, kept ${j.kept}/${j.other}, near ${j.nearKept}/${j.near}`;
  return `  ${name.padEnd(46)}${figures.join("")}${counts}`;
}

/** What a threshold is chosen by: fewest wrong merges first where pairs are judged (at most one in 24), else both F1. */
function worth(groups: Groups, { gold, pairs, over }: Measured): number {
  if (!gold) return 0;
  const b = bCubed(groups, gold, over).f1;
  const j = judgePairs(groups, pairs);
  if (j.other > 0) return j.other - j.kept > j.other / 24 ? -(j.other - j.kept) : j.merged / Math.max(1, j.same) + b;
  return b + pairwise(groups, gold).f1;
}

/** What baselines are chosen by: they get the best threshold of the very data that they are measured on. */
const bareF1 = (groups: Groups, { gold }: Measured) => (gold ? bCubed(groups, gold).f1 : 0);

const thresholds = Array.from({ length: 60 }, (_, i) => Math.round((0.05 + i * 0.01) * 100) / 100);

function choose(at: AtThreshold, data: Measured, among: readonly number[] = thresholds, value = worth): number {
  let most = Number.NEGATIVE_INFINITY;
  const plateau: number[] = [];
  for (const threshold of among) {
    const reached = value(at(threshold), data);
    if (reached > most + 1e-9) {
      most = reached;
      plateau.length = 0;
    }
    if (Math.abs(reached - most) <= 1e-9) plateau.push(threshold);
  }
  // The middle of the best ones owes least to chance.
  return plateau[Math.floor(plateau.length / 2)] ?? 0;
}

/** Two folds: every second judged pair, and every second group of texts. */
function folds({ gold, pairs }: DataSet): [Measured, Measured] {
  const clusters = [...new Set(gold?.values())].sort();
  const fold = (side: number): Measured => {
    const mine = new Set(clusters.filter((_, i) => i % 2 === side));
    const over = new Set([...(gold ?? [])].filter(([, cluster]) => mine.has(cluster)).map(([id]) => id));
    return { gold, pairs: pairs.filter((_, i) => i % 2 === side), over };
  };
  return [fold(0), fold(1)];
}

function pooled(at: AtThreshold, chosen: [number, number], parts: [Measured, Measured]): string {
  const counts = parts.map((part, i) => judgePairs(at(chosen[i] ?? 0), part.pairs));
  const sum = (key: "merged" | "same" | "kept" | "other" | "near" | "nearKept") =>
    counts.reduce((total, count) => total + count[key], 0);
  const size = parts.map((part) => part.over?.size ?? 0);
  const scores = parts.map((part, i) => bCubed(at(chosen[i] ?? 0), part.gold ?? new Map(), part.over));
  const mean = (key: "precision" | "recall") =>
    scores.reduce((total, score, i) => total + score[key] * (size[i] ?? 0), 0) / ((size[0] ?? 0) + (size[1] ?? 0));
  const [p, r] = [mean("precision"), mean("recall")];
  return `  pooled over both folds: B-cubed ${three(p)} ${three(r)} F1 ${three((2 * p * r) / (p + r))}; merged ${sum("merged")}/${sum("same")}, kept ${sum("kept")}/${sum("other")} (${sum("other") - sum("kept")} wrongly merged), near ${sum("nearKept")}/${sum("near")}`;
}

/** What a threshold that was chosen on each half gives on the other one. */
function printFolds(
  name: string,
  at: AtThreshold,
  among: readonly number[],
  data: DataSet,
  print: (text: string) => void,
): void {
  const parts = folds(data);
  const chosen: [number, number] = [choose(at, parts[1], among), choose(at, parts[0], among)];
  for (const [i, part] of parts.entries())
    print(row(`ours, ${name}, ${three(chosen[i] ?? 0)} of the other fold, ${i + 1}`, at(chosen[i] ?? 0), part));
  print(pooled(at, chosen, parts));
}

async function measure(data: DataSet, train: DataSet | null, by: Measure, print: (text: string) => void) {
  const { atOnce, inOrder } = await ours(data, by);
  const clusters = new Set(data.gold?.values()).size;
  print(
    `${data.name}: ${data.items.length} texts${data.gold ? `, ${clusters} groups` : ""}${data.pairs.length > 0 ? `, ${data.pairs.length} judged pairs` : ""}`,
  );
  if (!data.gold) {
    const groups = Map.groupBy(data.items, ({ id }) => (inOrder ?? atOnce)(storyThreshold).get(id));
    const sizes = [...groups.values()].map((members) => members.length).sort((a, b) => b - a);
    print(`  ${sizes.length} stories, of ${sizes.join(", ")} takes (threshold ${storyThreshold})\n`);
    return;
  }
  print(`  ${"".padEnd(46)}  B3 P     R    F1   P  P     R    F1`);
  print(row("every text alone", new Map(data.items.map(({ id }) => [id, id])), data));
  const jaccard = thresholds
    .filter((value) => value >= 0.1)
    .map((value) => [value, jaccardSingleLink(data.items, value)] as const);
  const simple = new Map(jaccard);
  const bestJaccard = choose((value) => simple.get(value) ?? new Map(), data, [...simple.keys()], bareF1);
  print(row("Jaccard single link .300", simple.get(0.3) ?? new Map(), data));
  print(row(`Jaccard single link ${three(bestJaccard)}, chosen here`, simple.get(bestJaccard) ?? new Map(), data));
  const passes = new Map(
    thresholds.filter((value) => value < 0.35).map((value) => [value, tfidfSinglePass(data.items, value)]),
  );
  const bestPass = choose((value) => passes.get(value) ?? new Map(), data, [...passes.keys()], bareF1);
  print(row(`TF-IDF single pass ${three(bestPass)}, chosen here`, passes.get(bestPass) ?? new Map(), data));
  print(row(`ours, all at once (${three(storyThreshold)})`, atOnce(storyThreshold), data));
  if (inOrder) print(row(`ours, as stories are made (${three(storyThreshold)})`, inOrder(storyThreshold), data));
  if (train) {
    const threshold = choose((await ours(train, by)).atOnce, train);
    print(row(`ours, ${three(threshold)} chosen on ${basename(train.name)}`, atOnce(threshold), data));
  } else if (data.pairs.length > 0) {
    printFolds("all at once", atOnce, thresholds, data, print);
    if (inOrder) printFolds("as made", inOrder, triedInOrder, data, print);
  }
  print("");
}

/**
 * Groups the texts of a file, or of every items file below a folder, as stories are grouped. Figures where people's groups or
 * judged pairs lie beside; a set named "dev" is measured with what was chosen on the "train" beside it.
 * @param options.json prints `{id, story}` of a file's texts and nothing else.
 */
export async function evaluateStories(options: {
  data: string;
  json: boolean;
  embedder: Embedder;
  scale: EmbeddingScale | null;
  print: (text: string) => void;
}): Promise<void> {
  const { data, json, embedder, print } = options;
  if (json) {
    const read = readData(data);
    const { atOnce, inOrder } = await ours(read, options);
    const groups = (inOrder ?? atOnce)(storyThreshold);
    for (const { id } of read.items) print(JSON.stringify({ id, story: groups.get(id) }));
    return;
  }
  const files = statSync(data).isDirectory() ? filesBelow(data).filter((path) => /items\.jsonl$/.test(path)) : [data];
  if (files.length === 0) throw new Error(`No file named items.jsonl was found below ${data}.`);
  print(`Embedding: ${embedder.model}\n`);
  for (const path of files.sort()) {
    if (basename(path).startsWith("train.")) continue;
    const train = path.replace(/dev(?=\.items\.jsonl$)/, "train");
    await measure(readData(path), train !== path && existsSync(train) ? readData(train) : null, options, print);
  }
}
