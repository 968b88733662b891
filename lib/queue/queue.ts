import { type Clock, fromPrisma, PgBoss } from "pg-boss";
import type { Db } from "../db/types";
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
  "index-episodes": 1,
  "reindex-insights": 1,
  "build-digest": 1,
  "deliver-digest": 1,
  "deliver-mail": 1,
  "tell-paused": 1,
  "send-link": 2,
  "send-invitation": 1,
};

export const jobNames = Object.keys(queueConcurrency) as JobName[];

/** Jobs that gave up after their retries, kept for the operator. */
const deadLetterQueue = "gave-up";

/**
 * How a queue treats jobs about one subject: `short` lets one wait, `stately` also lets only one run. Placing stories is one
 * writer's work over all workers: two at once would not see each other's stories.
 */
const policyOf = (name: JobName) => (name === "assign-stories" ? "stately" : "short");

/** How queues treat their jobs. A killed worker's come back by their missing heartbeat, a hanging one's by their age. */
function optionsOf(name: JobName) {
  // Paid calls wait for those of other workers, so that a long recording may take hours.
  const waitsForOthers = name === "acquire-transcript" || name === "extract-insights";
  return {
    retryLimit: 3,
    retryDelay: 2,
    retryBackoff: true,
    expireInSeconds: (waitsForOthers ? 12 * 60 : 30) * 60,
    heartbeatSeconds: 15,
    deleteAfterSeconds: 24 * 3600,
    deadLetter: deadLetterQueue,
  };
}

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

function createBoss(url: string, log: Log, install: boolean, clock?: Clock): PgBoss {
  const boss = new PgBoss({
    connectionString: url,
    max: 4,
    migrate: install,
    createSchema: install,
    schedule: false,
    supervise: !install,
    superviseIntervalSeconds: 10,
    // By how late a killed worker's job is missed: each queue is looked at so often, whoever does.
    monitorIntervalSeconds: 10,
    monitorVacuum: false,
    registerInstance: false,
    useListenNotify: false,
    ...(clock ? { clock } : {}),
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
      const existing = await boss.getQueue(name);
      if (existing?.policy === policyOf(name)) {
        await boss.updateQueue(name, optionsOf(name));
        continue;
      }
      // A policy cannot be changed; what waited is enqueued anew from the rows' stages.
      if (existing) await boss.deleteQueue(name);
      await boss.createQueue(name, { policy: policyOf(name), ...optionsOf(name) });
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

/**
 * Connects to a queue that `installQueue` made.
 * @param clock another one than the system's, for simulations.
 */
export async function openQueue(url: string, log: Log, clock?: Clock): Promise<Queue> {
  const boss = createBoss(url, log, false, clock);
  await boss.start();
  return {
    boss,
    async enqueue<N extends JobName>(tx: Parameters<Enqueue>[0], name: N, data: JobData[N]) {
      await boss.send(name, data, { db: fromPrisma(tx), singletonKey: keyOf(data) });
    },
    // Shorter than the grace a process has, so that what cannot be finished is handed back before it ends.
    stop: () => boss.stop({ graceful: true, timeout: 6_000 }),
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

/** How many jobs of a queue wait and run, and how long the oldest of those has waited. */
export interface QueueDepth {
  name: string;
  waiting: number;
  running: number;
  oldestWaitSeconds: number;
}

/** Every queue with its jobs. */
export async function queueDepths(db: Db): Promise<QueueDepth[]> {
  const rows = await db.$queryRawUnsafe<{ name: string; waiting: number; running: number; oldest: number }[]>(
    `SELECT name, count(*) FILTER (WHERE state < 'active')::int AS waiting, count(*) FILTER (WHERE state = 'active')::int AS running,
       coalesce(extract(epoch FROM now() - min(created_on) FILTER (WHERE state < 'active' AND start_after <= now())), 0)::float AS oldest
     FROM pgboss.job WHERE state < 'completed' AND name IN (${ourQueues}, '${deadLetterQueue}') GROUP BY name`,
  );
  return [...jobNames, deadLetterQueue].map((name) => {
    const row = rows.find((found) => found.name === name);
    return {
      name,
      waiting: Number(row?.waiting ?? 0),
      running: Number(row?.running ?? 0),
      oldestWaitSeconds: Math.max(0, Math.round(Number(row?.oldest ?? 0))),
    };
  });
}

/** A job that gave up, with what went wrong at its last try. */
export interface GaveUpJob {
  id: string;
  name: string;
  data: Record<string, unknown>;
  error: string;
  createdAt: Date;
}

interface GaveUpRow {
  id: string;
  data: Record<string, unknown> | null;
  source_name: string | null;
  source_output: { message?: unknown } | null;
  created_on: Date;
}

/** The jobs that gave up and wait for the operator, oldest first. */
export async function gaveUpJobs(db: Db): Promise<GaveUpJob[]> {
  const rows = await db.$queryRawUnsafe<GaveUpRow[]>(
    `SELECT id, data, source_name, source_output, created_on FROM pgboss.job
     WHERE name = '${deadLetterQueue}' AND state < 'active' ORDER BY created_on, id LIMIT 1000`,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.source_name ?? "unknown",
    data: row.data ?? {},
    error:
      typeof row.source_output?.message === "string"
        ? row.source_output.message
        : "The worker ended while it was at it.",
    createdAt: row.created_on,
  }));
}

/** Lets jobs that gave up be tried again. @param ids of jobs; all when absent. @returns how many. */
export function redriveJobs(queue: Queue, ids?: string[]): Promise<number> {
  return queue.boss.redrive(deadLetterQueue, ids ? { ids } : {});
}

/** Removes jobs that gave up and whose subject was taken up in another way. */
export async function removeGaveUpJobs(queue: Queue, ids: string[]): Promise<void> {
  if (ids.length > 0) await queue.boss.deleteJob(deadLetterQueue, ids);
}

/**
 * Forgets jobs that a killed worker had begun, so that what they are about can be enqueued anew. Only for who has just
 * opened the embedded database: then nobody else can be working on them. Elsewhere their missing heartbeat does the same within a minute.
 */
export async function forgetOrphanedJobs(queue: Queue): Promise<void> {
  await queue.boss.getDb().executeSql(`DELETE FROM pgboss.job WHERE state = 'active' AND name IN (${ourQueues})`);
}
