import { database } from "../db/client";
import { env } from "../env";
import { createLog } from "../log/log";
import { openQueue, type Queue } from "./queue";
import type { StageContext } from "./stage";

/** What the web server works with. */
interface WebWorkplace {
  context: StageContext;
  queue: Queue;
}

const kept = globalThis as { overheardWebWorkplace?: Promise<WebWorkplace> };

/** The web server's context and its queue connection, one per process, opened when first needed. */
export function webWorkplace(): Promise<WebWorkplace> {
  kept.overheardWebWorkplace ??= open().catch((error) => {
    kept.overheardWebWorkplace = undefined;
    throw error;
  });
  return kept.overheardWebWorkplace;
}

/** What the web server passes to a stage's service. */
export async function webContext(): Promise<StageContext> {
  return (await webWorkplace()).context;
}

async function open(): Promise<WebWorkplace> {
  const db = database();
  const url = env().DATABASE_URL;
  if (!url) throw new Error("The web server needs DATABASE_URL.");
  const log = createLog("web", env().LOG_LEVEL);
  const queue = await openQueue(url, log);
  return { queue, context: { db, env: env(), log, now: () => new Date(), enqueue: queue.enqueue } };
}
