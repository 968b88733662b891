import type { InsightDraft, SpokenSegment } from "./insight";
import { holdsName, nameEvidence, namesIn } from "./names";
import { holdsNumber, numbersIn } from "./numbers";
import { findQuote } from "./receipt";
import { sentenceSpans } from "./sentences";
import { finiteVerbs, mayHideVerb } from "./verbs";
import { countWords, wordsIn } from "./words";

/** Why something was refused; stored with the drop and counted for operators. */
export type DropReason =
  | "quote-not-found"
  | "quote-too-long"
  | "name-not-in-evidence"
  | "number-not-in-evidence"
  | "headline-too-long"
  | "headline-not-a-statement"
  | "no-headline"
  | "body-length"
  | "body-sentences"
  | "first-sentence"
  | "question"
  | "forbidden-phrase"
  | "inflating-word"
  | "advertisement"
  | "language";

/** One fault of an insight. */
export interface GateFault {
  reason: DropReason;
  /** One sentence that names the offending words. */
  detail: string;
}

/** What an insight may rest on. */
export interface GateEvidence {
  /** The whole transcript, in order. */
  segments: readonly SpokenSegment[];
  /** Titles, descriptions and names of persons of the episode and its show. */
  metadata: readonly string[];
  /** Indexes of segments that are advertisement, intro, outro or house-keeping. */
  promoSegments?: ReadonlySet<number>;
}

/** "verbatim" bodies are the speaker's own words, for which the rules of written ones do not hold. */
export type BodyForm = "verbatim" | "written";

const limits = {
  headlineWords: 12,
  quoteWords: 40,
  verbatim: { words: [25, 60], sentences: [1, 4] },
  written: { words: [35, 55], sentences: [2, 3] },
} as const;

/** Longest headline and quote, in words. Source: INSIGHT_STYLE.md, "The form". */
export const maximumHeadlineWords = limits.headlineWords;
export const maximumQuoteWords = limits.quoteWords;

/** Fewest and most words and sentences of a body in the speaker's own words. */
export const verbatimBody = limits.verbatim;

const forbidden = /\b(?:the hosts?|the guests?|(?:this|today's) (?:episode|podcast|show)|discuss(?:es|ed|ing)?)\b/iu;
const inflating =
  /\b(?:massive(?:ly)?|crucial(?:ly)?|game[- ]chang(?:er|ing)|strategic(?:ally)?|unprecedented|revolution(?:ary|i[sz]es?)|incredibl[ey]|groundbreaking|paradigm|fundamentally|transformative|seamless(?:ly)?|unlock(?:s|ing)? the)\b/iu;
const pronounOpening = /^(?:i|we|you|he|she|it|they|this|that|these|those|there|here)(?:'\w+)?\b/iu;

/** The faults of a headline alone. */
export function headlineFaults(headline: string): GateFault[] {
  const faults: GateFault[] = [];
  const words = countWords(headline);
  if (words > limits.headlineWords)
    faults.push({
      reason: "headline-too-long",
      detail: `The headline has ${words} words; ${limits.headlineWords} are allowed.`,
    });
  const plain = wordsIn(headline).map((word) => word.plain);
  const teaser = /[?:]/u.test(headline) || /^(?:why|how|what|when|where|who|which)\b/iu.test(headline);
  const hasVerb =
    finiteVerbs(plain).length > 0 || plain.slice(1).some(mayHideVerb) || finiteVerbs(["you", ...plain]).includes(1);
  if (teaser || !hasVerb || words < 3)
    faults.push({ reason: "headline-not-a-statement", detail: `"${headline}" is not a full statement.` });
  return faults;
}

function bodyFaults(body: string, form: BodyForm): GateFault[] {
  const faults: GateFault[] = [];
  const rule = limits[form];
  const words = countWords(body);
  const sentences = sentenceSpans(body);
  if (words < rule.words[0] || words > rule.words[1])
    faults.push({
      reason: "body-length",
      detail: `The body has ${words} words; ${rule.words[0]} to ${rule.words[1]} are allowed.`,
    });
  if (sentences.length < rule.sentences[0] || sentences.length > rule.sentences[1]) {
    faults.push({
      reason: "body-sentences",
      detail: `The body has ${sentences.length} sentences; ${rule.sentences[0]} to ${rule.sentences[1]} are allowed.`,
    });
  }
  if (form === "verbatim") return faults;
  const first = sentences[0];
  const opening = first === undefined ? "" : body.slice(first.start, first.end);
  if (countWords(opening) > 20 || pronounOpening.test(opening))
    faults.push({
      reason: "first-sentence",
      detail: `The first sentence has to name its subject in at most 20 words: "${opening}"`,
    });
  const word = inflating.exec(body)?.[0];
  if (word !== undefined) faults.push({ reason: "inflating-word", detail: `The body says "${word}".` });
  return faults;
}

/**
 * Holds an insight against the rules that every extractor has to keep.
 * @returns every fault in the order of importance; empty where it may be shown. Source: INSIGHT_STYLE.md, "The gate".
 */
export function gateFaults(draft: InsightDraft, evidence: GateEvidence, form: BodyForm): GateFault[] {
  const faults: GateFault[] = [];
  const cited = evidence.segments.slice(draft.firstSegment, draft.lastSegment + 1);
  if (findQuote(cited, draft.quote.text) === null)
    faults.push({ reason: "quote-not-found", detail: "The quote is not in the transcript at the place it cites." });
  const quoteWords = countWords(draft.quote.text);
  if (quoteWords > limits.quoteWords)
    faults.push({
      reason: "quote-too-long",
      detail: `The quote has ${quoteWords} words; ${limits.quoteWords} are allowed.`,
    });
  const sources = [
    cited.map((segment) => segment.text).join(" "),
    ...cited.map((segment) => segment.speaker ?? ""),
    ...evidence.metadata,
  ];
  const names = nameEvidence(sources);
  const numbers = sources.flatMap(numbersIn);
  for (const text of [draft.headline, draft.body]) {
    const name = namesIn(text).find((found) => !holdsName(names, found));
    if (name !== undefined)
      faults.push({ reason: "name-not-in-evidence", detail: `The name "${name.text}" is not in the evidence.` });
    const number = numbersIn(text).find((found) => !holdsNumber(numbers, found));
    if (number !== undefined)
      faults.push({ reason: "number-not-in-evidence", detail: `The number "${number.text}" is not in the evidence.` });
  }
  faults.push(...headlineFaults(draft.headline), ...bodyFaults(draft.body, form));
  for (const text of [draft.headline, draft.body]) {
    if (/[?]/u.test(text)) faults.push({ reason: "question", detail: "It asks a question." });
    const phrase = forbidden.exec(text)?.[0];
    if (phrase !== undefined) faults.push({ reason: "forbidden-phrase", detail: `It says "${phrase}".` });
  }
  for (let index = draft.firstSegment; index <= draft.lastSegment; index++) {
    if (evidence.promoSegments?.has(index)) {
      faults.push({
        reason: "advertisement",
        detail: "It comes from an advertisement, intro, outro or house-keeping.",
      });
      break;
    }
  }
  return faults;
}
