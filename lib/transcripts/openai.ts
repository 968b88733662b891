import OpenAI, { APIConnectionError, APIError, toFile } from "openai";
import type { Env } from "../env";
import type { AudioPiece } from "./audio-pieces";
import { type HeardAnswer, heardAnswer } from "./heard-words";
import { primaryLanguage } from "./language";
import { type TranscriptionModel, transcriptionModel } from "./models";

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
  /** @throws TranscriptionError */
  transcribe(piece: AudioPiece, hints: SpellingHints): Promise<HeardAnswer>;
}

type ServiceEnv = Pick<
  Env,
  | "OPENAI_API_KEY"
  | "OPENAI_BASE_URL"
  | "TRANSCRIBE_API_KEY"
  | "TRANSCRIBE_BASE_URL"
  | "TRANSCRIBE_MODEL"
  | "TRANSCRIBE_USD_PER_MINUTE"
>;

const requestTimeoutMs = 10 * 60_000;
const maxRetries = 4;

/** The operator's transcription service; null where none is configured. A server of one's own may need no key. */
export function transcriptionService(env: ServiceEnv): TranscriptionService | null {
  const apiKey = env.TRANSCRIBE_API_KEY ?? env.OPENAI_API_KEY ?? (env.TRANSCRIBE_BASE_URL ? "none" : undefined);
  if (!apiKey) return null;
  const baseURL = env.TRANSCRIBE_BASE_URL ?? env.OPENAI_BASE_URL;
  const host = new URL(baseURL).host;
  const client = new OpenAI({ apiKey, baseURL, maxRetries, timeout: requestTimeoutMs });
  const model = transcriptionModel(env.TRANSCRIBE_MODEL, env.TRANSCRIBE_USD_PER_MINUTE);
  let pausedUntil = 0;
  return {
    name: env.TRANSCRIBE_MODEL,
    model,
    async transcribe(piece, hints) {
      while (Date.now() < pausedUntil) await new Promise((resolve) => setTimeout(resolve, pausedUntil - Date.now()));
      try {
        const { data, response } = await client.audio.transcriptions
          .create({
            file: await toFile(piece.bytes, piece.fileName, { type: piece.contentType }),
            model: env.TRANSCRIBE_MODEL,
            ...parameters(model, hints),
          })
          .withResponse();
        pausedUntil = Date.now() + pauseMs(response.headers);
        const answer = heardAnswer.safeParse(data);
        if (answer.success) return answer.data;
      } catch (error) {
        throw translate(error, host);
      }
      throw new TranscriptionError("temporary", `${host} answered with something else than a transcript.`);
    },
  };
}

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
function pauseMs(headers: Headers): number {
  if (headers.get("x-ratelimit-remaining-requests") !== "0") return 0;
  const parts = [...(headers.get("x-ratelimit-reset-requests") ?? "").matchAll(/([\d.]+)(ms|h|m|s)/g)];
  const unitMs: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
  const wait = parts.reduce((sum, [, value, unit]) => sum + Number(value) * (unitMs[unit ?? ""] ?? 0), 0);
  return Math.min(wait, 10 * 60_000);
}

function translate(error: unknown, host: string): TranscriptionError {
  if (error instanceof TranscriptionError) return error;
  if (error instanceof APIError && error.status !== undefined) {
    const said = error.message.replace(/^\d+\s+/, "").slice(0, 200);
    if (error.status === 401 || error.status === 403)
      return new TranscriptionError(
        "account",
        `${host} does not accept the key (${error.status}). Check TRANSCRIBE_API_KEY or OPENAI_API_KEY.`,
      );
    if (error.code === "insufficient_quota" || error.status === 402)
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
    return new TranscriptionError(
      "temporary",
      `${host} could not transcribe now (${error.status}). It will be tried again.`,
    );
  }
  const why = error instanceof APIConnectionError && error.cause instanceof Error ? error.cause.message : String(error);
  return new TranscriptionError("temporary", `${host} did not answer (${why.slice(0, 200)}). It will be tried again.`);
}
