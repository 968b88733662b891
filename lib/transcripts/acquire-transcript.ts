import type { Env } from "../env";
import { decodeDocument } from "../feeds/decode-feed";
import { createFetcher } from "../net/fetch";
import { FetchError } from "../net/fetch-error";
import type { StageContext } from "../queue/stage";
import { listTopics } from "../topics/store";
import { type Chapter, parseChapters } from "./chapters";
import { estimateMicroUsd, transcriptionModel } from "./models";
import { transcriptionService } from "./openai";
import { type ParsedTranscript, parseTranscript } from "./parse-transcript";
import { orderReferences, type TranscriptReference } from "./references";
import type { ExpectedEpisode } from "./sanity";
import { spellingWords } from "./spelling";
import { findEpisode, leaveDiscovered, neverRead, saveChapters, saveTranscript } from "./store";
import { mayNotFit } from "./timeline";
import { removeRecording, tooLong, transcribeRecording } from "./transcribe-recording";
import { type FinishedTranscript, TranscriptError } from "./transcript";

const maxTranscriptBytes = 20_000_000;
const transcriptTimeoutMs = 30_000;

const noService =
  "Its recording waits, since no transcription service is configured: set TRANSCRIBE_API_KEY or OPENAI_API_KEY.";

/** What became of an episode. */
export interface AcquireResult {
  stage: "transcribed" | "waiting" | "skipped" | "failed" | "unchanged";
  reason?: string;
}

/** An episode that could not be transcribed so often is given up. */
const mostAttempts = 10;

/**
 * Gets an episode's transcript: the best of those its publisher offers, the next one when that fails; with none, the
 * recording is transcribed where a service is configured and the show's policy allows it. Else the episode waits, and the
 * reason is on its row. Saves it and enqueues the extraction in one transaction.
 */
export async function acquireTranscript(
  context: StageContext,
  { episodeId }: { episodeId: string },
): Promise<AcquireResult> {
  const episode = await findEpisode(context.db, episodeId);
  if (episode?.stage !== "discovered") return { stage: "unchanged" };
  const { show } = episode;
  const leave = async (to: Omit<Parameters<typeof leaveDiscovered>[2], "at">): Promise<AcquireResult> => {
    await context.db.$transaction((tx) => leaveDiscovered(tx, episodeId, { ...to, at: context.now() }));
    return { stage: to.stage, ...(to.reason ? { reason: to.reason } : {}) };
  };
  const save = async (transcript: FinishedTranscript, source: { url: string; language: string | null }) => {
    await context.db.$transaction(async (tx) => {
      if (!(await leaveDiscovered(tx, episodeId, { stage: "transcribed", reason: null, at: context.now() }))) return;
      await saveTranscript(tx, episodeId, source, {
        ...transcript,
        isApproximate: mayNotFit(
          { endMs: transcript.segments.at(-1)?.endMs ?? 0, isPublishers: transcript.timing === "publisher" },
          episode,
        ),
      });
      if (chapters.length > 0) await saveChapters(tx, episodeId, chapters);
      await context.enqueue(tx, "extract-insights", { episodeId });
    });
    return { stage: "transcribed" as const };
  };
  if (show.transcription === "never") return leave({ stage: "skipped", reason: neverRead });
  const chapters = episode.chaptersUrl ? await fetchChapters(context, episode.chaptersUrl) : [];
  const reasons: string[] = [];
  for (const reference of orderReferences(episode.transcriptRefs, show.language)) {
    const parsed = await fetchTranscript(context, reference, {
      durationSeconds: episode.durationSeconds,
      language: show.language,
    });
    if (typeof parsed !== "string")
      return save(parsed, { url: reference.url, language: reference.language ?? show.language });
    reasons.push(parsed);
  }
  const refused = reasons.length > 0 ? reasons.join(" ") : "No transcript from the publisher yet.";
  const wait = (waitsFor: "publisher" | "service", why: string) =>
    leave({ stage: "waiting", reason: `${refused} ${why}`, waitsFor, isTry: false });
  if (show.transcription !== "always")
    return wait("publisher", "The show's recordings are not transcribed; it goes on when the feed offers one.");
  if (!episode.enclosureUrl) return wait("publisher", "The feed names no recording either.");
  const maxMinutes = show.transcribeMaxMinutes ?? context.env.TRANSCRIBE_MAX_MINUTES;
  if ((episode.durationSeconds ?? 0) > maxMinutes * 60)
    return wait("publisher", tooLong((episode.durationSeconds ?? 0) / 60, maxMinutes));
  const service = transcriptionService(context.env);
  if (!service) return wait("service", noService + estimateText(context.env, episode.durationSeconds));
  const outcome = await transcribeRecording(context, service, {
    episodeId,
    url: episode.enclosureUrl,
    durationSeconds: episode.durationSeconds,
    maxMinutes,
    language: show.language,
    names: spellingWords({ ...episode, notes: episode.descriptionText }, await topicPhrases(context)),
  });
  if ("transcript" in outcome) {
    const saved = await save(outcome.transcript, { url: episode.enclosureUrl, language: show.language });
    await removeRecording(context.env, episodeId);
    return saved;
  }
  if ("failed" in outcome) return leave({ stage: "failed", reason: outcome.failed });
  if (outcome.isTry && episode.attempts + 1 >= mostAttempts)
    return leave({ stage: "failed", reason: `${outcome.reason} That was the last of ${mostAttempts} tries.` });
  return leave({ stage: "waiting", ...outcome });
}

const topicPhrases = async ({ db }: StageContext) => (await listTopics(db)).flatMap(({ phrases }) => phrases);

/** What it would cost, in words; nothing where it costs nothing or nobody knows how long the recording is. */
function estimateText({ TRANSCRIBE_MODEL, ...env }: Env, durationSeconds: number | null): string {
  const model = transcriptionModel(TRANSCRIBE_MODEL, env.TRANSCRIBE_USD_PER_MINUTE);
  const usd = estimateMicroUsd(model, durationSeconds ?? 0, env.TRANSCRIBE_MAX_PIECE_SECONDS) / 1_000_000;
  return usd > 0
    ? ` Transcribing it would cost about $${Math.max(0.01, usd).toFixed(2)} with ${TRANSCRIBE_MODEL}.`
    : "";
}

const maxChaptersBytes = 1_000_000;

/** Chapters are a convenience: an episode goes on without them. */
async function fetchChapters(context: StageContext, url: string): Promise<Chapter[]> {
  try {
    const answer = await createFetcher(context.env).get(url, {
      maxBytes: maxChaptersBytes,
      timeoutMs: transcriptTimeoutMs,
    });
    return answer.status === 200 ? parseChapters(decodeDocument(answer.body, answer.headers.get("content-type"))) : [];
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    context.log.warn({ url }, error.message);
    return [];
  }
}

/** @returns the transcript, or a sentence that says what is wrong with it. */
async function fetchTranscript(
  context: StageContext,
  reference: TranscriptReference,
  expected: ExpectedEpisode,
): Promise<ParsedTranscript | string> {
  try {
    const answer = await createFetcher(context.env).get(reference.url, {
      maxBytes: maxTranscriptBytes,
      timeoutMs: transcriptTimeoutMs,
    });
    const host = new URL(answer.finalUrl).host;
    if (answer.status < 200 || answer.status > 299)
      return `${host} has no transcript at the address that the feed gives (${answer.status}).`;
    return parseTranscript({ bytes: answer.body, contentType: answer.headers.get("content-type"), ...expected });
  } catch (error) {
    if (error instanceof TranscriptError || error instanceof FetchError) return error.message;
    throw error;
  }
}
