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
  /** Told of each error that a job ends with. */
  onFailure?: (error: unknown) => void;
}

/** Lets this process work on the queues. A job that throws is tried again by the queue, later each time. */
export async function workQueue(context: StageContext, queue: Queue, options: WorkOptions): Promise<void> {
  for (const name of namesOf(options)) await workOn(context, queue, name, options);
}

/** Lets this process take no more jobs; those it has go on. `workQueue` takes it up again. */
export async function leaveQueue(queue: Queue, options: Pick<WorkOptions, "only">): Promise<void> {
  for (const name of namesOf(options)) await queue.boss.offWork(name, { wait: false });
}

const namesOf = ({ only }: Pick<WorkOptions, "only">): readonly JobName[] =>
  only?.flatMap((stage): readonly JobName[] => workerStages[stage]) ?? jobNames;

async function workOn<N extends JobName>(
  context: StageContext,
  queue: Queue,
  name: N,
  { pollSeconds, concurrency, onFailure }: WorkOptions,
): Promise<void> {
  const usual = queueConcurrency[name];
  const localConcurrency = usual === 1 ? 1 : (concurrency ?? usual);
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
            onFailure?.(error);
            throw error;
          }
        });
      }
    },
  );
}
