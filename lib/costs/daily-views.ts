import type { Db } from "../db/types";

/** What one day in UTC has cost. */
export interface CostDay {
  /** "2026-11-24". */
  date: string;
  costMicroUsd: number;
  calls: number;
}

/** The cost of each of the last days, oldest first, today included; days without a call cost nothing. */
export async function costsByDay(db: Db, now: Date, days: number): Promise<CostDay[]> {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const dates = Array.from({ length: days }, (_, back) =>
    new Date(today - (days - 1 - back) * 24 * 3600_000).toISOString().slice(0, 10),
  );
  const rows = await db.$queryRaw<CostDay[]>`
    SELECT to_char("startedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS date, sum("costMicroUsd")::float8 AS "costMicroUsd", count(*)::int AS calls
    FROM "PaidCall" WHERE "startedAt" >= ${new Date(`${dates[0]}T00:00:00Z`)} GROUP BY 1`;
  return dates.map((date) => rows.find((row) => row.date === date) ?? { date, costMicroUsd: 0, calls: 0 });
}

/** What money went to since an instant, dearest first. */
export async function costsByPurpose(
  db: Db,
  since: Date,
): Promise<{ purpose: string; model: string; costMicroUsd: number; calls: number }[]> {
  const groups = await db.paidCall.groupBy({
    by: ["purpose", "model"],
    where: { startedAt: { gte: since } },
    _sum: { costMicroUsd: true },
    _count: { _all: true },
  });
  return groups
    .map(({ purpose, model, _sum, _count }) => ({
      purpose,
      model,
      costMicroUsd: _sum.costMicroUsd ?? 0,
      calls: _count._all,
    }))
    .sort((a, b) => b.costMicroUsd - a.costMicroUsd || a.model.localeCompare(b.model, "en"));
}
