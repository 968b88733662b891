import { promoKinds } from "./advertisement";
import { kindOf, type PassageScores, qualityOf, scorePassage } from "./claims";
import { type DropReason, gateFaults, maximumQuoteWords } from "./gate";
import type { InsightDraft, InsightDropDraft, SpokenSegment } from "./insight";
import { type Passage, passagesOf, type Unheaded } from "./passages";
import { momentOf, type Sentence, segmentAt, sentencesOf } from "./sentences";
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
  /** BCP 47; null or absent where unknown. The rules are English: other languages give nothing. */
  language?: string | null;
  /** Default 7. */
  maxInsights?: number;
}

/** Passages below this are chat and not worth a gate. */
const minimumQuality = 0.42;
/** Two passages nearer than this say the same. */
const sameness = 0.45;
/** At most so many drops are kept of one episode. */
const mostDrops = 40;

interface Candidate {
  passage: Passage;
  scores: PassageScores;
  quality: number;
  vector: Vector;
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

function candidatesOf(passages: Passage[], weigher: Weigher, speakers: ReadonlySet<string>): Candidate[] {
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
    return {
      passage,
      scores,
      quality: Number((qualityOf(scores) * headlineLoss).toFixed(4)),
      vector: vectors[index] ?? new Map(),
    };
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
  return [...best.values()].sort(byQuality);
}

/** The quote: from the first sentence on as many whole sentences as fit into 40 words, else the beginning of the first. */
function quoteEnd(passage: Passage, sentences: readonly Sentence[]): number {
  const opener = sentences[passage.first];
  if (opener === undefined) return 0;
  let end: number | null = null;
  for (let index = passage.first; index <= passage.last; index++) {
    const sentence = sentences[index];
    if (sentence === undefined || countWords(opener.turn.text.slice(opener.start, sentence.end)) > maximumQuoteWords)
      break;
    end = sentence.end;
  }
  if (end !== null) return end;
  const pieces = [...opener.text.matchAll(/\S+/gu)];
  // At the last comma within the limit, so that the quote ends where the speaker paused.
  const allowed = pieces.slice(0, maximumQuoteWords);
  const pause = allowed.findLastIndex((piece, index) => index >= maximumQuoteWords / 2 && /[,;:]$/u.test(piece[0]));
  const last = allowed[pause >= 0 ? pause : allowed.length - 1];
  return opener.start + (last === undefined ? 0 : last.index + last[0].replace(/[,;:]+$/u, "").length);
}

function draftOf(
  candidate: Candidate,
  sentences: readonly Sentence[],
  segments: readonly SpokenSegment[],
): InsightDraft | null {
  const { passage, scores, quality } = candidate;
  const opener = sentences[passage.first];
  const closer = sentences[passage.last];
  if (opener === undefined || closer === undefined) return null;
  const { turn } = opener;
  const end = quoteEnd(passage, sentences);
  const firstSegment = opener.firstSegment;
  const within = opener.start - (turn.pieces.find((piece) => piece.segment === firstSegment)?.start ?? opener.start);
  return {
    key: `${verbatimExtractor}:${firstSegment}${within > 0 ? `+${within}` : ""}`,
    headline: passage.headline.text,
    body: passage.body,
    kind: kindOf(passage.headline.text, passage.body),
    quote: {
      text: turn.text.slice(opener.start, end),
      startMs: momentOf(turn, opener.start, segments, "start"),
      endMs: momentOf(turn, end, segments, "end"),
    },
    speaker: turn.speaker,
    firstSegment,
    lastSegment: Math.max(closer.lastSegment, segmentAt(turn, end, "end")),
    quality,
    scores: Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, Number(value.toFixed(4))])),
    extractor: verbatimExtractor,
    language: "en",
  };
}

/** Lowers a candidate near to one that was chosen, in words or in time, so that the picks cover the episode. */
function marginal(candidate: Candidate, chosen: readonly Candidate[], count: number): number {
  let penalty = 0;
  for (const other of chosen) {
    const apart = Math.abs(candidate.passage.first - other.passage.first) / Math.max(1, count);
    penalty = Math.max(penalty, 0.25 * cosine(candidate.vector, other.vector) + 0.06 * Math.exp(-apart * 25));
  }
  return candidate.quality - penalty;
}

function overlaps(a: Passage, b: Passage): boolean {
  return a.first <= b.last && b.first <= a.last;
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
  if (!/^en\b/u.test(stated) || !isEnglish(spoken)) {
    const detail =
      "The words are not English, and picking passages without a model follows English rules. Set INSIGHT_API_KEY or OPENAI_API_KEY to read other languages.";
    return { insights: [], drops: sentences.length === 0 ? [] : [drop("language", detail, spoken.slice(0, 200))] };
  }
  const kinds = promoKinds(sentences);
  const talk = sentences.filter((_sentence, index) => kinds[index] === null).map((sentence) => sentence.text);
  const weigher = weigherOf(talk, `${input.episodeTitle} ${input.description}`);
  const speakers = plainNames([...input.persons, ...segments.flatMap((segment) => segment.speaker ?? [])]);
  const found = passagesOf(sentences, (index) => kinds[index] !== null);
  const ranked = bestOfEachOpening(candidatesOf(found.passages, weigher, speakers)).filter(
    (one) => one.quality >= minimumQuality,
  );

  const metadata = [input.showTitle, input.episodeTitle, input.description, ...input.persons];
  const insights: InsightDraft[] = [];
  const chosen: Candidate[] = [];
  const drops: InsightDropDraft[] = [];
  const left = new Set(ranked);
  while (insights.length < most && left.size > 0) {
    const next = bestLeft(left, chosen, sentences.length);
    left.delete(next);
    if (chosen.some((other) => overlaps(other.passage, next.passage) || cosine(other.vector, next.vector) > sameness))
      continue;
    const draft = draftOf(next, sentences, segments);
    if (draft === null) continue;
    const [fault] = gateFaults(draft, { segments, metadata }, "verbatim");
    if (fault === undefined) {
      insights.push(draft);
      chosen.push(next);
    } else if (drops.length < mostDrops) drops.push(drop(fault.reason, fault.detail, draft.body));
  }
  return {
    insights: insights.sort((a, b) => b.quality - a.quality || a.firstSegment - b.firstSegment),
    drops: [...drops, ...unheadedDrops(found.unheaded, weigher, speakers)],
  };
}

function bestLeft(left: ReadonlySet<Candidate>, chosen: readonly Candidate[], count: number): Candidate {
  let best: Candidate | undefined;
  let value = Number.NEGATIVE_INFINITY;
  for (const candidate of left) {
    const worth = marginal(candidate, chosen, count);
    if (best === undefined || worth > value + 1e-12) {
      best = candidate;
      value = worth;
    }
  }
  if (best === undefined) throw new Error("No passage is left to choose from.");
  return best;
}
