import OpenAI, { APIConnectionTimeoutError, APIError, toFile } from "openai";
import type { CountUseless } from "../costs/paid-call";
import type { Env } from "../env";
import type { AudioPiece } from "./audio-pieces";
import { type HeardAnswer, heardAnswer } from "./heard-words";
import { primaryLanguage } from "./language";
import { type TranscriptionModel, transcriptionModel } from "./models";
import { longestPauseMs, paceOf, type RequestPace } from "./request-pace";

/** A service that cannot or will not transcribe; `message` says why and what to do. */
export class TranscriptionError extends Error {
  override name = "TranscriptionError";
  constructor(
    /** `temporary` passes by itself, `account` when the operator has changed something, `input` never. */
    readonly kind: "temporary" | "account" | "input",
    message: string,
  ) {
    super(message);
  }
}

/** What helps a model to spell what it hears. */
export interface SpellingHints {
  language: string | null;
  names: string[];
}

/** A service that hears words in audio. */
export interface TranscriptionService {
  name: string;
  model: TranscriptionModel;
  /** Whose turn it is, over all recordings of this process. */
  pace: RequestPace;
  /**
   * Within nine minutes, all tries together.
   * @param countUseless told of each answer that is no transcript.
   * @throws TranscriptionError
   */
  transcribe(piece: AudioPiece, hints: SpellingHints, countUseless: CountUseless): Promise<HeardAnswer>;
}

type ServiceEnv = Pick<
  Env,
  | "OPENAI_API_KEY"
  | "OPENAI_BASE_URL"
  | "TRANSCRIBE_API_KEY"
  | "TRANSCRIBE_BASE_URL"
  | "TRANSCRIBE_CONCURRENCY"
  | "TRANSCRIBE_MODEL"
  | "TRANSCRIBE_TIMEOUT_SECONDS"
  | "TRANSCRIBE_USD_PER_MINUTE"
>;

const mostTries = 5;
const mostOddAnswers = 2;
/** Of all tries with the pauses between: longer, and the episode waits instead, so that others have their turn. */
const longestMs = 9 * 60_000;

/** The operator's transcription service; null where none is configured. A server of one's own may need no key. */
export function transcriptionService(env: ServiceEnv): TranscriptionService | null {
  const apiKey = env.TRANSCRIBE_API_KEY ?? env.OPENAI_API_KEY ?? (env.TRANSCRIBE_BASE_URL ? "none" : undefined);
  if (!apiKey) return null;
  const baseURL = env.TRANSCRIBE_BASE_URL ?? env.OPENAI_BASE_URL;
  const host = new URL(baseURL).host;
  // Retries are ours: the package's own would not know of the other pieces that wait for the same service.
  const client = new OpenAI({ apiKey, baseURL, maxRetries: 0 });
  const model = transcriptionModel(env.TRANSCRIBE_MODEL, env.TRANSCRIBE_USD_PER_MINUTE);
  const pace = paceOf({ baseUrl: baseURL, apiKey, atOnce: env.TRANSCRIBE_CONCURRENCY });
  const ask = async (piece: AudioPiece, hints: SpellingHints, timeout: number): Promise<HeardAnswer> => {
    const { data, response } = await client.audio.transcriptions
      .create(
        {
          file: await toFile(piece.bytes, piece.fileName, { type: piece.contentType }),
          model: env.TRANSCRIBE_MODEL,
          ...parameters(model, hints),
        },
        { timeout },
      )
      .withResponse();
    pace.pause(announcedPauseMs(response.headers));
    const answer = heardAnswer.safeParse(data);
    if (!answer.success) throw new NotATranscriptError(host, typeof data === "object");
    return answer.data;
  };
  return {
    name: env.TRANSCRIBE_MODEL,
    model,
    pace,
    async transcribe(piece, hints, countUseless) {
      const until = Date.now() + longestMs;
      for (let tries = 1; ; tries++) {
        await pace.ready();
        try {
          return await ask(
            piece,
            hints,
            Math.max(1_000, Math.min(env.TRANSCRIBE_TIMEOUT_SECONDS * 1000, until - Date.now())),
          );
        } catch (error) {
          if (isUselessAnswer(error)) await countUseless();
          const waitMs = tries < mostTries ? retryAfterMs(error, tries) : null;
          if (waitMs === null || waitMs > longestPauseMs || Date.now() + waitMs >= until) throw translate(error, host);
          // What one request is told about the service's limits holds for all.
          if (error instanceof APIError && error.status === 429) pace.pause(waitMs);
          await new Promise((resolve) => setTimeout(resolve, waitMs));
        }
      }
    },
  };
}

/** An answer that is no transcript. */
class NotATranscriptError extends TranscriptionError {
  /** @param isFromService it is at least of the form that services answer in: a sign-in page of the network is not paid for. */
  constructor(
    host: string,
    readonly isFromService: boolean,
  ) {
    super("temporary", notATranscript(host));
  }
}

/** Whether an error stands for an answer that is paid for all the same; JSON that breaks off is one, too. */
const isUselessAnswer = (error: unknown) =>
  error instanceof SyntaxError || (error instanceof NotATranscriptError && error.isFromService);

/** How long to wait before asking once more; null where that would not help. */
function retryAfterMs(error: unknown, tries: number): number | null {
  const backoffMs = 500 * 2 ** (tries - 1) * (0.75 + Math.random() / 2);
  // An answer that is none is paid for: it is asked for once more only.
  if (error instanceof TranscriptionError || error instanceof SyntaxError)
    return tries < mostOddAnswers ? backoffMs : null;
  if (!(error instanceof APIError)) return backoffMs;
  const { status } = error;
  const isFinal = status !== undefined && status < 500 && status !== 408 && status !== 409 && status !== 429;
  return isFinal || hasNoCredit(error) ? null : (announcedWaitMs(error.headers) ?? backoffMs);
}

/** What `retry-after` asks for (RFC 9110, 10.2.3), in seconds or as a date; `retry-after-ms` is more exact. */
function announcedWaitMs(headers: Headers | undefined): number | null {
  const ms = Number(headers?.get("retry-after-ms") || Number.NaN);
  if (ms >= 0) return ms;
  const text = headers?.get("retry-after");
  if (!text) return null;
  const seconds = Number(text);
  const wait = Number.isNaN(seconds) ? Date.parse(text) - Date.now() : seconds * 1000;
  return wait >= 0 ? wait : null;
}

const hasNoCredit = (error: APIError) => error.code === "insufficient_quota" || error.status === 402;

function parameters(model: TranscriptionModel, { language, names }: SpellingHints) {
  const primary = primaryLanguage(language);
  return {
    response_format: model.responseFormat,
    ...(primary ? { language: primary } : {}),
    ...(model.responseFormat === "verbose_json"
      ? { timestamp_granularities: ["word" as const, "segment" as const] }
      : {}),
    ...(model.responseFormat === "diarized_json" ? { chunking_strategy: "auto" as const } : {}),
    ...(model.spelling === "prompt" && names.length > 0 ? { prompt: `${names.join(", ")}.` } : {}),
    ...(model.spelling === "keywords" && names.length > 0 ? { keywords: names } : {}),
  };
}

/** How long to wait before the next request when the service says that none is left ("1s", "6m0s", "20ms"). */
function announcedPauseMs(headers: Headers): number {
  if (headers.get("x-ratelimit-remaining-requests") !== "0") return 0;
  const parts = [...(headers.get("x-ratelimit-reset-requests") ?? "").matchAll(/([\d.]+)(ms|h|m|s)/g)];
  const unitMs: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
  return parts.reduce((sum, [, value, unit]) => sum + Number(value) * (unitMs[unit ?? ""] ?? 0), 0);
}

const notATranscript = (host: string) =>
  `${host} answered with something else than a transcript. It will be tried again.`;

function translate(error: unknown, host: string): TranscriptionError {
  if (error instanceof TranscriptionError) return error;
  if (error instanceof SyntaxError) return new TranscriptionError("temporary", notATranscript(host));
  if (error instanceof APIError && error.status !== undefined) {
    const said = error.message.replace(/^\d+\s+/, "").slice(0, 200);
    if (error.status === 401 || error.status === 403)
      return new TranscriptionError(
        "account",
        `${host} does not accept the key (${error.status}). Check TRANSCRIBE_API_KEY or OPENAI_API_KEY.`,
      );
    if (hasNoCredit(error))
      return new TranscriptionError(
        "account",
        `The account at ${host} has no credit left. It goes on when there is some.`,
      );
    if (error.status === 404)
      return new TranscriptionError(
        "account",
        `${host} does not know the model or address. Check TRANSCRIBE_MODEL and TRANSCRIBE_BASE_URL.`,
      );
    if (
      error.status >= 400 &&
      error.status < 500 &&
      error.status !== 408 &&
      error.status !== 409 &&
      error.status !== 429
    )
      return new TranscriptionError("input", `${host} refuses the recording: ${said}`);
    const wait = announcedWaitMs(error.headers);
    const asks = wait !== null && wait > longestPauseMs ? ` and asks to wait ${Math.ceil(wait / 60_000)} minutes` : "";
    return new TranscriptionError(
      "temporary",
      `${host} could not transcribe now (${error.status})${asks}. It will be tried again.`,
    );
  }
  if (error instanceof APIConnectionTimeoutError)
    return new TranscriptionError(
      "temporary",
      `${host} did not answer within TRANSCRIBE_TIMEOUT_SECONDS. It will be tried again.`,
    );
  let cause = error;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new TranscriptionError("temporary", `${host} did not answer (${why.slice(0, 200)}). It will be tried again.`);
}
