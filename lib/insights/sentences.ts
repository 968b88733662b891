import type { SpokenSegment } from "./insight";
import { countWords } from "./words";

/** Where one segment's text lies in its turn's text; offsets are characters, end exclusive. */
interface Piece {
  segment: number;
  start: number;
  end: number;
}

/** What one speaker says without interruption, as one text. */
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
}

/** A pause this long, where the transcript names no speakers, may hide a change of speaker. */
const silenceMs = 2_500;

/** Joins segments into turns: a new one begins where the speaker changes or, without speakers, after a silence. */
export function turnsOf(segments: readonly SpokenSegment[]): Turn[] {
  const turns: Turn[] = [];
  let previous: SpokenSegment | undefined;
  segments.forEach((segment, index) => {
    const text = segment.text.replace(/\s+/gu, " ").trim();
    if (text === "") return;
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
  /(?:^|[\s("“])(?:mr|mrs|ms|dr|prof|st|vs|jr|sr|inc|ltd|co|corp|no|approx|e\.g|i\.e|etc|u\.s|u\.k|u\.n|e\.u|a\.m|p\.m|fig|gen|gov|sen|rep|\p{Lu})\.$/iu;
const sentenceEnd = /(?:[.!?…]+)["”’')\]]*(?=\s|$)/gu;

/** Offsets of the sentences of a text; together they cover every word of it. */
export function sentenceSpans(text: string): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  let start = 0;
  for (const match of text.matchAll(sentenceEnd)) {
    const end = match.index + match[0].length;
    const rest = text.slice(end).trimStart();
    if (/^\.$/u.test(match[0]) && abbreviation.test(text.slice(Math.max(start, match.index - 8), match.index + 1)))
      continue;
    // "It was... different": three dots inside a sentence.
    if (/^(?:\.{2,}|…)/u.test(match[0]) && /^[\p{Ll}]/u.test(rest)) continue;
    // "Node.js is", "4.5": no white space follows, or the next word does not begin a sentence.
    if (rest !== "" && /^\p{Ll}/u.test(rest) && match[0] === ".") continue;
    if (text.slice(start, end).trim() !== "") spans.push({ start, end });
    start = end;
  }
  if (text.slice(start).trim() !== "") spans.push({ start, end: text.length });
  return spans.map((span) => {
    const lead = text.slice(span.start, span.end).length - text.slice(span.start, span.end).trimStart().length;
    return { start: span.start + lead, end: span.end };
  });
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
  const found =
    side === "start"
      ? turn.pieces.find((piece) => offset < piece.end)
      : turn.pieces.find((piece) => offset <= piece.end);
  return found ?? turn.pieces.at(-1);
}

/** All sentences of an episode in their order, each with its turn, its segments and its times in milliseconds. */
export function sentencesOf(segments: readonly SpokenSegment[]): Sentence[] {
  return turnsOf(segments).flatMap((turn, turnIndex) =>
    sentenceSpans(turn.text).map(({ start, end }) => {
      const text = turn.text.slice(start, end);
      return {
        turn,
        turnIndex,
        start,
        end,
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
