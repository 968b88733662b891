import { languageName, languageOf } from "../transcripts/language";
import { promoKinds } from "./advertisement";
import { chooseSpread } from "./choose";
import { kindOf, type PassageScores, qualityOf, scorePassage } from "./claims";
import { type DropReason, gateFaults, maximumQuoteWords } from "./gate";
import type { InsightDraft, InsightDropDraft, InsightKind, SpokenSegment } from "./insight";
import { type LanguageRules, otherLanguages, rulesFor } from "./language-rules";
import { type Passage, passagesOf, type Unheaded } from "./passages";
import { plainPassagesOf, plainPromoKinds } from "./plain-passages";
import { type Salience, type SalienceTable, salienceOf, trustOf } from "./salience";
import { momentOf, type Sentence, segmentAt, sentencesOf } from "./sentences";
import { habitsOf } from "./show-habits";
import { cosine, type Vector, type Weigher, weigherOf } from "./similarity";
import { countWords, functionWords, plainWord, wordsIn } from "./words";

/** The name of this extractor, stored with what it makes. */
export const verbatimExtractor = "verbatim";

/** What the extractor is given; texts are plain. */
export interface VerbatimInput {
  segments: readonly SpokenSegment[];
  showTitle: string;
  episodeTitle: string;
  description: string;
  /** Names of hosts and guests. */
  persons: readonly string[];
  /** BCP 47; null or absent where unknown. Of a few languages beside English whole sentences are picked; others give nothing. */
  language?: string | null;
  /** Default 7. */
  maxInsights?: number;
  /** The words of some earlier episodes of the show: what they share with this one is house-keeping. */
  earlierEpisodes?: readonly string[];
  /** Another table than the one that comes with the product, for measuring. */
  salienceTable?: SalienceTable;
}

/** Passages below this are chat and not worth a gate. */
const minimumQuality = 0.1;
/** So many are chosen together, so that they are on different topics; what comes after them fills the gaps. */
const together = 5;
/** Two passages nearer than this say the same. */
const sameness = 0.45;
/** At most so many drops are kept of one episode. */
const mostDrops = 40;
/** How much the place of a candidate counts, by what the learned weights say of it, and beside it its quality. */
const placeWeights = { topic: 1, opening: 0.8, promo: -0.6, ask: -0.4 };
const qualityBesidePlace = 0.4;
/** How much a likeness in words counts beside what else says that two passages are on one topic. */
const wordsBesidePlace = 1 / 3;

interface Candidate {
  passage: Passage;
  scores: PassageScores;
  quality: number;
  vector: Vector;
  /** What it is worth to the episode's five: its quality, and whether it lies where topics are. */
  value: number;
  startMs: number;
  endMs: number;
}

/** True where a text has about as many English function words as English has. */
function isEnglish(text: string): boolean {
  const words = wordsIn(text);
  if (words.length < 40) return true;
  return words.filter((word) => functionWords.has(word.plain)).length / words.length > 0.3;
}

function plainNames(names: Iterable<string>): Set<string> {
  const plain = new Set<string>();
  for (const name of names) {
    const parts = name.split(/\s+/u).map(plainWord).filter(Boolean);
    plain.add(parts.join(" "));
    for (const part of parts) plain.add(part);
  }
  return plain;
}

function candidatesOf(
  passages: Passage[],
  sentences: readonly Sentence[],
  salience: Salience,
  weigher: Weigher,
  speakers: ReadonlySet<string>,
): Candidate[] {
  const vectors = passages.map((passage) => weigher.vector(passage.body));
  const nearness = vectors.map((vector) => cosine(vector, weigher.centre));
  const typical = [...nearness].sort((a, b) => a - b)[Math.floor(nearness.length * 0.95)] ?? 0;
  return passages.map((passage, index) => {
    const scores = scorePassage({
      body: passage.body,
      raw: passage.raw,
      sentences: passage.last - passage.first + 1,
      opening: passage.opening,
      centrality: typical === 0 ? 0 : (nearness[index] ?? 0) / typical,
      speakers,
    });
    const headlineLoss = passage.headline.shortened ? 0.97 : 1;
    const quality = Number((qualityOf(scores) * headlineLoss).toFixed(4));
    const startMs = sentences[passage.first]?.startMs ?? 0;
    const endMs = sentences[passage.last]?.endMs ?? 0;
    const judged = salience.at(startMs, endMs);
    const { trust } = salience;
    const place =
      placeWeights.topic * judged.topic +
      placeWeights.opening * judged.opening +
      placeWeights.promo * judged.promo +
      placeWeights.ask * judged.ask;
    const value = trust * place + (1 - trust * (1 - qualityBesidePlace)) * quality;
    return { passage, scores, quality, vector: vectors[index] ?? new Map(), value, startMs, endMs };
  });
}

const byQuality = (a: Candidate, b: Candidate) =>
  b.quality - a.quality || a.passage.first - b.passage.first || a.passage.last - b.passage.last;

/** The best run of sentences for each opening sentence. */
function bestOfEachOpening(candidates: Candidate[]): Candidate[] {
  const best = new Map<number, Candidate>();
  for (const candidate of [...candidates].sort(byQuality)) {
    if (!best.has(candidate.passage.first)) best.set(candidate.passage.first, candidate);
  }
  return [...best.values()].sort((a, b) => a.passage.first - b.passage.first);
}

/**
 * The quote: from the passage's beginning on as many whole sentences as fit into 40 words, when the headline's is among them;
 * else the headline's sentence, or its beginning where that is longer.
 */
function quoteOf(passage: Passage, sentences: readonly Sentence[]): { start: number; end: number } {
  const text = sentences[passage.first]?.turn.text ?? "";
  const headed = sentences[passage.headlineAt];
  const runFrom = (start: number, first: number) => {
    let end: number | null = null;
    for (let index = first; index <= passage.last; index++) {
      const sentence = sentences[index];
      if (sentence === undefined || countWords(text.slice(start, sentence.end)) > maximumQuoteWords) break;
      end = sentence.end;
    }
    return end;
  };
  const whole = runFrom(passage.start, passage.first);
  if (whole !== null && whole >= (headed?.end ?? 0)) return { start: passage.start, end: whole };
  const start = passage.headlineAt === passage.first ? passage.start : (headed?.start ?? passage.start);
  const end = runFrom(start, passage.headlineAt);
  if (end !== null) return { start, end };
  const pieces = [...text.slice(start, headed?.end).matchAll(/\S+/gu)];
  // At the last comma within the limit, so that the quote ends where the speaker paused.
  const allowed = pieces.slice(0, maximumQuoteWords);
  const pause = allowed.findLastIndex((piece, index) => index >= maximumQuoteWords / 2 && /[,;:]$/u.test(piece[0]));
  const last = allowed[pause >= 0 ? pause : allowed.length - 1];
  return { start, end: start + (last === undefined ? 0 : last.index + last[0].replace(/[,;:]+$/u, "").length) };
}

function draftOf(
  candidate: Candidate,
  sentences: readonly Sentence[],
  segments: readonly SpokenSegment[],
  rules: LanguageRules | null,
): InsightDraft | null {
  const { passage, scores, quality } = candidate;
  const opener = sentences[passage.first];
  const closer = sentences[passage.last];
  if (opener === undefined || closer === undefined) return null;
  const { turn } = opener;
  const quote = quoteOf(passage, sentences);
  const firstSegment = segmentAt(turn, passage.start, "start");
  const within = passage.start - (turn.pieces.find((piece) => piece.segment === firstSegment)?.start ?? passage.start);
  return {
    key: `${verbatimExtractor}:${firstSegment}${within > 0 ? `+${within}` : ""}`,
    headline: passage.headline.text,
    body: passage.body,
    kind: rules === null ? kindOf(passage.headline.text, passage.body) : plainKindOf(passage.body, rules),
    quote: {
      text: turn.text.slice(quote.start, quote.end),
      startMs: momentOf(turn, quote.start, segments, "start"),
      endMs: momentOf(turn, quote.end, segments, "end"),
    },
    speaker: turn.speaker,
    firstSegment,
    lastSegment: Math.max(closer.lastSegment, segmentAt(turn, quote.end, "end")),
    quality,
    scores: Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, Number(value.toFixed(4))])),
    extractor: verbatimExtractor,
    language: rules?.language ?? "en",
  };
}

const plainKindOf = (body: string, rules: LanguageRules): InsightKind =>
  rules.opinion.test(body) ? "opinion" : "fact";

/** What is learned of English shows says nothing of others, but that topics lie apart. */
function unjudged(sentences: readonly Sentence[]): Salience {
  const durationMs = (sentences.at(-1)?.endMs ?? 0) - (sentences[0]?.startMs ?? 0);
  return {
    at: () => ({ topic: 0, opening: 0, promo: 0, ask: 0 }),
    sameTopic: (aMs, bMs) => Math.exp((-20 * Math.abs(bMs - aMs)) / Math.max(1, durationMs)),
    durationMs,
    trust: trustOf(durationMs),
  };
}

const middleOf = ({ startMs, endMs }: Candidate) => (startMs + endMs) / 2;

/** How likely two candidates are on the same topic: by what lies between them, and by their words. */
function sameTopic(a: Candidate, b: Candidate, salience: Salience): number {
  const apart = Math.abs(b.startMs - a.startMs) / Math.max(1, salience.durationMs);
  const { trust } = salience;
  const judged = trust === 0 ? 0 : salience.sameTopic(middleOf(a), middleOf(b));
  const near = trust * judged + (1 - trust) * 0.08 * Math.exp(-apart * 25);
  return near + wordsBesidePlace * cosine(a.vector, b.vector);
}

function unheadedDrops(unheaded: Unheaded[], weigher: Weigher, speakers: ReadonlySet<string>): InsightDropDraft[] {
  return unheaded
    .map((one) => {
      const centrality = cosine(weigher.vector(one.body), weigher.centre);
      const scores = scorePassage({ ...one, raw: one.body, sentences: one.last - one.first + 1, centrality, speakers });
      return { one, quality: qualityOf(scores) };
    })
    .filter(({ quality }) => quality >= 0.55)
    .sort((a, b) => b.quality - a.quality || a.one.first - b.one.first)
    .slice(0, 10)
    .map(({ one }) =>
      drop("no-headline", "No shortening of its first sentence is a full statement of at most 12 words.", one.body),
    );
}

function drop(reason: DropReason, detail: string, text: string): InsightDropDraft {
  return { reason, detail, text };
}

/**
 * Picks the passages of an episode that a person would be glad to read out of context, in the speakers' own words.
 * Pure and deterministic; the best first. An episode without such passages gives none.
 * @returns the insights, each of which passes the gate, and what was refused with its reason.
 *   Source of the rules: INSIGHT_STYLE.md, "Without a model".
 */
export function extractVerbatim(input: VerbatimInput): { insights: InsightDraft[]; drops: InsightDropDraft[] } {
  const { segments } = input;
  const most = input.maxInsights ?? 7;
  const sentences = sentencesOf(segments);
  const spoken = sentences.map((sentence) => sentence.text).join(" ");
  const stated = input.language?.toLowerCase() ?? "en";
  const english = /^en\b/u.test(stated) && isEnglish(spoken);
  const rules = english ? null : (rulesFor(stated, spoken) ?? rulesFor(languageOf(spoken) ?? "", spoken));
  if (rules === null && !english) {
    const detail = `The words are not in a language that passages are picked in without a model (${["en", ...otherLanguages].map(languageName).join(", ")}). Set INSIGHT_API_KEY or OPENAI_API_KEY to read others.`;
    return { insights: [], drops: sentences.length === 0 ? [] : [drop("language", detail, spoken.slice(0, 200))] };
  }
  const salience = rules === null ? salienceOf(segments, input.episodeTitle, input.salienceTable) : unjudged(sentences);
  const habits = habitsOf(input.earlierEpisodes ?? []);
  const kinds =
    rules === null ? promoKinds(sentences, { salience, habits }) : plainPromoKinds(sentences, rules, habits);
  const talk = sentences.filter((_sentence, index) => kinds[index] === null).map((sentence) => sentence.text);
  const weigher = weigherOf(talk, `${input.episodeTitle} ${input.description}`);
  const speakers = plainNames([...input.persons, ...segments.flatMap((segment) => segment.speaker ?? [])]);
  const titles = [input.episodeTitle, input.showTitle, ...input.persons];
  const isBarred = (index: number) => kinds[index] !== null;
  const found =
    rules === null
      ? passagesOf(sentences, isBarred, titles)
      : { passages: plainPassagesOf(sentences, isBarred, rules), unheaded: [] };
  const candidates = bestOfEachOpening(candidatesOf(found.passages, sentences, salience, weigher, speakers)).filter(
    (one) => one.quality >= minimumQuality,
  );
  const metadata = [input.showTitle, input.episodeTitle, input.description, ...input.persons];
  const drops: InsightDropDraft[] = [];
  const drafts = new Map<Candidate, InsightDraft>();
  const passes = (candidate: Candidate): boolean => {
    if (drafts.has(candidate)) return true;
    const draft = draftOf(candidate, sentences, segments, rules);
    const fault = draft === null ? undefined : gateFaults(draft, { segments, metadata }, "verbatim")[0];
    if (draft !== null && fault === undefined) drafts.set(candidate, draft);
    else if (draft !== null && fault !== undefined && drops.length < mostDrops)
      drops.push(drop(fault.reason, fault.detail, draft.body));
    return drafts.has(candidate);
  };
  const chosen = chooseInsights(candidates, most, salience, passes);
  const insights = chosen.flatMap((candidate) => drafts.get(candidate) ?? []);
  return { insights, drops: [...drops, ...unheadedDrops(found.unheaded, weigher, speakers)] };
}

/** The five that go best together, the best first, then one by one what adds most to them. */
function chooseInsights(
  candidates: readonly Candidate[],
  most: number,
  salience: Salience,
  passes: (candidate: Candidate) => boolean,
): Candidate[] {
  let left = [...candidates];
  const alike = (a: Candidate, b: Candidate) => sameTopic(a, b, salience);
  let chosen: Candidate[];
  for (;;) {
    chosen = chooseSpread(left, Math.min(together, most), alike).flatMap((index) => left[index] ?? []);
    const failing = new Set(chosen.filter((candidate) => !passes(candidate)));
    if (failing.size === 0) break;
    left = left.filter((candidate) => !failing.has(candidate));
  }
  chosen.sort(byQuality);
  const rest = new Set(left.filter((candidate) => !chosen.includes(candidate)));
  while (chosen.length < most && rest.size > 0) {
    let next: { candidate: Candidate; worth: number } | undefined;
    for (const candidate of rest) {
      const nearest = Math.max(...chosen.map((other) => alike(candidate, other)));
      const worth = candidate.value - 0.5 * nearest;
      if (next === undefined || worth > next.worth + 1e-12) next = { candidate, worth };
    }
    if (next === undefined) break;
    const { candidate } = next;
    rest.delete(candidate);
    const repeats = chosen.some(
      (other) => overlaps(other.passage, candidate.passage) || cosine(other.vector, candidate.vector) > sameness,
    );
    if (!repeats && passes(candidate)) chosen.push(candidate);
  }
  return chosen;
}

function overlaps(a: Passage, b: Passage): boolean {
  return a.first <= b.last && b.first <= a.last;
}
