import type { Cue } from "./transcript";

/** A word of a piece, in the recording's time. */
export type Word = Cue;

/** The words that were heard in one piece. */
export interface HeardPiece {
  startMs: number;
  endMs: number;
  words: Word[];
}

/** So many words in a row make it certain that two pieces speak of the same moment. */
const fewestCommon = 3;
/** Times of models are off by this much at most. */
const slackMs = 3_000;

/** A word by its letters and digits alone: as it is compared. */
export const wordKey = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/**
 * Joins pieces that overlap by aligning the words that both heard: each border is cut in the middle of the longest run of
 * words that both have, where neither heard half a word. Where they have none in common, it is cut at the overlap's middle.
 */
export function joinPieces(pieces: HeardPiece[]): Word[] {
  let joined: Word[] = [];
  let end = 0;
  for (const piece of pieces) {
    if (joined.length === 0 || piece.startMs >= end) joined.push(...piece.words);
    else joined = joinTwo(joined, piece, end);
    end = Math.max(end, piece.endMs);
  }
  return joined;
}

function joinTwo(before: Word[], piece: HeardPiece, endOfBefore: number): Word[] {
  const from = before.findIndex((word) => word.endMs >= piece.startMs - slackMs);
  const tail = from < 0 ? [] : before.slice(from);
  const until = piece.words.findIndex((word) => word.startMs > endOfBefore + slackMs);
  const head = until < 0 ? piece.words : piece.words.slice(0, until);
  const run = longestCommonRun(
    tail.map(({ text }) => wordKey(text)),
    head.map(({ text }) => wordKey(text)),
  );
  if (run.length >= fewestCommon || (run.length > 0 && run.length >= Math.min(tail.length, head.length))) {
    const half = Math.ceil(run.length / 2);
    return [
      ...before.slice(0, before.length - tail.length + run.inFirst + half),
      ...piece.words.slice(run.inSecond + half),
    ];
  }
  const middle = (piece.startMs + endOfBefore) / 2;
  const centre = (word: Word) => (word.startMs + word.endMs) / 2;
  return [...before.filter((word) => centre(word) < middle), ...piece.words.filter((word) => centre(word) >= middle)];
}

/** The longest run of equal keys of two lists, and where it begins in each. */
function longestCommonRun(first: string[], second: string[]): { length: number; inFirst: number; inSecond: number } {
  let best = { length: 0, inFirst: 0, inSecond: 0 };
  let row = new Array<number>(second.length + 1).fill(0);
  for (let i = 0; i < first.length; i++) {
    const next = new Array<number>(second.length + 1).fill(0);
    for (let j = 0; j < second.length; j++) {
      if (first[i] === "" || first[i] !== second[j]) continue;
      const length = (row[j] ?? 0) + 1;
      next[j + 1] = length;
      if (length > best.length) best = { length, inFirst: i - length + 1, inSecond: j - length + 1 };
    }
    row = next;
  }
  return best;
}
