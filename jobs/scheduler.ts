import cron from "node-cron";
import type { StageContext } from "../lib/queue/stage";
import { enqueueDue } from "./enqueue-due";

/**
 * Claims one minute for this process, so that any number of schedulers do its work once.
 * @returns false when another one has it.
 */
async function claimMinute(context: StageContext, at: Date): Promise<boolean> {
  const slot = at.toISOString().slice(0, 16);
  // A clock that ran ahead has claimed minutes that are yet to come: without this, nothing would tick until then.
  const ahead = new Date(at.getTime() + 2 * 60_000).toISOString().slice(0, 16);
  await context.db.scheduleSlot.deleteMany({ where: { job: "tick", slot: { gt: ahead } } });
  const { count } = await context.db.scheduleSlot.createMany({ data: [{ job: "tick", slot }], skipDuplicates: true });
  return count === 1;
}

/** One tick: claims the minute and enqueues what is due. */
export async function tick(context: StageContext, first?: () => Promise<unknown>): Promise<boolean> {
  const at = context.now();
  if (!(await claimMinute(context, at))) return false;
  await first?.();
  await context.db.scheduleSlot.deleteMany({ where: { claimedAt: { lt: new Date(at.getTime() - 24 * 3600_000) } } });
  await enqueueDue(context);
  return true;
}

/**
 * Does something at every full minute in UTC (a local schedule would skip the hour that daylight saving removes).
 * @param everyMinute must not throw.
 * @returns a function that stops it.
 */
export function startScheduler(everyMinute: () => Promise<void>): () => void {
  const task = cron.schedule("* * * * *", everyMinute, { timezone: "UTC", noOverlap: true });
  return () => void task.destroy();
}
