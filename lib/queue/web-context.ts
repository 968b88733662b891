import { database } from "../db/client";
import { env } from "../env";
import { createLog } from "../log/log";
import { openQueue } from "./queue";
import type { StageContext } from "./stage";

const kept = globalThis as { overheardWebContext?: Promise<StageContext> };

/** What the web server passes to a stage's service; one queue connection per process, opened when first needed. */
export function webContext(): Promise<StageContext> {
  kept.overheardWebContext ??= open().catch((error) => {
    kept.overheardWebContext = undefined;
    throw error;
  });
  return kept.overheardWebContext;
}

async function open(): Promise<StageContext> {
  const db = database();
  const url = env().DATABASE_URL;
  if (!url) throw new Error("The web server needs DATABASE_URL.");
  const log = createLog("web", env().LOG_LEVEL);
  const queue = await openQueue(url, log);
  return { db, env: env(), log, now: () => new Date(), enqueue: queue.enqueue };
}
