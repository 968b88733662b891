import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { assertBudget, BudgetError, paidCall } from "../costs/paid-call";
import { type Env, inDataDir } from "../env";
import { createFetcher } from "../net/fetch";
import { FetchError } from "../net/fetch-error";
import type { StageContext } from "../queue/stage";
import { type Audio, AudioError, openAudio, planPieces } from "./audio-pieces";
import { FfmpegError, toAac } from "./ffmpeg";
import { type HeardAnswer, heardWords } from "./heard-words";
import { type HeardPiece, joinPieces } from "./join-pieces";
import { longestPieceMs, pieceLimits, transcriptionCostMicroUsd } from "./models";
import { type SpellingHints, TranscriptionError, type TranscriptionService } from "./openai";
import { assertSane, countWords } from "./sanity";
import { toSegments } from "./segments";
import { touchEpisode } from "./store";
import { type FinishedTranscript, TranscriptError } from "./transcript";

const maxAudioBytes = 1_000_000_000;
const downloadTimeoutMs = 30 * 60_000;
/** ffmpeg takes about a minute for an hour. */
const ffmpegTimeoutMs = 20 * 60_000;
/** Well within the time after which an episode counts as left over. */
const touchEveryMs = 30_000;

/** An episode whose recording is to be heard. */
export interface Recording {
  episodeId: string;
  url: string;
  /** As the feed gives it. */
  durationSeconds: number | null;
  /** The longest that is transcribed. */
  maxMinutes: number;
  language: string | null;
  /** Who and what is likely to be named in it. */
  names: string[];
}

/** What came of it: a transcript, or why there is none and whether it is worth another try. */
export type TranscriptionOutcome =
  | { transcript: FinishedTranscript }
  /** @property isTry counts as a try; not while the budget or the account is what it waits for. */
  | { waitsFor: "later" | "publisher"; reason: string; isTry: boolean }
  | { failed: string };

/** A recording is longer than the operator wants to pay for. */
class TooLongError extends Error {
  override name = "TooLongError";
}

/** Says that a recording is too long, and what may be done. */
export const tooLong = (minutes: number, maxMinutes: number): string =>
  `Its recording is ${Math.round(minutes)} minutes long, and at most ${maxMinutes} are transcribed: raise the show's longest recording, or TRANSCRIBE_MAX_MINUTES and take it up with retry.`;

/**
 * Downloads a recording, cuts it into pieces, has each heard once, and joins what was heard. The file stays on disk while
 * the work is unfinished: publishers insert other advertisements at each download, and then every piece would be new.
 */
export async function transcribeRecording(
  context: StageContext,
  service: TranscriptionService,
  recording: Recording,
): Promise<TranscriptionOutcome> {
  const file = inDataDir(context.env, "audio", recording.episodeId);
  const timer = setInterval(() => {
    touchEpisode(context.db, recording.episodeId, context.now()).catch(() => {});
  }, touchEveryMs);
  try {
    if (!existsSync(file)) {
      // A file that would lie about until midnight is not fetched before.
      const { env } = context;
      await assertBudget(
        context,
        transcriptionCostMicroUsd(
          service.model,
          Math.min(
            (recording.durationSeconds ?? 60) * 1000,
            longestPieceMs(service.model, env.TRANSCRIBE_MAX_PIECE_SECONDS),
          ),
        ),
      );
      await download(context, recording.url, file);
    }
    // The file stays until its transcript is stored: fetched again, it may hold other advertisements, and be paid for again.
    return { transcript: await hear(context, service, recording, file) };
  } catch (error) {
    const outcome = outcomeOf(error);
    if (outcome === null) throw error;
    if ("failed" in outcome || outcome.waitsFor === "publisher") await rm(file, { force: true });
    return outcome;
  } finally {
    clearInterval(timer);
  }
}

/** Removes an episode's recording, once its transcript is stored. */
export async function removeRecording(env: Pick<Env, "DATA_DIR">, episodeId: string): Promise<void> {
  await rm(inDataDir(env, "audio", episodeId), { force: true });
}

function outcomeOf(error: unknown): Exclude<TranscriptionOutcome, { transcript: unknown }> | null {
  if (error instanceof TooLongError) return { waitsFor: "publisher", reason: error.message, isTry: false };
  if (error instanceof BudgetError) return { waitsFor: "later", reason: error.message, isTry: false };
  if (error instanceof TranscriptionError)
    return error.kind === "input"
      ? { failed: error.message }
      : { waitsFor: "later", reason: error.message, isTry: error.kind === "temporary" };
  if (error instanceof FetchError && error.kind === "no-room")
    return { waitsFor: "later", reason: error.message, isTry: false };
  if (error instanceof FetchError)
    return error.kind === "too-large" || error.kind === "blocked" || error.kind === "bad-url"
      ? { failed: error.message }
      : { waitsFor: "later", reason: error.message, isTry: true };
  return error instanceof AudioError || error instanceof TranscriptError ? { failed: error.message } : null;
}

async function download(context: StageContext, url: string, file: string): Promise<void> {
  await mkdir(inDataDir(context.env, "audio"), { recursive: true });
  const fetcher = createFetcher(context.env);
  try {
    await fetcher.download(url, { file: `${file}.part`, maxBytes: maxAudioBytes, timeoutMs: downloadTimeoutMs });
  } finally {
    await fetcher.close();
  }
  await rename(`${file}.part`, file);
}

/** Opens a recording for cutting; what is neither MP3 nor AAC is made so by ffmpeg first, once, and replaced by it on disk. */
async function openCuttable({ env, log }: StageContext, file: string, maxMinutes: number): Promise<Audio> {
  try {
    return await openAudio(file);
  } catch (error) {
    if (!(error instanceof AudioError) || error.kind !== "container") throw error;
    const made = `${file}.part`;
    try {
      await toAac(env.FFMPEG_PATH, file, made, {
        maxSeconds: maxMinutes * 60 + 60,
        timeoutMs: ffmpegTimeoutMs,
      });
    } catch (problem) {
      await rm(made, { force: true });
      if (!(problem instanceof FfmpegError)) throw problem;
      log.warn({ file }, problem.message);
      throw new AudioError(`${error.message} ${whatToDo[problem.kind]}`);
    }
    await rename(made, file);
    return openAudio(file);
  }
}

const whatToDo: Record<FfmpegError["kind"], string> = {
  missing:
    "Other kinds need ffmpeg, which is not installed here: install it or set FFMPEG_PATH, then take the episode up again with `npm run cli -- retry`.",
  unreadable: "ffmpeg finds no sound in it either.",
  "too-long": "ffmpeg did not come to an end with it.",
};

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

async function hear(
  context: StageContext,
  service: TranscriptionService,
  recording: Recording,
  file: string,
): Promise<FinishedTranscript> {
  const audio = await openCuttable(context, file, recording.maxMinutes);
  const audioHash = await hashOf(file);
  try {
    const minutes = audio.durationMs / 60_000;
    if (minutes > recording.maxMinutes) throw new TooLongError(tooLong(minutes, recording.maxMinutes));
    const plans = planPieces(
      audio.durationMs,
      audio.bytesPerSecond,
      pieceLimits(service.model, context.env.TRANSCRIBE_MAX_PIECE_SECONDS),
    );
    const estimate = plans.reduce(
      (sum, { startMs, endMs }) => sum + transcriptionCostMicroUsd(service.model, endMs - startMs),
      0,
    );
    context.log.info(
      { episodeId: recording.episodeId, minutes: Math.round(minutes), pieces: plans.length, usd: estimate / 1_000_000 },
      "Transcribing a recording; what is known of it already costs nothing again.",
    );
    const heard = new Array<HeardPiece & { hasTimes: boolean }>(plans.length);
    const left = [...plans.entries()];
    let stopped: unknown = null;
    const work = async () => {
      for (let next = left.shift(); next && stopped === null; next = left.shift()) {
        const [index, plan] = next;
        try {
          heard[index] = await service.pace.inTurn(() =>
            hearPiece(context, service, { audio, audioHash, recording, plan }),
          );
        } catch (error) {
          // What the others have under way is paid for: it is waited for and kept.
          stopped ??= error;
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(plans.length, context.env.TRANSCRIBE_CONCURRENCY) }, work));
    if (stopped !== null) throw stopped;
    const segments = toSegments(joinPieces(heard));
    const spoken = heard.filter((piece) => piece.words.length > 0);
    const transcript: FinishedTranscript = {
      format: "audio",
      timing: spoken.every((piece) => piece.hasTimes) ? "model" : "interpolated",
      wordCount: countWords(segments),
      segments,
    };
    assertSane({ source: "", format: "audio", segments }, { durationSeconds: null, language: recording.language });
    return transcript;
  } finally {
    audio.close();
  }
}

async function hearPiece(
  context: StageContext,
  service: TranscriptionService,
  work: { audio: Audio; audioHash: string; recording: Recording; plan: { startMs: number; endMs: number } },
): Promise<HeardPiece & { hasTimes: boolean }> {
  const { audio, audioHash, recording, plan } = work;
  const piece = await audio.cut(plan);
  if (piece.isSilent) return { ...plan, words: [], hasTimes: true };
  const hints: SpellingHints = { language: recording.language, names: recording.names };
  const answer: HeardAnswer = await paidCall(
    context,
    {
      input: { audioHash, ...plan },
      purpose: "transcription",
      model: service.name,
      episodeId: recording.episodeId,
      costMicroUsd: transcriptionCostMicroUsd(service.model, plan.endMs - plan.startMs),
    },
    (countUseless) => service.transcribe(piece, hints, countUseless),
  );
  return { ...plan, ...heardWords(answer, { startMs: piece.startMs, endMs: plan.endMs }) };
}
