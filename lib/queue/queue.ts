import { fromPrisma, PgBoss } from "pg-boss";
import type { Log } from "../log/log";
import type { Enqueue, JobData, JobName } from "./stage";

/**
 * Every queue with how many of its jobs one worker runs at a time: one job of polling looks at
 * many feeds, placing stories is one writer's work.
 */
export const queueConcurrency: Record<JobName, number> = {
  "poll-feeds": 1,
  "merge-shows": 1,
  "acquire-transcript": 4,
  "extract-insights": 2,
  "assign-stories": 1,
  "build-digest": 1,
  "deliver-digest": 1,
};

export const jobNames = Object.keys(queueConcurrency) as JobName[];

/** Jobs that gave up after their retries, kept for the operator. */
const deadLetterQueue = "gave-up";

/** A connection to the job queue. */
export interface Queue {
  boss: PgBoss;
  enqueue: Enqueue;
  stop(): Promise<void>;
}

/** Two jobs of one queue with the same key wait as one: what they are about is in their data. */
function keyOf(data: object): string {
  return Object.values(data).join(" ") || "all";
}

function createBoss(url: string, log: Log, install: boolean): PgBoss {
  const boss = new PgBoss({
    connectionString: url,
    max: 4,
    migrate: install,
    createSchema: install,
    schedule: false,
    supervise: !install,
    superviseIntervalSeconds: 10,
    monitorVacuum: false,
    registerInstance: false,
    useListenNotify: false,
  });
  boss.on("error", (error) => log.warn({ error: error.message }, "The job queue lost its database for a moment."));
  return boss;
}

/**
 * Makes the queue's own tables and queues where they are missing. Runs once, before any process that uses them: on the
 * embedded database two at the same time would not be kept apart.
 */
export async function installQueue(url: string, log: Log): Promise<void> {
  const boss = createBoss(url, log, true);
  await boss.start();
  try {
    await boss.createQueue(deadLetterQueue);
    for (const name of jobNames) {
      if (await boss.getQueue(name)) continue;
      await boss.createQueue(name, {
        policy: "short",
        retryLimit: 3,
        retryDelay: 2,
        retryBackoff: true,
        expireInSeconds: 30 * 60,
        heartbeatSeconds: 30,
        deleteAfterSeconds: 24 * 3600,
        deadLetter: deadLetterQueue,
      });
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** Connects to a queue that `installQueue` made. */
export async function openQueue(url: string, log: Log): Promise<Queue> {
  const boss = createBoss(url, log, false);
  await boss.start();
  return {
    boss,
    async enqueue<N extends JobName>(tx: Parameters<Enqueue>[0], name: N, data: JobData[N]) {
      await boss.send(name, data, { db: fromPrisma(tx), singletonKey: keyOf(data) });
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
}

const ourQueues = jobNames.map((name) => `'${name}'`).join(", ");

/** How many jobs wait, run or wait to be tried again. */
export async function countUnfinishedJobs(queue: Queue): Promise<number> {
  const { rows } = await queue.boss
    .getDb()
    .executeSql(`SELECT count(*)::int AS n FROM pgboss.job WHERE state < 'completed' AND name IN (${ourQueues})`);
  return Number(rows[0]?.n ?? 0);
}

/**
 * Forgets jobs that a killed worker had begun, so that what they are about can be enqueued anew. Only for who has just
 * opened the embedded database: then nobody else can be working on them. Elsewhere their missing heartbeat does the same within a minute.
 */
export async function forgetOrphanedJobs(queue: Queue): Promise<void> {
  await queue.boss.getDb().executeSql(`DELETE FROM pgboss.job WHERE state = 'active' AND name IN (${ourQueues})`);
}
