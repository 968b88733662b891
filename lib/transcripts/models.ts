import { planPieces } from "./audio-pieces";

/** What a transcription model takes and gives. */
export interface TranscriptionModel {
  /** Of one request's file. */
  maxBytes: number;
  maxSeconds: number;
  /** The answer's format, and with it whether words or segments come with times. */
  responseFormat: "verbose_json" | "diarized_json" | "json";
  /** What helps it to spell names: a prompt, a list of keywords, or nothing. */
  spelling: "prompt" | "keywords" | "none";
  usdPerMinute: number;
}

const megabyte = 1024 * 1024;
/** A little less than the 25 MB that the service takes, for the request's other parts. */
const maxBytes = 24 * megabyte;

/**
 * Limits and prices as of 2026-11-25, from the service's documentation (developers.openai.com/api/docs/models). Prices can be
 * set by TRANSCRIBE_USD_PER_MINUTE. All take 25 MB of flac, mp3, mp4, mpeg, mpga, m4a, ogg, wav or webm a request; pieces are
 * sent as MP3 or M4A. Not confirmed there: how many seconds gpt-transcribe takes (the 4o family's 1,400 are assumed; pieces
 * of a minute, which anchor its answers in time, stay far below) and how many keywords. All but gpt-transcribe are
 * announced to end on 2027-02-26.
 */
const models: Record<string, TranscriptionModel> = {
  "gpt-transcribe": { maxBytes, maxSeconds: 1400, responseFormat: "json", spelling: "keywords", usdPerMinute: 0.0045 },
  "gpt-4o-transcribe": { maxBytes, maxSeconds: 1400, responseFormat: "json", spelling: "prompt", usdPerMinute: 0.006 },
  "gpt-4o-mini-transcribe": {
    maxBytes,
    maxSeconds: 1400,
    responseFormat: "json",
    spelling: "prompt",
    usdPerMinute: 0.003,
  },
  "gpt-4o-transcribe-diarize": {
    maxBytes,
    maxSeconds: 1400,
    responseFormat: "diarized_json",
    spelling: "none",
    usdPerMinute: 0.006,
  },
  "whisper-1": { maxBytes, maxSeconds: 3600, responseFormat: "verbose_json", spelling: "prompt", usdPerMinute: 0.006 },
};

/** Servers of one's own speak Whisper's format, and cost nothing a minute. */
const compatible: TranscriptionModel = {
  maxBytes,
  maxSeconds: 1400,
  responseFormat: "verbose_json",
  spelling: "prompt",
  usdPerMinute: 0,
};

/** A model's limits and price; one that is not in the table counts as a server of one's own. */
export function transcriptionModel(name: string, usdPerMinute: number | undefined): TranscriptionModel {
  const base = name.replace(/-\d{4}-\d{2}-\d{2}$/, "");
  const model = models[name] ?? models[base] ?? compatible;
  return usdPerMinute === undefined ? model : { ...model, usdPerMinute };
}

/** Answers without times are anchored by pieces of this length. */
const anchorSeconds = 60;
/** Long enough for several words that both neighbours hear whole. */
const overlapMs = 6_000;

/** The longest piece for a model. @param maxSeconds the operator's own limit. */
export function longestPieceMs(model: TranscriptionModel, maxSeconds: number | undefined): number {
  const seconds = Math.min(
    model.maxSeconds,
    maxSeconds ?? Number.POSITIVE_INFINITY,
    model.responseFormat === "json" ? anchorSeconds : Number.POSITIVE_INFINITY,
  );
  return seconds * 1000;
}

/** How a recording is cut for a model. @param maxSeconds the operator's own limit. */
export function pieceLimits(model: TranscriptionModel, maxSeconds: number | undefined) {
  return { maxBytes: model.maxBytes, maxMs: longestPieceMs(model, maxSeconds), overlapMs };
}

/** What a recording will cost in all, its pieces' overlaps included: an estimate before it has been downloaded. */
export function estimateMicroUsd(
  model: TranscriptionModel,
  durationSeconds: number,
  maxSeconds: number | undefined,
): number {
  const durationMs = durationSeconds * 1000;
  return planPieces(durationMs, 0, pieceLimits(model, maxSeconds)).reduce(
    (sum, { startMs, endMs }) => sum + transcriptionCostMicroUsd(model, endMs - startMs),
    0,
  );
}

/** What a length costs, in millionths of a dollar. */
export function transcriptionCostMicroUsd(model: TranscriptionModel, durationMs: number): number {
  return Math.ceil((durationMs / 60_000) * model.usdPerMinute * 1_000_000);
}
