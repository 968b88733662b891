import type { Db } from "../db/types";

/** Feeds that are asked for, and those of them that have failed several times in a row. */
export async function countFeeds(
  db: Db,
  fromErrors: number,
): Promise<{ active: number; failing: number; gone: number }> {
  const [active, failing, gone] = await Promise.all([
    db.feed.count({ where: { state: "active" } }),
    db.feed.count({ where: { state: "active", errorCount: { gte: fromErrors } } }),
    db.feed.count({ where: { state: "gone" } }),
  ]);
  return { active, failing, gone };
}

/** Deliveries of which nobody knows whether they were accepted, begun before an instant. */
export function countUncertainDeliveries(db: Db, before: Date): Promise<number> {
  return db.delivery.count({ where: { state: "uncertain", createdAt: { lt: before } } });
}

/** Whether everybody's digest of a date is there. */
export async function hasEdition(db: Db, date: string): Promise<boolean> {
  return (await db.digest.count({ where: { edition: "everyone", date } })) > 0;
}

/** Episodes that went through the whole pipeline. */
export function countPlaced(db: Db): Promise<number> {
  return db.episode.count({ where: { stage: "placed" } });
}

/** When a worker last looked for what is due; null when none has in the last day. */
export async function lastTickAt(db: Db): Promise<Date | null> {
  const slot = await db.scheduleSlot.findFirst({ where: { job: "tick" }, orderBy: { slot: "desc" } });
  return slot ? new Date(`${slot.slot}:00Z`) : null;
}

/** A count or sum for each set of labels. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
}

/** Episodes by stage, gate refusals by reason, deliveries by state: what `/metrics` counts. */
export async function countedRows(db: Db): Promise<{ episodes: Sample[]; drops: Sample[]; deliveries: Sample[] }> {
  const [episodes, drops, deliveries] = await Promise.all([
    db.episode.groupBy({ by: ["stage"], _count: { _all: true } }),
    db.insightDrop.groupBy({ by: ["extractor", "reason"], _count: { _all: true } }),
    db.delivery.groupBy({ by: ["state"], _count: { _all: true } }),
  ]);
  return {
    episodes: episodes.map((row) => ({ labels: { stage: row.stage }, value: row._count._all })),
    drops: drops.map((row) => ({ labels: { extractor: row.extractor, reason: row.reason }, value: row._count._all })),
    deliveries: deliveries.map((row) => ({ labels: { state: row.state }, value: row._count._all })),
  };
}

/** Money spent and calls made since the beginning, by purpose and model. */
export async function paidTotals(db: Db): Promise<{ usd: Sample[]; calls: Sample[] }> {
  const groups = await db.paidCall.groupBy({
    by: ["purpose", "model"],
    _sum: { costMicroUsd: true },
    _count: { _all: true },
  });
  return {
    usd: groups.map(({ purpose, model, _sum }) => ({
      labels: { purpose, model },
      value: (_sum.costMicroUsd ?? 0) / 1e6,
    })),
    calls: groups.map(({ purpose, model, _count }) => ({ labels: { purpose, model }, value: _count._all })),
  };
}

/** How long the jobs took that ended since an instant: median and 95th percentile in seconds, by job and outcome. */
export function jobDurations(
  db: Db,
  since: Date,
): Promise<{ name: string; state: string; count: number; p50: number; p95: number }[]> {
  return db.$queryRaw`
    SELECT name, state::text AS state, count(*)::int AS count,
      coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM completed_on - started_on)), 0)::float AS p50,
      coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM completed_on - started_on)), 0)::float AS p95
    FROM pgboss.job WHERE state IN ('completed', 'failed') AND completed_on > ${since} AND started_on IS NOT NULL
    GROUP BY name, state`;
}
