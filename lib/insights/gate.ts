import type { InsightDraft, SpokenSegment } from "./insight";
import { type NameAlias, spellingsHeard } from "./name-spelling";
import { holdsName, nameEvidence, namesClaimed } from "./names";
import { addressIn, orderSegments } from "./orders";
import { makesOffer } from "./promotion-cues";
import { holdsNumber, numbersClaimed, numbersSaid } from "./proved-numbers";
import { findQuote } from "./receipt";
import { sentenceSpans } from "./sentences";
import { hasLikelyVerb } from "./statement";
import { finiteVerbs, mayHideVerb } from "./verbs";
import { contentWords, countWords, wordsIn } from "./words";

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
  | "trailing-clause"
  | "advertisement"
  | "language"
  | "address"
  | "wrong-speaker"
  | "evidence-too-long"
  | "not-supported"
  | "not-checked"
  | "invalid-answer"
  | "withdrawn"
  | "said-twice";

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
  /** When the episode was published: its month and year may be named. */
  publishedAt?: Date;
  /** How the show's transcripts misspell names. */
  aliases?: readonly NameAlias[];
  /** Indexes of segments that are advertisement, intro, outro or house-keeping. */
  promoSegments?: ReadonlySet<number>;
}

/** "verbatim" bodies are the speaker's own words, for which the rules of written ones do not hold. */
export type BodyForm = "verbatim" | "written";

/** Evidence beyond this proves whatever one likes. */
const longestEvidence = { segments: 60, words: 700 };

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

/** Numbers of notes that are no claims: times of chapters, telephone numbers, addresses. */
const noClaims = /\b\d{1,2}(?::\d{2}){1,2}\b|\+?\d[\d ()-]{8,}\d|https?:\S+|\S+@\S+/gu;

/** What publishers' notes claim: without discounts, which prove nothing of what was said. */
function claimsOfNotes(notes: string): string {
  return notes
    .split("\n")
    .flatMap((line) => sentenceSpans(line).map(({ start, end }) => line.slice(start, end)))
    .filter((sentence) => !makesOffer(sentence))
    .join("\n")
    .replace(noClaims, " ");
}

function monthAndYear(at: Date | undefined): string[] {
  if (at === undefined) return [];
  return [at.toLocaleDateString("en", { month: "long", year: "numeric", timeZone: "UTC" })];
}

const sayings =
  "says|said|argues|argued|believes|believed|thinks|thought|expects|expected|warns|warned|claims|claimed|predicts|predicted|recommends|recommended|advises|advised|reckons|insists|insisted|estimates|estimated|admits|admitted|recalls|recalled|suggests|suggested";
const attributed = new RegExp(
  String.raw`\b(?:[Aa]ccording to |(?:${sayings}) )((?:\p{Lu}[\p{L}'’-]+ ?){1,3})|((?:\p{Lu}[\p{L}'’-]+ ){1,3})(?:${sayings})\b`,
  "gu",
);

const firstOf = (name: string) => name.trim().split(/\s+/u)[0]?.toLowerCase() ?? "";
const lastOf = (name: string) => name.trim().split(/\s+/u).at(-1)?.toLowerCase() ?? "";

/** A person of the episode to whom the text gives words that another one spoke; null where all is well. */
function wrongSpeaker(
  text: string,
  draft: InsightDraft,
  { cited, voices }: { cited: readonly SpokenSegment[]; voices: ReadonlySet<string> },
): string | null {
  if (draft.speaker === null) return null;
  const said = new Set(cited.flatMap((segment) => wordsIn(segment.text).map(({ plain }) => plain.replace(/'s$/u, ""))));
  const isVoice = (voice: string, named: string) => lastOf(voice) === lastOf(named) || firstOf(voice) === lastOf(named);
  for (const { start, end } of sentenceSpans(text)) {
    const sentence = text.slice(start, end);
    for (const [, after, before] of sentence.matchAll(attributed)) {
      const named = (after ?? before ?? "").trim().replace(/['’]s$/u, "");
      if (lastOf(named) === lastOf(draft.speaker) || firstOf(named) === firstOf(draft.speaker)) continue;
      const own = cited.filter(({ speaker }) => speaker !== null && isVoice(speaker, named));
      // Whoever never speaks may be quoted here; whoever speaks elsewhere only where the evidence names them.
      const isElsewhere = own.length === 0 && [...voices].some((voice) => isVoice(voice, named));
      const isNamed = wordsIn(named).some(({ plain }) => said.has(plain));
      if (own.length > 0 ? !saysSo(sentence, own) : isElsewhere && !isNamed) return named;
    }
  }
  return null;
}

/** Whether one speaker's own words hold the numbers of a sentence, or, where it has none, most of its words. */
function saysSo(sentence: string, own: readonly SpokenSegment[]): boolean {
  const said = own.map((segment) => segment.text).join(" ");
  const numbers = numbersClaimed(sentence);
  if (numbers.length > 0) return numbers.every((number) => holdsNumber(numbersSaid(said), number));
  const words = new Set(contentWords(said));
  const wanted = contentWords(sentence);
  return wanted.filter((word) => words.has(word)).length >= wanted.length / 2;
}

function evidenceFaults(cited: readonly SpokenSegment[]): GateFault[] {
  const words = cited.reduce((sum, segment) => sum + countWords(segment.text), 0);
  if (cited.length <= longestEvidence.segments && words <= longestEvidence.words) return [];
  return [
    {
      reason: "evidence-too-long",
      detail: `The evidence has ${cited.length} segments and ${words} words; cite the few that prove the claim.`,
    },
  ];
}

/** What stands between a subject and a verb that is not in the list of verbs: "seeds no longer sprout". */
const adverbThenVerb =
  /\p{L}+ (?:(?:no longer|never|always|rarely|seldom|hardly|still|often|usually) \p{L}{3,}|(?:nearly |almost )?(?:all|both|each) \p{L}{3,} (?:the|an?|their|its)\b)/u;

/**
 * The faults of a headline alone.
 * @param language BCP 47; which words are verbs is known of English only.
 * @param form a written headline may have a verb that no list has; in what is cut out of talk that would be a guess too many.
 */
export function headlineFaults(headline: string, language = "en", form: BodyForm = "verbatim"): GateFault[] {
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
    !/^en\b/iu.test(language) ||
    finiteVerbs(plain).length > 0 ||
    plain.slice(1).some(mayHideVerb) ||
    (form === "written" && hasLikelyVerb(plain)) ||
    finiteVerbs(["you", ...plain]).includes(1);
  if (teaser || !(hasVerb || adverbThenVerb.test(headline)) || words < 3)
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
  return faults;
}

/**
 * Holds an insight against the rules that every extractor has to keep.
 * @returns every fault in the order of importance; empty where it may be shown. Source: INSIGHT_STYLE.md, "The gate".
 */
export function gateFaults(draft: InsightDraft, evidence: GateEvidence, form: BodyForm): GateFault[] {
  const cited = evidence.segments.slice(draft.firstSegment, draft.lastSegment + 1);
  const faults = form === "written" ? evidenceFaults(cited) : [];
  if (findQuote(cited, draft.quote.text) === null)
    faults.push({ reason: "quote-not-found", detail: "The quote is not in the transcript at the place it cites." });
  const quoteWords = countWords(draft.quote.text);
  if (quoteWords > limits.quoteWords)
    faults.push({
      reason: "quote-too-long",
      detail: `The quote has ${quoteWords} words; ${limits.quoteWords} are allowed.`,
    });
  const said = cited.map((segment) => segment.text).join(" ");
  const heard = [said, ...cited.map((segment) => segment.speaker ?? "")];
  const voices = new Set(evidence.segments.flatMap(({ speaker }) => speaker ?? []));
  const date = monthAndYear(evidence.publishedAt);
  const names = nameEvidence([
    ...heard,
    ...evidence.metadata,
    ...date,
    ...spellingsHeard(said, evidence.aliases ?? []),
  ]);
  const numbers = [...heard, ...evidence.metadata.map(claimsOfNotes), ...date].flatMap(numbersSaid);
  for (const text of [draft.headline, draft.body]) {
    for (const name of namesClaimed(text))
      if (!holdsName(names, name))
        faults.push({ reason: "name-not-in-evidence", detail: `The name "${name.text}" is not in the evidence.` });
    for (const number of numbersClaimed(text))
      if (!holdsNumber(numbers, number))
        faults.push({
          reason: "number-not-in-evidence",
          detail: `The number "${number.text}" is not in the evidence.`,
        });
  }
  faults.push(...headlineFaults(draft.headline, draft.language, form), ...bodyFaults(draft.body, form));
  for (const text of [draft.headline, draft.body]) {
    if (/[?]/u.test(text)) faults.push({ reason: "question", detail: "It asks a question." });
    const phrase = forbidden.exec(text)?.[0];
    if (phrase !== undefined) faults.push({ reason: "forbidden-phrase", detail: `It says "${phrase}".` });
    if (form === "verbatim") continue;
    if (/!|\p{Extended_Pictographic}/u.test(text))
      faults.push({ reason: "forbidden-phrase", detail: "It has an exclamation mark or an emoji." });
    const word = inflating.exec(text)?.[0];
    if (word !== undefined) faults.push({ reason: "inflating-word", detail: `It says "${word}".` });
    const address = addressIn(text, said);
    if (address !== null)
      faults.push({ reason: "address", detail: `It has an address, a tag or a link: "${address}".` });
    const speaker = wrongSpeaker(text, draft, { cited, voices });
    if (speaker !== null)
      faults.push({ reason: "wrong-speaker", detail: `It gives ${speaker} the words of ${draft.speaker}.` });
  }
  // A model is not shown such segments, and cannot cite them.
  if (form === "verbatim" && orderSegments(cited).size > 0)
    faults.push({ reason: "forbidden-phrase", detail: "What it cites speaks to a machine that reads it." });
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
