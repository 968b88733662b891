import type { Db } from "../db/types";
import type { Env } from "../env";
import { estimateMicroUsd, transcriptionModel } from "./models";
import { transcriptionService } from "./openai";
import type { ShowPolicy } from "./store";

/** Episodes that only their recordings can tell of, and what it costs to have these transcribed. */
export interface RecordingEstimate {
  episodes: number;
  /** Of all of them; those of unknown length count with the mean of the others. */
  minutes: number;
  /** Zero where the service costs nothing, or no length is known. */
  costMicroUsd: number;
}

/** What an operator has to know to decide on a show's recordings. */
export interface PolicyView extends ShowPolicy {
  title: string;
  /** What holds where the show has no limit of its own. */
  generalMaxMinutes: number;
  budgetUsd: number;
  /** Which model transcribes, or would. */
  model: string;
  isConfigured: boolean;
  /** What the show published in the last thirty days, whatever became of it. */
  lately: { episodes: number; toTranscribe: RecordingEstimate };
  /** What waits for a service, the budget or another policy now. */
  waiting: RecordingEstimate;
}

const latelyMs = 30 * 24 * 3_600_000;
const mostEpisodes = 2_000;

/** A show's policy with what it costs, at the limit that holds now; null when there is no such show. */
export async function policyView(db: Db, env: Env, showId: string, now: Date): Promise<PolicyView | null> {
  const show = await db.show.findUnique({
    where: { id: showId },
    select: { title: true, transcription: true, transcribeMaxMinutes: true },
  });
  if (!show) return null;
  const since = new Date(now.getTime() - latelyMs);
  const episodes = await db.episode.findMany({
    where: { showId, OR: [{ stage: "waiting" }, { publishedAt: { gte: since, lte: now } }] },
    orderBy: { publishedAt: "desc" },
    take: mostEpisodes,
    select: {
      stage: true,
      publishedAt: true,
      durationSeconds: true,
      enclosureUrl: true,
      transcriptRefs: true,
      transcript: { select: { format: true } },
    },
  });
  const model = transcriptionModel(env.TRANSCRIBE_MODEL, env.TRANSCRIBE_USD_PER_MINUTE);
  const longest = (show.transcribeMaxMinutes ?? env.TRANSCRIBE_MAX_MINUTES) * 60;
  const estimate = (of: typeof episodes): RecordingEstimate => {
    const known = of.flatMap(({ durationSeconds }) => durationSeconds ?? []);
    const mean = known.length === 0 ? 0 : known.reduce((sum, seconds) => sum + seconds, 0) / known.length;
    const lengths = of.map(({ durationSeconds }) => durationSeconds ?? mean).filter((seconds) => seconds <= longest);
    return {
      episodes: lengths.length,
      minutes: lengths.reduce((sum, seconds) => sum + seconds, 0) / 60,
      costMicroUsd: lengths.reduce(
        (sum, seconds) => sum + estimateMicroUsd(model, seconds, env.TRANSCRIBE_MAX_PIECE_SECONDS),
        0,
      ),
    };
  };
  const hasRecordingAlone = ({ enclosureUrl, transcriptRefs, transcript }: (typeof episodes)[number]) =>
    enclosureUrl !== null &&
    (transcript ? transcript.format === "audio" : Array.isArray(transcriptRefs) && transcriptRefs.length === 0);
  const lately = episodes.filter(({ publishedAt }) => publishedAt >= since);
  return {
    ...show,
    generalMaxMinutes: env.TRANSCRIBE_MAX_MINUTES,
    budgetUsd: env.DAILY_BUDGET_USD,
    model: env.TRANSCRIBE_MODEL,
    isConfigured: transcriptionService(env) !== null,
    lately: { episodes: lately.length, toTranscribe: estimate(lately.filter(hasRecordingAlone)) },
    waiting: estimate(episodes.filter(({ stage, enclosureUrl }) => stage === "waiting" && enclosureUrl !== null)),
  };
}
