import type { Clock } from "pg-boss";
import { forgetCutOffCalls } from "../lib/costs/paid-call";
import { checkServer } from "../lib/db/check-server";
import { type OpenDatabase, openDatabase } from "../lib/db/open";
import { withSetupLock } from "../lib/db/setup-lock";
import { releaseAllMailClaims } from "../lib/delivery/batch-store";
import type { Env } from "../lib/env";
import { releaseAllClaims } from "../lib/feeds/store";
import { createLog, type Log } from "../lib/log/log";
import { forgetOrphanedJobs, installQueue, openQueue, type Queue } from "../lib/queue/queue";
import type { StageContext } from "../lib/queue/stage";
import { updateShippedTopics } from "../lib/topics/edit-topics";

/** A database and a queue that are ready for work. */
export interface Workplace {
  url: string;
  context: StageContext;
  queue: Queue;
  close(): Promise<void>;
}

/**
 * Opens the database (embedded where no DATABASE_URL is set), brings its tables and queues up to date and connects.
 * @throws DatabaseServerError before anything is changed there.
 * @param name who logs.
 * @param options.mustOwn refuses an embedded database that another process serves.
 * @param options.clock the queue's, where it is not the system's.
 */
export async function openWorkplace(
  env: Env,
  name: string,
  options: { mustOwn?: boolean; clock?: Clock } = {},
): Promise<Workplace> {
  const log = createLog(name, env.LOG_LEVEL);
  if (env.DATABASE_URL) await checkServer(env.DATABASE_URL);
  const prepare = () => prepareDatabase(env, log, options);
  const database = env.DATABASE_URL ? await withSetupLock(env.DATABASE_URL, prepare) : await prepare();
  try {
    const queue = await openQueue(database.url, log, options.clock);
    if (database.embedded) {
      await forgetOrphanedJobs(queue);
      await releaseAllClaims(database.db);
      await releaseAllMailClaims(database.db);
      await forgetCutOffCalls(database.db);
    }
    return {
      url: database.url,
      queue,
      context: { db: database.db, env, log, now: () => new Date(), enqueue: queue.enqueue },
      async close() {
        await queue.stop();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Opens the database with its tables, queues and topics up to date. */
async function prepareDatabase(env: Env, log: Log, options: { mustOwn?: boolean }): Promise<OpenDatabase> {
  const database = await openDatabase(env, options);
  if (database.shared) return database;
  try {
    await installQueue(database.url, log);
    await updateShippedTopics(database.db, new Date());
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
