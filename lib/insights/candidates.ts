import { isCommonWord } from "./common-words";
import type { GateFault } from "./gate";
import type { InsightDraft, SpokenSegment } from "./insight";
import { inPublishersSpelling, type NameAlias } from "./name-spelling";
import { holdsName, nameEvidence, namesIn } from "./names";
import { addressIn, givesOrders } from "./orders";
import type { RawCandidate } from "./prompts";
import { findQuote } from "./receipt";
import { countWords, wordsIn } from "./words";

/** A candidate on its way, with what it was made from and what is wrong with it. */
export interface JudgedDraft {
  raw: RawCandidate;
  draft: InsightDraft;
  faults: GateFault[];
}

/** The name of this extractor, stored with what it makes. */
export const modelExtractor = "openai";

/** What drafts are made from. */
export interface DraftSource {
  /** The whole transcript. */
  segments: readonly SpokenSegment[];
  /** The publisher's titles, notes and names. */
  metadata: readonly string[];
  aliases: readonly NameAlias[];
  language: string;
  /** Slugs that may be chosen. */
  topics: ReadonlySet<string>;
  model: string;
  promptVersion: string;
}

/** How much each score says; they sum to 1. Ours to set: a model's answer never says what ranks where. */
export const scoreWeights = { novelty: 0.3, usefulness: 0.3, specificity: 0.2, evidence: 0.2 } as const;

/** The scores of one claim, 0 to 1 each. */
export type ClaimScores = Record<keyof typeof scoreWeights, number>;

/** Quality of bounded scores: whatever a model answers lands between 0 and 1. */
export function qualityOfScores(scores: ClaimScores): number {
  const names = Object.keys(scoreWeights) as (keyof ClaimScores)[];
  return Number(names.reduce((sum, name) => sum + scoreWeights[name] * scores[name], 0).toFixed(4));
}

/** A model's score from 0 to 10 as 0 to 1; whatever is outside or no number is brought inside. */
export function bounded(score: number): number {
  return Number.isFinite(score) ? Number((Math.max(0, Math.min(10, score)) / 10).toFixed(4)) : 0;
}

const longest = { reason: 160, outdated: 160, freeTopic: 30, freeTopics: 3, names: 12, topics: 3 };

/** A line of a model's for operators: plain words, without addresses and orders; empty where it is neither. */
function plainLine(text: string, most: number): string {
  const line = text.replace(/\s+/gu, " ").trim();
  return line.length > most || addressIn(line) !== null || givesOrders(line) ? "" : line;
}

/** "Kestrel Motors Rents Its Whole Data Centre" as a sentence: words that English writes small and nobody said with a capital. */
export function sentenceCase(headline: string, said: string): string {
  const words = wordsIn(headline);
  const long = words.filter(({ start, end }) => end - start > 3);
  const capital = (start: number) => /^\p{Lu}/u.test(headline.slice(start));
  if (long.length < 4 || long.filter(({ start }) => capital(start)).length < long.length * 0.8) return headline;
  let result = headline;
  for (const { start, end } of words.slice(1)) {
    const written = headline.slice(start, end);
    if (!/^\p{Lu}\p{Ll}+$/u.test(written)) continue;
    const small = written.toLowerCase();
    const saidWithCapital = new RegExp(String.raw`(?<![.!?]\s)(?<=\S\s)${written}\b`, "u").test(said);
    if (isCommonWord(small) && !saidWithCapital) result = result.slice(0, start) + small + result.slice(end);
  }
  return result;
}

const withoutMarks = (quote: string) =>
  quote
    .trim()
    .replace(/^(?:\[\d+\]\s*)?["“”'‘’«]+|["“”'‘’»]+$/gu, "")
    .replace(/^(?:\.{3}|…)\s*|\s*(?:\.{3}|…)$/gu, "")
    .trim();

/** Evidence that was cited so near to the quote is widened to hold it. */
const nearby = 3;
/** Evidence that was cited somewhere else is as long as that, but no longer than this many segments. */
const longestMoved = 12;

/**
 * A model's candidate as a draft for the gate. What is known better is not believed: the quote's words, place, times and
 * speaker come from the transcript, wherever in it the quote stands.
 * @returns the draft and whether its place had to be mended; the draft holds the model's quote where the transcript has
 *   no such words, for the gate to refuse.
 */
export function draftOfCandidate(
  raw: RawCandidate,
  source: DraftSource,
): { draft: InsightDraft; movedEvidence: boolean } {
  const { segments } = source;
  const last = segments.length - 1;
  const place = (value: number) => Math.max(0, Math.min(last, Number.isFinite(value) ? Math.round(value) : 0));
  let [from, to] = [place(raw.first_segment), place(raw.last_segment)].sort((a, b) => a - b) as [number, number];
  const quote = withoutMarks(raw.quote);
  const inPlace = findQuote(segments.slice(from, to + 1), quote);
  const found = inPlace
    ? { ...inPlace, firstSegment: inPlace.firstSegment + from, lastSegment: inPlace.lastSegment + from }
    : findQuote(segments, quote);
  let movedEvidence = false;
  if (found && !inPlace) {
    movedEvidence = true;
    const isNear = found.lastSegment >= from - nearby && found.firstSegment <= to + nearby;
    if (isNear) {
      from = Math.min(from, found.firstSegment);
      to = Math.max(to, found.lastSegment);
    } else {
      // Somewhere else altogether: what stands around the quote, as far as it was cited.
      const length = Math.min(longestMoved, to - from);
      from = Math.max(0, found.firstSegment - Math.floor(length / 4));
      to = Math.min(last, Math.max(found.lastSegment, from + length));
    }
  }
  const said = segments
    .slice(from, to + 1)
    .map((segment) => segment.text)
    .join(" ");
  const spelt = (text: string) => inPublishersSpelling(text.replace(/\s+/gu, " ").trim(), source.aliases);
  const proved = nameEvidence([
    said,
    ...source.metadata,
    ...segments.slice(from, to + 1).map(({ speaker }) => speaker ?? ""),
  ]);
  const provedNames = (names: readonly string[]) =>
    [...new Set(names.map((name) => spelt(name)))]
      .filter(
        (name) => name.length <= 80 && countWords(name) <= 6 && addressIn(name, said) === null && !givesOrders(name),
      )
      .filter((name) => {
        const runs = namesIn(`x ${name}`);
        return runs.length > 0 && runs.every((run) => holdsName(proved, run));
      })
      .slice(0, longest.names);
  const scores: ClaimScores = {
    novelty: bounded(raw.novelty.score),
    usefulness: bounded(raw.usefulness.score),
    specificity: bounded(raw.specificity.score),
    evidence: bounded(raw.evidence.score),
  };
  const outdatedWhen = plainLine(raw.outdated_when ?? "", longest.outdated);
  return {
    movedEvidence,
    draft: {
      key: found ? `${modelExtractor}:${found.firstSegment}:${found.startMs}` : `${modelExtractor}:${from}`,
      headline: sentenceCase(spelt(raw.headline), said).replace(/\.$/u, ""),
      body: spelt(raw.body),
      kind: raw.kind,
      quote: found
        ? { text: found.text, startMs: found.startMs, endMs: found.endMs }
        : { text: quote, startMs: segments[from]?.startMs ?? 0, endMs: segments[to]?.endMs ?? 0 },
      speaker: found ? (segments[found.firstSegment]?.speaker ?? null) : null,
      firstSegment: from,
      lastSegment: to,
      quality: qualityOfScores(scores),
      scores,
      extractor: modelExtractor,
      language: source.language,
      written: {
        model: source.model,
        promptVersion: source.promptVersion,
        outdatedWhen: outdatedWhen || null,
        people: provedNames(raw.people),
        organisations: provedNames(raw.organisations),
        topics: [...new Set(raw.topics)].filter((slug) => source.topics.has(slug)).slice(0, longest.topics),
        freeTopics: [...new Set(raw.other_topics.map((topic) => plainLine(topic, longest.freeTopic).toLowerCase()))]
          .filter((topic) => /^[\p{L}\p{N}][\p{L}\p{N} &'-]*$/u.test(topic))
          .slice(0, longest.freeTopics),
        scoreReasons: {
          novelty: plainLine(raw.novelty.why, longest.reason),
          usefulness: plainLine(raw.usefulness.why, longest.reason),
          specificity: plainLine(raw.specificity.why, longest.reason),
          evidence: plainLine(raw.evidence.why, longest.reason),
        },
      },
    },
  };
}
