import type { EpisodeStage, Prisma } from "../../prisma/client/client";
import { type GaveUpJob, gaveUpJobs, type Queue, redriveJobs, removeGaveUpJobs } from "../queue/queue";
import type { StageContext } from "../queue/stage";

/** Where an episode stands while a queue's job works on it. */
const stageOf: Record<string, EpisodeStage> = {
  "acquire-transcript": "discovered",
  "extract-insights": "transcribed",
};

const episodeOf = (job: GaveUpJob): string | null => {
  const id = job.data.episodeId;
  return typeof id === "string" && stageOf[job.name] ? id : null;
};

/**
 * Marks the episodes failed whose jobs gave up, by an error each time or because they ended their worker each time, so that
 * none is tried for ever. The job stays in the dead-letter queue until somebody lets it be tried again.
 * @returns how many episodes were set aside now.
 */
export async function setAsideGaveUp(context: StageContext): Promise<number> {
  let count = 0;
  for (const job of await gaveUpJobs(context.db)) {
    const episodeId = episodeOf(job);
    const stage = stageOf[job.name];
    if (!episodeId || !stage) continue;
    const moved = await context.db.episode.updateMany({
      where: { id: episodeId, stage },
      data: {
        stage: "failed",
        failedStage: stage,
        stageReason: `It was tried several times and failed each time: ${firstLine(job.error)} Try again with: npm run cli -- retry ${episodeId}`,
        stageChangedAt: context.now(),
        attempts: { increment: 1 },
      },
    });
    if (moved.count > 0) context.log.error({ episodeId, job: job.name }, "An episode's job gave up; it is set aside.");
    count += moved.count;
  }
  return count;
}

const firstLine = (text: string) => {
  const [line = ""] = text.split("\n");
  return /[.!?]$/.test(line) ? line : `${line}.`;
};

/** What was taken up again. */
export interface Retried {
  episodes: number;
  jobs: number;
}

/**
 * Takes up again what failed: episodes go back to the stage at which they stood, other jobs into their queue.
 * @param ids of episodes (failed, waiting or skipped) or of jobs that gave up; everything that failed when absent.
 */
export async function retryFailed(context: StageContext, queue: Queue, ids?: string[]): Promise<Retried> {
  const gaveUp = await gaveUpJobs(context.db);
  // What waits for a model or a service stands where it was.
  const postponed: Prisma.EpisodeWhereInput = { stage: { in: ["transcribed", "extracted"] }, retryAt: { not: null } };
  const episodes = await context.db.episode.findMany({
    where: ids
      ? { id: { in: ids }, OR: [{ stage: { in: ["failed", "waiting", "skipped"] } }, postponed] }
      : { OR: [{ stage: "failed" }, postponed] },
    select: { id: true, failedStage: true, stage: true },
  });
  for (const { id, failedStage, stage } of episodes)
    await takeUp(context, id, failedStage ?? (stage === "transcribed" || stage === "extracted" ? stage : "discovered"));
  const taken = new Set(episodes.map((episode) => episode.id));
  const ofEpisodes = gaveUp.filter((job) => taken.has(episodeOf(job) ?? ""));
  await removeGaveUpJobs(
    queue,
    ofEpisodes.map((job) => job.id),
  );
  const others = gaveUp.filter((job) => !ofEpisodes.includes(job) && (!ids || ids.includes(job.id)));
  const jobs =
    others.length > 0
      ? await redriveJobs(
          queue,
          others.map((job) => job.id),
        )
      : 0;
  return { episodes: episodes.length, jobs };
}

async function takeUp(context: StageContext, episodeId: string, stage: EpisodeStage): Promise<void> {
  await context.db.$transaction(async (tx) => {
    const { count } = await tx.episode.updateMany({
      where: { id: episodeId, stage: { in: ["failed", "waiting", "skipped", "transcribed", "extracted"] } },
      data: {
        stage,
        stageReason: null,
        failedStage: null,
        waitsFor: null,
        extractionState: null,
        retryAt: null,
        attempts: 0,
        stageChangedAt: context.now(),
      },
    });
    if (count === 0) return;
    if (stage === "transcribed") await context.enqueue(tx, "extract-insights", { episodeId });
    else if (stage === "extracted") await context.enqueue(tx, "assign-stories", {});
    else await context.enqueue(tx, "acquire-transcript", { episodeId });
  });
}
