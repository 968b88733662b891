import type { SpokenSegment } from "./insight";
import { listeningAt } from "./listening";
import { type Span, spokenSpans } from "./spoken-sentences";
import { countWords } from "./words";

/** Where one segment's text lies in its turn's text; offsets are characters, end exclusive. */
interface Piece {
  segment: number;
  start: number;
  end: number;
}

/** What one speaker says until another takes the floor, as one text. */
export interface Turn {
  speaker: string | null;
  text: string;
  pieces: Piece[];
}

/** One sentence as it stands in its turn. */
export interface Sentence {
  turn: Turn;
  /** The turn's place in the episode. */
  turnIndex: number;
  /** Offsets in the turn's text, end exclusive. */
  start: number;
  end: number;
  text: string;
  words: number;
  startMs: number;
  endMs: number;
  firstSegment: number;
  lastSegment: number;
  /** False where the transcript has no punctuation and its end is a guess by words and pauses. */
  isPunctuated: boolean;
  /** Log-odds that it begins and ends where we say; with punctuation there is no doubt. */
  startOdds: number;
  endOdds: number;
}

/** A pause this long, where the transcript names no speakers, may hide a change of speaker. */
const silenceMs = 2_500;

/**
 * Joins segments into turns: a new one begins where the speaker changes or, without speakers, after a silence. What
 * listeners put in while somebody goes on speaking is in no turn.
 */
export function turnsOf(segments: readonly SpokenSegment[]): Turn[] {
  const turns: Turn[] = [];
  const listening = listeningAt(segments);
  let previous: SpokenSegment | undefined;
  segments.forEach((segment, index) => {
    const text = segment.text.replace(/\s+/gu, " ").trim();
    if (text === "" || listening.has(index)) return;
    const turn = turns.at(-1);
    const silent = previous !== undefined && segment.speaker === null && segment.startMs - previous.endMs > silenceMs;
    const marked = /^(?:>>|--?\s|–\s|—\s)/u.test(text);
    if (turn === undefined || turn.speaker !== segment.speaker || silent || marked) {
      turns.push({ speaker: segment.speaker, text, pieces: [{ segment: index, start: 0, end: text.length }] });
    } else {
      const start = turn.text.length + 1;
      turn.text += ` ${text}`;
      turn.pieces.push({ segment: index, start, end: start + text.length });
    }
    previous = segment;
  });
  return turns;
}

const abbreviation =
  /(?:^|[\s("“])(?:mr|mrs|ms|dr|prof|st|vs|jr|sr|inc|ltd|co|corp|no|approx|e\.g|i\.e|etc|u\.s|u\.k|u\.n|e\.u|a\.m|p\.m|fig|gen|gov|sen|rep|\p{Lu})\.\s*$/iu;
const segmenter = new Intl.Segmenter(undefined, { granularity: "sentence" });

/** Offsets of the sentences of a text by its punctuation; together they cover every word of it. */
export function sentenceSpans(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    const end = index + segment.length;
    const said = text.slice(start, end);
    // "Dr. Lee", "J. R. Moss", and "It was... different": none of these stops ends a sentence.
    const goesOn = abbreviation.test(said) || (/[.…]\s*$/u.test(said) && /^\p{Ll}/u.test(text.slice(end, end + 2)));
    if (end < text.length && goesOn) continue;
    const from = start + said.length - said.trimStart().length;
    if (said.trim() !== "") spans.push({ start: from, end: start + said.trimEnd().length });
    start = end;
  }
  return spans;
}

/**
 * The moment at which a character of a turn is spoken, from its segment's times in proportion to its place in it.
 * @param side which of two segments is meant where the offset lies on their border.
 * @returns whole milliseconds.
 */
export function momentOf(
  turn: Turn,
  offset: number,
  segments: readonly SpokenSegment[],
  side: "start" | "end",
): number {
  const piece = pieceAt(turn, offset, side);
  const segment = piece === undefined ? undefined : segments[piece.segment];
  if (piece === undefined || segment === undefined) return 0;
  const share = Math.min(1, Math.max(0, (offset - piece.start) / Math.max(1, piece.end - piece.start)));
  return Math.round(segment.startMs + share * Math.max(0, segment.endMs - segment.startMs));
}

/** The segment in which a character of a turn lies. */
export function segmentAt(turn: Turn, offset: number, side: "start" | "end"): number {
  return pieceAt(turn, offset, side)?.segment ?? 0;
}

function pieceAt(turn: Turn, offset: number, side: "start" | "end"): Piece | undefined {
  const { pieces } = turn;
  // The first piece that ends behind the offset; turns of transcripts without speakers have thousands.
  let [from, to] = [0, pieces.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    const end = pieces[middle]?.end ?? 0;
    if (side === "start" ? offset < end : offset <= end) to = middle;
    else from = middle + 1;
  }
  return pieces[from];
}

/** More words than this without a full stop are talk without punctuation. */
const longestPunctuated = 60;
/** A pause that is heard. */
const pauseMs = 450;
const noDoubt = 9;

function pausesOf(turn: Turn, segments: readonly SpokenSegment[]): Set<number> {
  const pauses = new Set<number>();
  turn.pieces.forEach((piece, index) => {
    const before = segments[turn.pieces[index - 1]?.segment ?? -1];
    const gap = (segments[piece.segment]?.startMs ?? 0) - (before?.endMs ?? Number.POSITIVE_INFINITY);
    if (gap >= pauseMs) pauses.add(piece.start);
  });
  return pauses;
}

function spansOf(turn: Turn, segments: readonly SpokenSegment[]): (Span & Partial<Sentence>)[] {
  const pauses = pausesOf(turn, segments);
  return sentenceSpans(turn.text).flatMap((span): (Span & Partial<Sentence>)[] =>
    countWords(turn.text.slice(span.start, span.end)) <= longestPunctuated
      ? [span]
      : spokenSpans(turn.text, span, pauses).map((part) => ({ ...part, isPunctuated: false })),
  );
}

/** All sentences of an episode in their order, each with its turn, its segments and its times in milliseconds. */
export function sentencesOf(segments: readonly SpokenSegment[]): Sentence[] {
  return turnsOf(segments).flatMap((turn, turnIndex) =>
    spansOf(turn, segments).map((span) => {
      const { start, end } = span;
      const text = turn.text.slice(start, end);
      return {
        isPunctuated: true,
        startOdds: noDoubt,
        endOdds: noDoubt,
        ...span,
        turn,
        turnIndex,
        text,
        words: countWords(text),
        startMs: momentOf(turn, start, segments, "start"),
        endMs: momentOf(turn, end, segments, "end"),
        firstSegment: segmentAt(turn, start, "start"),
        lastSegment: segmentAt(turn, end, "end"),
      };
    }),
  );
}
