import { randomBytes } from "node:crypto";
import type { Db } from "../../lib/db/types";

/** A transcript's sentence, in milliseconds. */
interface Sentence {
  startMs: number;
  endMs: number;
  text: string;
}

/** What services answer about one episode, as it is kept so that it is never paid twice. */
type AnswersOf = (sentences: Sentence[], insights: number) => object[];

/** A piece is cut so long where the model tells no times, and where it does. */
const minuteMs = 60_000;
const pieceMs = 20 * minuteMs;
const dimensions = 1_536;
/** A model offers more than are taken. */
const offeredToTaken = 2;

const piecesOf = (sentences: Sentence[], lengthMs: number) => [
  ...Map.groupBy(sentences, ({ startMs }) => Math.floor(startMs / lengthMs)).values(),
];
const textOf = (sentences: Sentence[]) => sentences.map(({ text }) => text).join(" ");

function wordsOf({ startMs, endMs, text }: Sentence): { word: string; start: number; end: number }[] {
  const words = text.split(" ");
  const at = (i: number) => Math.round((startMs + ((endMs - startMs) * i) / words.length) / 10) / 100;
  return words.map((word, i) => ({ word, start: at(i), end: at(i + 1) }));
}

const answers: Record<string, AnswersOf> = {
  "transcription, text alone (gpt-transcribe)": (sentences) =>
    piecesOf(sentences, minuteMs).map((piece) => ({ text: textOf(piece) })),
  "transcription, each word's time (Whisper)": (sentences) =>
    piecesOf(sentences, pieceMs).map((piece) => ({
      text: textOf(piece),
      words: piece.flatMap(wordsOf),
      segments: piece.map(({ text, startMs, endMs }) => ({
        ...{ text, start: startMs / 1000, end: endMs / 1000, no_speech_prob: 0.01 },
      })),
    })),
  "insights by a model": (sentences, insights) => {
    const offered = Array.from({ length: Math.ceil(insights * offeredToTaken) }, (_, i) => {
      const said = sentences.slice((i * 31) % sentences.length).slice(0, 2);
      return { first: i, last: i + 1, quote: textOf(said), claim: textOf(said.slice(0, 1)), kind: "claim", topics: [] };
    });
    const content = JSON.stringify({ insights: offered });
    return [{ content, refusal: null, finishReason: "stop", tokens: { inputTokens: 13_000, outputTokens: 1_400 } }];
  },
  "their vectors by a service (1,536 numbers)": (_, insights) => [
    Array.from({ length: Math.ceil(insights) }, () => randomBytes(dimensions * 4).toString("base64")),
  ],
};

async function answerBytes(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ bytes: number }[]>`
    SELECT pg_total_relation_size('"PaidCall"')::float8 AS bytes`;
  return row?.bytes ?? 0;
}

/**
 * Megabytes that the kept answers of paid services take for 1,000 episodes, by what was asked.
 * @param insights of an episode, on average.
 */
export async function keptAnswerMegabytes(
  db: Db,
  episodes: { id: string; sentences: Sentence[] }[],
  insights: number,
): Promise<Record<string, number>> {
  const megabytes: Record<string, number> = {};
  for (const [what, answersOf] of Object.entries(answers)) {
    const before = await answerBytes(db);
    for (const { id: episodeId, sentences } of episodes)
      for (const [i, response] of answersOf(sentences, insights).entries())
        await db.paidCall.create({
          data: {
            ...{
              key: `${what} ${episodeId} ${i}`.padEnd(64),
              purpose: "insights",
              model: "model",
              episodeId,
              response,
            },
            ...{ costMicroUsd: 1, startedAt: new Date(), answeredAt: new Date() },
          },
        });
    megabytes[what] = (((await answerBytes(db)) - before) / 2 ** 20 / episodes.length) * 1000;
  }
  return megabytes;
}
