import { withLogFields } from "../lib/log/log";
import { jobNames, type Queue, queueConcurrency } from "../lib/queue/queue";
import type { JobData, JobName, StageContext } from "../lib/queue/stage";
import { handlers } from "./handlers";

/** The jobs of each stage, as `--only` names them. */
export const workerStages = {
  feeds: ["poll-feeds", "merge-shows"],
  transcripts: ["acquire-transcript"],
  insights: ["extract-insights"],
  stories: ["assign-stories", "reindex-insights", "index-episodes"],
  digests: ["build-digest"],
  delivery: ["deliver-digest", "deliver-mail", "tell-paused", "send-link", "send-invitation"],
} as const satisfies Record<string, readonly JobName[]>;

export type WorkerStage = keyof typeof workerStages;

/** How a process works on the queue. */
export interface WorkOptions {
  /** How often an idle queue is looked at. */
  pollSeconds: number;
  /** Only the jobs of these stages; all when absent. */
  only?: WorkerStage[];
  /** Jobs of one queue at a time, instead of the usual number. Queues that are one writer's work keep to one. */
  concurrency?: number;
}

/** Lets this process work on the queues. A job that throws is tried again by the queue, later each time. */
export async function workQueue(context: StageContext, queue: Queue, options: WorkOptions): Promise<void> {
  const names = options.only?.flatMap((stage): readonly JobName[] => workerStages[stage]) ?? jobNames;
  for (const name of names) {
    const usual = queueConcurrency[name];
    await workOn(context, queue, name, options.pollSeconds, usual === 1 ? 1 : (options.concurrency ?? usual));
  }
}

async function workOn<N extends JobName>(
  context: StageContext,
  queue: Queue,
  name: N,
  pollSeconds: number,
  localConcurrency: number,
): Promise<void> {
  await queue.boss.work<JobData[N]>(
    name,
    { pollingIntervalSeconds: pollSeconds, batchSize: 1, localConcurrency },
    async (jobs) => {
      for (const job of jobs) {
        await withLogFields({ job: name, jobId: job.id, ...job.data }, async () => {
          try {
            await handlers[name](context, job.data);
          } catch (error) {
            context.log.error({ err: error }, "A job failed and will be tried again.");
            throw error;
          }
        });
      }
    },
  );
}
