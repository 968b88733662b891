import { z } from "zod";
import type { PiecePlan } from "./audio-pieces";
import { type Word, wordKey } from "./join-pieces";
import { speakerName } from "./transcript";

const time = z.number().min(0).catch(0);

/** What a service answers for a piece: of whatever it sends, only this is kept. */
export const heardAnswer = z.object({
  text: z.string(),
  words: z.array(z.object({ word: z.string(), start: time, end: time })).optional(),
  segments: z
    .array(
      z.object({
        text: z.string(),
        start: time,
        end: time,
        speaker: z.string().optional(),
        no_speech_prob: z.number().optional(),
      }),
    )
    .optional(),
});

export type HeardAnswer = z.infer<typeof heardAnswer>;

/** What models write where nobody speaks: they have read it below many films. */
const stockPhrase =
  /^(?:thanks? (?:you )?(?:so much )?for (?:watching|listening)[.!]?|please subscribe.*|(?:subtitles?|captions?|transcri(?:bed|ption)) by .*|you)$/i;
/** Podcasts say this at their end, and mean it. */
const meantPhrase = /listening/i;
/** From this on a model itself doubts that anybody speaks. */
const doubtfulSpeech = 0.6;
/** Nobody says the same sentence more often in a row. */
const mostRepeats = 3;
/** The same few words in a row, so often and so many in all, are a loop even without a full stop. */
const loop = { longestWords: 12, fewestRepeats: 6, fewestWords: 18 };

interface Stretch {
  startMs: number;
  endMs: number;
  speaker: string | null;
  text: string;
}

/**
 * The words of an answer in the recording's time; inside of a segment, or of a whole piece, time is spread by letters. What
 * models invent where nobody speaks is left out, whatever form they answer in: stock phrases, and words in a loop.
 */
export function heardWords(answer: HeardAnswer, piece: PiecePlan): { words: Word[]; hasTimes: boolean } {
  const at = (seconds: number) =>
    Math.round(Math.min(piece.endMs, Math.max(piece.startMs, piece.startMs + seconds * 1000)));
  const given = (answer.segments ?? []).filter(({ text }) => text.trim() !== "");
  // Without a doubt of the model's own: where a phrase is all that it heard, it heard nothing.
  const heard = (answer.text.trim() || given.map(({ text }) => text.trim()).join(" ")).trim();
  const hasDoubts = given.some(({ no_speech_prob }) => no_speech_prob !== undefined);
  if (!hasDoubts && stockPhrase.test(heard) && !meantPhrase.test(heard)) return { words: [], hasTimes: false };
  const stretches = given.map(({ text, start, end, speaker, no_speech_prob }) => ({
    startMs: at(start),
    endMs: at(Math.max(start, end)),
    speaker: speakerName(speaker),
    text: text.trim(),
    isInvented: (no_speech_prob ?? 0) > doubtfulSpeech && stockPhrase.test(text.trim()),
  }));
  const kept = withoutLoops(stretches.filter(({ isInvented }) => !isInvented));
  if (answer.words && answer.words.length > 0) {
    const words = answer.words.map(({ word, start, end }) => ({
      startMs: at(start),
      endMs: at(Math.max(start, end)),
      speaker: null,
      text: word.trim(),
    }));
    const left = stretches.filter((stretch) => !kept.includes(stretch));
    const isLeft = ({ startMs, endMs }: Word) =>
      left.some((stretch) => stretch.startMs <= (startMs + endMs) / 2 && (startMs + endMs) / 2 < stretch.endMs);
    return {
      words: withoutWordLoops(withPunctuation(words, answer.text).filter((word) => !isLeft(word))),
      hasTimes: true,
    };
  }
  if (given.length > 0) return { words: withoutWordLoops(kept.flatMap(spread)), hasTimes: true };
  const said = withoutLoops(
    sentencesOf(answer.text).map((sentence) => ({
      startMs: piece.startMs,
      endMs: piece.endMs,
      speaker: null,
      text: sentence,
    })),
  );
  return { words: withoutWordLoops(spread(joined(said, piece))), hasTimes: false };
}

const sentencesOf = (text: string) =>
  text
    .trim()
    .split(/(?<=[.!?])\s+/u)
    .filter(Boolean);

function joined(stretches: Stretch[], piece: PiecePlan): Stretch {
  return { ...piece, speaker: null, text: stretches.map(({ text }) => text).join(" ") };
}

/** Models that hear nothing begin to repeat themselves. */
function withoutLoops<T extends Stretch>(stretches: T[]): T[] {
  const isSame = (a: Stretch | undefined, b: Stretch) => a?.text.toLowerCase() === b.text.toLowerCase();
  let repeats = 0;
  const kept: T[] = [];
  for (const [i, stretch] of stretches.entries()) {
    repeats = isSame(stretches[i - 1], stretch) ? repeats + 1 : 0;
    if (repeats >= mostRepeats) {
      // Of a loop one is left: what was really said, if it was.
      while (kept.length > 1 && isSame(kept.at(-2), stretch)) kept.pop();
      continue;
    }
    kept.push(stretch);
  }
  return kept;
}

/** The same for loops that no full stop parts: of the words that come again and again one round is left. */
function withoutWordLoops(words: Word[]): Word[] {
  const keys = words.map(({ text }) => wordKey(text));
  const kept: Word[] = [];
  for (let i = 0; i < words.length; ) {
    const { round, until } = loopAt(keys, i);
    kept.push(...words.slice(i, i + round));
    i = until;
  }
  return kept;
}

/** How many words a loop's round has that begins at a place, and where the loop ends; one word where there is none. */
function loopAt(keys: string[], from: number): { round: number; until: number } {
  for (let round = 1; round <= loop.longestWords; round++) {
    let until = from + round;
    while (keys[until] && keys[until] === keys[until - round]) until++;
    const repeats = Math.floor((until - from) / round);
    if (repeats >= loop.fewestRepeats && repeats * round >= loop.fewestWords)
      return { round, until: from + repeats * round };
  }
  return { round: 1, until: from + 1 };
}

function spread({ startMs, endMs, speaker, text }: Stretch): Word[] {
  const words = text.split(/\s+/).filter(Boolean);
  const letters = words.reduce((sum, word) => sum + word.length + 1, 0);
  let at = startMs;
  return words.map((word) => {
    const until = at + ((endMs - startMs) * (word.length + 1)) / letters;
    const cue = { startMs: Math.round(at), endMs: Math.round(until), speaker, text: word };
    at = until;
    return cue;
  });
}

/** Lists of words come without commas and full stops; the text beside them has them. */
function withPunctuation(words: Word[], text: string): Word[] {
  const written = text.split(/\s+/).filter(Boolean);
  let place = 0;
  return words.flatMap((word) => {
    if (!word.text) return [];
    const near = written.slice(place, place + 4).findIndex((candidate) => wordKey(candidate) === wordKey(word.text));
    if (near < 0) return [word];
    place += near + 1;
    return [{ ...word, text: written[place - 1] ?? word.text }];
  });
}
