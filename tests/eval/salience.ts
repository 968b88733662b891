import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const span = z.tuple([z.number(), z.number()]);
const judgement = z.object({
  episode: z.string(),
  publishedAt: z.string().optional(),
  durationMs: z.number(),
  topics: z.array(z.object({ title: z.string(), spans: z.array(span), primary: z.boolean() })),
  promo: z
    .array(z.object({ kind: z.enum(["sponsor", "store", "messages", "edge"]), startMs: z.number(), endMs: z.number() }))
    .default([]),
  stamps: z.array(z.number()).default([]),
});

/** What people thought mattered in one episode, and where promotion was. */
export type Judgement = z.infer<typeof judgement>;

/** A place in an episode, in milliseconds. */
export interface Place {
  startMs: number;
  endMs: number;
}

/** Judgements by episode; null where the folder has none. */
export function judgementsOf(data: string): Map<string, Judgement> | null {
  const file = join(data, "gold.jsonl");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return new Map(
    lines.map((line) => judgement.parse(JSON.parse(line))).map((one) => [one.episode, one] as [string, Judgement]),
  );
}

export const depths = [5, 10, 20] as const;
export const measures = ["recall", "cover", "prec", "prime", "promo", "spons", "ask", "stamp"] as const;
export type Figures = Record<(typeof measures)[number], number>;

/** A pick is in a span when its middle is. */
const middle = (pick: Place) => (pick.startMs + pick.endMs) / 2;
const inSpan = (at: number, [from, to]: readonly [number, number]) => from <= at && at < to;

/** Whether a moment lies in a topic that the viewers counted as one of the episode's. */
export function primaryTopicsAt(gold: Judgement, at: number): number[] {
  return gold.topics.flatMap((topic, index) =>
    topic.primary && topic.spans.some((one) => inSpan(at, one)) ? [index] : [],
  );
}

/** The kinds of promotion at a moment. */
export function promoAt(gold: Judgement, at: number): Judgement["promo"][number]["kind"][] {
  return gold.promo.filter(({ startMs, endMs }) => inSpan(at, [startMs, endMs])).map(({ kind }) => kind);
}

/** How long before a pick its topic's stamp may lie. */
const stampLeadMs = 15_000;

/** The figures of one episode for its first k picks. Source of the protocol: the corpora's description. */
export function figuresOf(gold: Judgement, ranked: readonly Place[], k: number): Figures {
  const picks = ranked.slice(0, k);
  const primary = gold.topics.filter((topic) => topic.primary).length;
  const hit = new Set(picks.flatMap((pick) => primaryTopicsAt(gold, middle(pick)))).size;
  const count = (test: (pick: Place) => boolean) => picks.filter(test).length;
  const kinds = (pick: Place) => promoAt(gold, middle(pick));
  const given = Math.max(1, picks.length);
  return {
    recall: hit / Math.max(1, primary),
    cover: hit / Math.max(1, Math.min(k, primary)),
    prec:
      count(
        (pick) =>
          kinds(pick).length === 0 && gold.topics.some((topic) => topic.spans.some((one) => inSpan(middle(pick), one))),
      ) / k,
    prime: count((pick) => primaryTopicsAt(gold, middle(pick)).length > 0) / k,
    promo: count((pick) => kinds(pick).some((kind) => kind !== "messages")) / given,
    spons: count((pick) => kinds(pick).includes("sponsor")) / given,
    ask: count((pick) => kinds(pick).includes("messages")) / given,
    stamp: count((pick) => gold.stamps.some((at) => at >= pick.startMs - stampLeadMs && at <= pick.endMs)) / given,
  };
}

/** The mean of several episodes' figures, and half the width of the 95 % interval of the mean. */
export function meanFigures(all: readonly Figures[]): { mean: Figures; margin: Figures } {
  const of = (value: (name: (typeof measures)[number]) => number) =>
    Object.fromEntries(measures.map((name) => [name, value(name)])) as Figures;
  const count = Math.max(1, all.length);
  const mean = of((name) => all.reduce((sum, one) => sum + one[name], 0) / count);
  const margin = of((name) => {
    const variance = all.reduce((sum, one) => sum + (one[name] - mean[name]) ** 2, 0) / Math.max(1, count - 1);
    return 1.96 * Math.sqrt(variance / count);
  });
  return { mean, margin };
}
