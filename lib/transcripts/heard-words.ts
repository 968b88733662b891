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
/** From this on a model itself doubts that anybody speaks. */
const doubtfulSpeech = 0.6;
/** Nobody says the same sentence more often in a row. */
const mostRepeats = 3;

interface Stretch {
  startMs: number;
  endMs: number;
  speaker: string | null;
  text: string;
}

/** The words of an answer in the recording's time; inside of a segment, or of a whole piece, time is spread by letters. */
export function heardWords(answer: HeardAnswer, piece: PiecePlan): { words: Word[]; hasTimes: boolean } {
  const segments = (answer.segments ?? []).filter(
    ({ text, no_speech_prob }) =>
      text.trim() !== "" && !((no_speech_prob ?? 0) > doubtfulSpeech && stockPhrase.test(text.trim())),
  );
  const at = (seconds: number) =>
    Math.round(Math.min(piece.endMs, Math.max(piece.startMs, piece.startMs + seconds * 1000)));
  if (answer.words && answer.words.length > 0) {
    const words = answer.words.map(({ word, start, end }) => ({
      startMs: at(start),
      endMs: at(Math.max(start, end)),
      speaker: null,
      text: word.trim(),
    }));
    return { words: withPunctuation(words, answer.text), hasTimes: true };
  }
  const stretches: Stretch[] =
    segments.length > 0
      ? withoutLoops(
          segments.map(({ text, start, end, speaker }) => ({
            startMs: at(start),
            endMs: at(Math.max(start, end)),
            speaker: speakerName(speaker),
            text: text.trim(),
          })),
        )
      : withoutLoops(
          sentencesOf(answer.text).map((text) => ({ startMs: piece.startMs, endMs: piece.endMs, speaker: null, text })),
        );
  const hasTimes = segments.length > 0;
  return { words: hasTimes ? stretches.flatMap(spread) : spread(joined(stretches, piece)), hasTimes };
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
function withoutLoops(stretches: Stretch[]): Stretch[] {
  const isSame = (a: Stretch | undefined, b: Stretch) => a?.text.toLowerCase() === b.text.toLowerCase();
  let repeats = 0;
  const kept: Stretch[] = [];
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
