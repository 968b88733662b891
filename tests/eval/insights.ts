import type { InsightDraft } from "../../lib/insights/insight";
import type { SalienceTable } from "../../lib/insights/salience";
import { extractVerbatim } from "../../lib/insights/verbatim";
import { type EvalEpisode, episodesBelow } from "./episodes";
import { styleFaults } from "./excerpt-style";
import { extractByModel } from "./model-extractor";
import { depths, type Figures, figuresOf, type Judgement, judgementsOf, meanFigures, measures } from "./salience";
import { baselines, windowsOf } from "./salience-baselines";

import salienceFolds from "./salience-folds.json" with { type: "json" };

/** At most so many picks of an episode are judged. */
const mostPicks = 20;

const folds: { learnedFrom: string[]; table: SalienceTable }[] = salienceFolds;

/** For an episode that the shipped table has learned from: the table that was learned from the other years. */
function unseenTable(episode: string): SalienceTable | undefined {
  const isKnown = folds.some(({ learnedFrom }) => learnedFrom.includes(episode));
  return isKnown ? folds.find(({ learnedFrom }) => !learnedFrom.includes(episode))?.table : undefined;
}

/** The halves of the corpus that the shipped table has learned from, each judged by the table of the other. */
const halves = folds.map(({ learnedFrom }) => ({
  name: Number(learnedFrom[0]?.slice(0, 4)) % 2 === 0 ? "even years" : "odd years",
  episodes: new Set(learnedFrom),
}));

/** Makes the ranked insights of one episode, the best first. */
export interface EvalExtractor {
  (episode: EvalEpisode, most: number): Promise<InsightDraft[]>;
  /** Ends what it opened, and says what else there is to say. */
  finish?: (print: (text: string) => void) => Promise<void>;
}

const extractLocally: EvalExtractor = async (episode, most) =>
  extractVerbatim({
    segments: episode.segments,
    showTitle: episode.show,
    episodeTitle: episode.title,
    description: "",
    persons: [],
    language: episode.language,
    maxInsights: most,
    salienceTable: unseenTable(episode.name),
  }).insights;

/** What may stand after `--extractor`. */
export const extractors: Record<string, EvalExtractor> = { local: extractLocally, openai: extractByModel };

function row(name: string, figures: readonly Figures[], columns: readonly string[]): string {
  const { mean } = meanFigures(figures);
  return `| ${name.padEnd(24)} |${columns.map((column) => ` ${mean[column as keyof Figures].toFixed(3).replace(/^0/, "").padStart(6)} |`).join("")}`;
}

function heading(k: number, columns: readonly string[]): string {
  return `| ${`at ${k}`.padEnd(24)} |${columns.map((column) => ` ${column.padStart(6)} |`).join("")}`;
}

/** The figures of picks and baselines at each depth, as lines of tables; at five those of each half too. */
export function figureTable(
  judged: { episode: EvalEpisode; gold: Judgement; picks: { startMs: number; endMs: number }[] }[],
  name: string,
): string[] {
  const hasPromo = judged.some(({ gold }) => gold.promo.length > 0);
  const columns = measures.filter((column) => hasPromo || !["promo", "spons", "ask", "stamp"].includes(column));
  const windows = judged.map(({ episode }) => windowsOf(episode.segments));
  const lines: string[] = [];
  for (const k of depths) {
    lines.push("", heading(k, columns));
    for (const [baseline, { pick, draws }] of Object.entries(baselines)) {
      const figures = judged.flatMap(({ gold }, index) =>
        Array.from({ length: draws }, (_, seed) => figuresOf(gold, pick(windows[index] ?? [], k, seed), k)),
      );
      lines.push(row(baseline, figures, columns));
    }
    const ours = judged.map(({ gold, picks }) => figuresOf(gold, picks, k));
    lines.push(row(name, ours, columns));
    if (k === 5) {
      for (const half of halves) {
        const own = judged.filter(({ episode }) => half.episodes.has(episode.name));
        if (own.length === 0) continue;
        const figures = own.map(({ gold, picks }) => figuresOf(gold, picks, k));
        lines.push(row(`${name}, ${half.name}`, figures, columns));
      }
      const { margin } = meanFigures(ours);
      lines.push(
        `  (95 % intervals at 5: recall ±${margin.recall.toFixed(3)}, cover ±${margin.cover.toFixed(3)}, prime ±${margin.prime.toFixed(3)})`,
      );
    }
  }
  return lines;
}

interface StyleCount {
  picks: number;
  obeying: number;
  faults: Map<string, number>;
}

function countStyle(style: StyleCount, episode: EvalEpisode, top: readonly InsightDraft[]): void {
  top.forEach((insight, index) => {
    const faults = styleFaults(insight, episode, top.slice(0, index));
    style.picks++;
    if (faults.length === 0) style.obeying++;
    for (const fault of new Set(faults)) style.faults.set(fault, (style.faults.get(fault) ?? 0) + 1);
  });
}

/**
 * Extracts from every transcript below a folder. With `json` one line an episode; else the figures against the folder's
 * `gold.jsonl`, where it has one, beside the baselines.
 */
export async function evaluateInsights(options: {
  data: string;
  json: boolean;
  extractor: string;
  print: (text: string) => void;
}): Promise<void> {
  const { data, json, print } = options;
  const extract = extractors[options.extractor];
  if (extract === undefined)
    throw new Error(
      `There is no extractor "${options.extractor}". Choose one of: ${Object.keys(extractors).join(", ")}.`,
    );
  const gold = judgementsOf(data);
  const judged: { episode: EvalEpisode; gold: Judgement; picks: { startMs: number; endMs: number }[] }[] = [];
  const style: StyleCount = { picks: 0, obeying: 0, faults: new Map() };
  let total = 0;
  const refused: string[] = [];
  for (const episode of episodesBelow(data, (file, message) => refused.push(`  ${file}: not read. ${message}`))) {
    const insights = (await extract(episode, mostPicks)).slice(0, mostPicks);
    total++;
    countStyle(style, episode, insights.slice(0, 5));
    const picks = insights.map((insight, index) => ({
      rank: index + 1,
      startMs: insight.quote.startMs,
      endMs: insight.quote.endMs,
      headline: insight.headline,
      body: insight.body,
      quote: insight.quote.text,
      kind: insight.kind,
      scores: { ...insight.scores, quality: insight.quality },
    }));
    if (json) print(JSON.stringify({ episode: episode.name, picks }));
    const one = gold?.get(episode.name);
    if (one !== undefined) judged.push({ episode, gold: one, picks });
  }
  await extract.finish?.(json ? () => {} : print);
  if (json) return;
  for (const line of refused) print(line);
  print(`${total} episodes were read, ${judged.length} of them judged by people.`);
  print(
    `The top five: ${style.picks} picks (${(style.picks / Math.max(1, total)).toFixed(2)} an episode), ${style.obeying} of them (${((100 * style.obeying) / Math.max(1, style.picks)).toFixed(1)} %) obey the rules for excerpts and stand alone.`,
  );
  for (const [fault, count] of [...style.faults].sort((a, b) => b[1] - a[1])) print(`  ${count} ${fault}`);
  if (judged.length > 0) for (const line of figureTable(judged, options.extractor)) print(line);
}
