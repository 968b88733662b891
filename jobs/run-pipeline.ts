import { type EpisodeCounts, episodeCounts } from "../lib/feeds/views";
import { countUnfinishedJobs, type Queue } from "../lib/queue/queue";
import type { StageContext } from "../lib/queue/stage";
import { enqueueDueFeeds, enqueueLeftovers } from "./enqueue-due";
import { workQueue } from "./work-queue";

/** How far a run is: episodes by stage, and jobs not yet finished. */
export interface Progress {
  episodes: EpisodeCounts;
  unfinishedJobs: number;
}

/**
 * Runs every stage until nothing is left to do: enqueues the feeds that are due and what an earlier run left half-way,
 * and works on the queue beside any worker that is running.
 * @param signal ends the run early; what is left resumes at the next run.
 */
export async function runPipeline(
  context: StageContext,
  queue: Queue,
  options: { onProgress?: (progress: Progress) => void; signal?: AbortSignal },
): Promise<Progress> {
  await enqueueDueFeeds(context);
  await enqueueLeftovers(context, context.now());
  await workQueue(context, queue, { pollSeconds: 0.5 });
  for (;;) {
    const unfinishedJobs = await countUnfinishedJobs(queue);
    const progress = { episodes: await episodeCounts(context.db), unfinishedJobs };
    options.onProgress?.(progress);
    if (unfinishedJobs === 0 || options.signal?.aborted) return progress;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Waits until a queue that is being worked on has nothing left. */
export async function waitUntilIdle(queue: Queue, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted && (await countUnfinishedJobs(queue)) > 0)
    await new Promise((resolve) => setTimeout(resolve, 200));
}
