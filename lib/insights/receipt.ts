import type { SpokenSegment } from "./insight";
import { listeningAt } from "./listening";
import { numbersIn } from "./numbers";
import { type Word, wordsIn } from "./words";

/** Where a quote stands in a transcript. */
export interface FoundQuote {
  /** Indexes of the first and last segment, inclusive. */
  firstSegment: number;
  lastSegment: number;
  /** In the recording; inside a segment by the share of its characters. */
  startMs: number;
  endMs: number;
  /** 1 for the same words, else at least `minimumSimilarity`. */
  similarity: number;
  /** As the transcript has it, from its first to its last word. */
  text: string;
}

/** Below this a passage is not the quote. Source: INSIGHT_STYLE.md, the gate, rule 1. */
export const minimumSimilarity = 0.9;

/** Fewer words than this are found anywhere and prove nothing. */
const minimumWords = 3;

interface PlacedWord extends Word {
  segment: number;
}

interface Match {
  first: number;
  last: number;
  distance: number;
}

const negations = /^(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|\w+n't)$/u;

/** @param left indexes of segments to leave out. */
function placedWords(segments: readonly SpokenSegment[], left: ReadonlySet<number>): PlacedWord[] {
  return segments.flatMap((segment, index) =>
    left.has(index) ? [] : wordsIn(segment.text).map((word) => ({ ...word, segment: index })),
  );
}

function oneSpeaker(segments: readonly SpokenSegment[], words: PlacedWord[], match: Match): boolean {
  const speakers = new Set<string>();
  for (let at = match.first; at <= match.last; at++) {
    const speaker = segments[words[at]?.segment ?? 0]?.speaker;
    if (speaker) speakers.add(speaker);
  }
  return speakers.size <= 1;
}

function* exactMatches(words: PlacedWord[], quote: Word[]): Generator<Match> {
  const opening = quote[0]?.plain;
  for (let first = 0; first + quote.length <= words.length; first++) {
    if (words[first]?.plain !== opening) continue;
    if (quote.every((word, offset) => words[first + offset]?.plain === word.plain)) {
      yield { first, last: first + quote.length - 1, distance: 0 };
    }
  }
}

/** The best approximate places by Sellers' algorithm: edit distance of the whole quote to any run of words. */
function fuzzyMatches(words: PlacedWord[], quote: Word[], most: number): Match[] {
  const size = quote.length;
  let distances = Array.from({ length: size + 1 }, (_, index) => index);
  let starts = new Array<number>(size + 1).fill(0);
  const matches: Match[] = [];
  words.forEach((word, at) => {
    const nextDistances = [0];
    const nextStarts = [at];
    for (let row = 1; row <= size; row++) {
      const same = quote[row - 1]?.plain === word.plain;
      const replace = (distances[row - 1] ?? 0) + (same ? 0 : 1);
      const insert = (distances[row] ?? 0) + 1;
      const remove = (nextDistances[row - 1] ?? 0) + 1;
      const best = Math.min(replace, insert, remove);
      nextDistances.push(best);
      nextStarts.push(
        best === replace
          ? row === 1
            ? at
            : (starts[row - 1] ?? at)
          : best === insert
            ? (starts[row] ?? at)
            : (nextStarts[row - 1] ?? at),
      );
    }
    distances = nextDistances;
    starts = nextStarts;
    const distance = distances[size] ?? size;
    const first = starts[size] ?? at;
    if (distance <= most && first <= at) matches.push({ first, last: at, distance });
  });
  return matches.sort((a, b) => a.distance - b.distance || a.first - b.first || a.last - b.last);
}

function sameMeaning(
  words: PlacedWord[],
  match: Match,
  quote: Word[],
  quoteText: string,
  segments: readonly SpokenSegment[],
): boolean {
  const run = words.slice(match.first, match.last + 1);
  const denied = (list: Word[]) => list.filter((word) => negations.test(word.plain)).length;
  if (denied(run) !== denied(quote)) return false;
  const spoken = numbersIn(textOf(segments, run)).map((number) => number.value);
  return numbersIn(quoteText).every((number) => spoken.includes(number.value));
}

function textOf(segments: readonly SpokenSegment[], run: PlacedWord[]): string {
  const first = run[0];
  const last = run.at(-1);
  if (first === undefined || last === undefined) return "";
  const parts: string[] = [];
  for (const index of new Set(run.map(({ segment }) => segment))) {
    const text = segments[index]?.text ?? "";
    parts.push(text.slice(index === first.segment ? first.start : 0, index === last.segment ? last.end : text.length));
  }
  return parts.join(" ");
}

function moment(segments: readonly SpokenSegment[], word: PlacedWord | undefined, side: "start" | "end"): number {
  const segment = word === undefined ? undefined : segments[word.segment];
  if (word === undefined || segment === undefined) return 0;
  // Punctuation at either end of a segment takes no time.
  const spoken = wordsIn(segment.text);
  const from = spoken[0]?.start ?? 0;
  const to = spoken.at(-1)?.end ?? segment.text.length;
  const share = ((side === "start" ? word.start : word.end) - from) / Math.max(1, to - from);
  return Math.round(segment.startMs + share * Math.max(0, segment.endMs - segment.startMs));
}

/**
 * Finds a quote in a transcript: exactly after normalising case, accents, punctuation and white space, else the nearest
 * run of words of at least 0.9 similarity whose numbers and negations are the quote's. A quote lies in one place and
 * belongs to one speaker; what listeners put in while that one goes on speaking may be left out.
 * @param segments in order; any piece of a transcript will do, indexes count from its beginning.
 * @returns null where the transcript does not hold it; also for fewer than three words, which would prove nothing.
 *   Source of the rule: INSIGHT_STYLE.md, the gate, rule 1.
 */
export function findQuote(segments: readonly SpokenSegment[], quote: string): FoundQuote | null {
  const quoteWords = wordsIn(quote);
  if (quoteWords.length < minimumWords) return null;
  const found = findAmong(segments, placedWords(segments, new Set()), quoteWords, quote);
  if (found !== null) return found;
  const listening = listeningAt(segments);
  return listening.size === 0 ? null : findAmong(segments, placedWords(segments, listening), quoteWords, quote);
}

function findAmong(
  segments: readonly SpokenSegment[],
  words: PlacedWord[],
  quoteWords: Word[],
  quote: string,
): FoundQuote | null {
  for (const match of exactMatches(words, quoteWords)) {
    if (oneSpeaker(segments, words, match)) return located(segments, words, match, 1);
  }
  const most = Math.floor(quoteWords.length * (1 - minimumSimilarity) * 1.2);
  if (most < 1) return null;
  for (const match of fuzzyMatches(words, quoteWords, most)) {
    const similarity = 1 - match.distance / Math.max(quoteWords.length, match.last - match.first + 1);
    if (similarity < minimumSimilarity || !oneSpeaker(segments, words, match)) continue;
    if (sameMeaning(words, match, quoteWords, quote, segments)) return located(segments, words, match, similarity);
  }
  return null;
}

function located(
  segments: readonly SpokenSegment[],
  words: PlacedWord[],
  match: Match,
  similarity: number,
): FoundQuote {
  const first = words[match.first];
  const last = words[match.last];
  return {
    firstSegment: first?.segment ?? 0,
    lastSegment: last?.segment ?? 0,
    startMs: moment(segments, first, "start"),
    endMs: moment(segments, last, "end"),
    similarity,
    text: textOf(segments, words.slice(match.first, match.last + 1)).replace(/\s+/gu, " "),
  };
}
