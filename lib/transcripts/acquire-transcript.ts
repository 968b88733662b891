import { createFetcher, FetchError } from "../net/fetch";
import type { StageContext } from "../queue/stage";
import { type ParsedTranscript, parseTranscript } from "./parse-transcript";
import { orderReferences, type TranscriptReference } from "./references";
import type { ExpectedEpisode } from "./sanity";
import { findEpisode, leaveDiscovered, saveTranscript } from "./store";
import { TranscriptError } from "./transcript";

const maxTranscriptBytes = 20_000_000;
const transcriptTimeoutMs = 30_000;

const noService =
  "No transcript from the publisher, and no transcription service is configured. Set TRANSCRIBE_API_KEY or OPENAI_API_KEY, or wait for the publisher.";

/**
 * Gets an episode's transcript from its publisher: the best of those its feed offers, the next one when that fails. With
 * none the episode waits, and the reason is on its row. Saves it and enqueues the extraction in one transaction.
 */
export async function acquireTranscript(
  context: StageContext,
  { episodeId }: { episodeId: string },
): Promise<{ stage: "transcribed" | "waiting" | "unchanged"; reason?: string }> {
  const episode = await findEpisode(context.db, episodeId);
  if (episode?.stage !== "discovered") return { stage: "unchanged" };
  const reasons: string[] = [];
  for (const reference of orderReferences(episode.transcriptRefs, episode.show.language)) {
    const parsed = await fetchTranscript(context, reference, {
      durationSeconds: episode.durationSeconds,
      language: episode.show.language,
    });
    if (typeof parsed === "string") {
      reasons.push(parsed);
      continue;
    }
    await context.db.$transaction(async (tx) => {
      if (!(await leaveDiscovered(tx, episodeId, { stage: "transcribed", reason: null, at: context.now() }))) return;
      await saveTranscript(
        tx,
        episodeId,
        { url: reference.url, language: reference.language ?? episode.show.language },
        parsed,
      );
      await context.enqueue(tx, "extract-insights", { episodeId });
    });
    return { stage: "transcribed" };
  }
  const reason =
    reasons.length === 0 ? noService : `${reasons.join(" ")} It is read again when its feed offers another.`;
  await context.db.$transaction((tx) =>
    leaveDiscovered(tx, episodeId, { stage: "waiting", reason, at: context.now() }),
  );
  return { stage: "waiting", reason };
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
