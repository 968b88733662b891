import { jobNames, type Queue, queueConcurrency } from "../lib/queue/queue";
import type { JobData, JobName, StageContext } from "../lib/queue/stage";
import { handlers } from "./handlers";

/**
 * Lets this process work on every queue. A job that throws is tried again by the queue, later each time.
 * @param pollSeconds how often an idle queue is looked at.
 */
export async function workQueue(context: StageContext, queue: Queue, pollSeconds: number): Promise<void> {
  for (const name of jobNames) await workOn(context, queue, name, pollSeconds);
}

async function workOn<N extends JobName>(
  context: StageContext,
  queue: Queue,
  name: N,
  pollSeconds: number,
): Promise<void> {
  await queue.boss.work<JobData[N]>(
    name,
    { pollingIntervalSeconds: pollSeconds, batchSize: 1, localConcurrency: queueConcurrency[name] },
    async (jobs) => {
      for (const job of jobs) {
        try {
          await handlers[name](context, job.data);
        } catch (error) {
          context.log.error({ job: name, data: job.data, err: error }, "A job failed and will be tried again.");
          throw error;
        }
      }
    },
  );
}
