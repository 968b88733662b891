import { weights } from "./weights";

/** Something a reader did with an insight, with what it was about at that moment. */
export interface Signal {
  kind: "more" | "less" | "save";
  at: Date;
  /** Slugs. */
  topics: string[];
  showId: string | null;
}

/** How often a reader said what of one topic or show. */
export interface SignalCounts {
  more: number;
  less: number;
  save: number;
}

/** What was learned from a reader's signals: of each topic and show that had any, by how much it counts (1 is as usual). */
export interface Learned {
  topics: Map<string, number>;
  shows: Map<string, number>;
}

const dayMs = 24 * 3600_000;
const round = (value: number) => Math.round(value * 1e4) / 1e4;

/**
 * By how much a topic or show counts after some signals: each "more like this" counts 1, each save ½, each "less like this"
 * −2, and their sum s moves the factor to 1 + ½·s ÷ (|s| + 4.5). So three times "more" make it 1.2 and one "less" 0.85; it
 * stays between 0.5 and 1.5 whatever happens, and each further signal of a kind moves it less than the one before.
 */
export function learnedFactor({ more, less, save }: SignalCounts): number {
  const sum = more * weights.moreLikeThis + save * weights.saved + less * weights.lessLikeThis;
  return round(1 + (weights.mostLearned * sum) / (Math.abs(sum) + weights.signalsToHalf));
}

/** Counts a reader's signals by topic and by show. @param since signals up to it (a reset) and older than 180 days are passed over. */
export function countSignals(
  signals: Signal[],
  { now, since }: { now: Date; since: Date | null },
): { topics: Map<string, SignalCounts>; shows: Map<string, SignalCounts> } {
  const from = Math.max(now.getTime() - weights.signalDays * dayMs, since?.getTime() ?? 0);
  const topics = new Map<string, SignalCounts>();
  const shows = new Map<string, SignalCounts>();
  const count = (counts: Map<string, SignalCounts>, key: string, kind: Signal["kind"]) => {
    const entry = counts.get(key) ?? { more: 0, less: 0, save: 0 };
    entry[kind]++;
    counts.set(key, entry);
  };
  for (const { kind, at, topics: slugs, showId } of signals) {
    if (at.getTime() <= from || at > now) continue;
    for (const slug of new Set(slugs)) count(topics, slug, kind);
    if (showId !== null) count(shows, showId, kind);
  }
  return { topics, shows };
}

/** What a reader's signals teach; see `learnedFactor`. Their order does not matter. */
export function learn(signals: Signal[], window: { now: Date; since: Date | null }): Learned {
  const { topics, shows } = countSignals(signals, window);
  const factors = (counts: Map<string, SignalCounts>) =>
    new Map([...counts].map(([key, value]) => [key, learnedFactor(value)]));
  return { topics: factors(topics), shows: factors(shows) };
}

/** Nothing learned yet. */
export const nothingLearned: Learned = { topics: new Map(), shows: new Map() };

/** One thing that was learned, in words. */
export interface LearnedSentence {
  /** For example "You said “more like this” on 3 insights about Energy & climate: it counts 1.2 times." */
  text: string;
  factor: number;
  /** One of the two is set. */
  topicSlug: string | null;
  showId: string | null;
}

const insights = (count: number) => `${count} ${count === 1 ? "insight" : "insights"}`;

function sentence(counts: SignalCounts, factor: number, subject: string): string {
  const did = [
    ...(counts.more > 0 ? [`said “more like this” on ${insights(counts.more)}`] : []),
    ...(counts.save > 0 ? [`saved ${insights(counts.save)}`] : []),
    ...(counts.less > 0 ? [`said “less like this” on ${insights(counts.less)}`] : []),
  ];
  const said = did.length < 2 ? did.join("") : `${did.slice(0, -1).join(", ")} and ${did.at(-1)}`;
  return `You ${said} ${subject}: it counts ${Number(factor.toFixed(2))} times.`;
}

/**
 * What was learned, in words for its reader: what moved most comes first. What came out even says nothing.
 * @param names of topics by slug and of shows by id; what is not named (it was removed) is left out.
 */
export function learningInWords(
  counts: ReturnType<typeof countSignals>,
  names: { topics: Map<string, string>; shows: Map<string, string> },
): LearnedSentence[] {
  const sentences = (
    of: Map<string, SignalCounts>,
    named: Map<string, string>,
    phrase: (name: string) => string,
    target: (key: string) => Pick<LearnedSentence, "topicSlug" | "showId">,
  ) =>
    [...of].flatMap(([key, value]) => {
      const name = named.get(key);
      const factor = learnedFactor(value);
      if (name === undefined || factor === 1) return [];
      return [{ text: sentence(value, factor, phrase(name)), factor, ...target(key) }];
    });
  const moved = (entry: LearnedSentence) => Math.abs(entry.factor - 1);
  return [
    ...sentences(
      counts.topics,
      names.topics,
      (name) => `about ${name}`,
      (slug) => ({ topicSlug: slug, showId: null }),
    ),
    ...sentences(
      counts.shows,
      names.shows,
      (name) => `from ${name}`,
      (id) => ({ topicSlug: null, showId: id }),
    ),
  ].sort((a, b) => moved(b) - moved(a) || (a.text < b.text ? -1 : 1));
}
