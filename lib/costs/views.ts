import { Prisma } from "../../prisma/client/client";
import type { Db } from "../db/types";

/** What was spent on one thing. */
export interface CostRow {
  calls: number;
  /** Cut off before their answer; they count with the most that they may have cost. */
  cutOff: number;
  costMicroUsd: number;
  /** What was expected of those calls whose cost only the answer told, and what these cost. */
  estimatedMicroUsd: number;
  settledMicroUsd: number;
}

/** What one day in UTC has cost. */
export interface CostDay extends CostRow {
  /** "2026-11-24". */
  date: string;
}

/** Everything that was spent since an instant. */
export interface Costs {
  total: CostRow;
  /** By UTC day, the latest first; days without a call are left out. */
  days: CostDay[];
  /** The dearest first. */
  purposes: (CostRow & { purpose: string; model: string })[];
  /** The dearest first. */
  episodes: (CostRow & { episodeId: string; title: string; showTitle: string })[];
}

const nothing: CostRow = { calls: 0, cutOff: 0, costMicroUsd: 0, estimatedMicroUsd: 0, settledMicroUsd: 0 };

function sum(rows: readonly CostRow[]): CostRow {
  const add = (a: CostRow, b: CostRow): CostRow => ({
    calls: a.calls + b.calls,
    cutOff: a.cutOff + b.cutOff,
    costMicroUsd: a.costMicroUsd + b.costMicroUsd,
    estimatedMicroUsd: a.estimatedMicroUsd + b.estimatedMicroUsd,
    settledMicroUsd: a.settledMicroUsd + b.settledMicroUsd,
  });
  return rows.reduce(add, nothing);
}

/** The columns of `CostRow`; calls whose cost only the answer told are those with an estimate. */
const sums = Prisma.sql`count(*)::int AS calls, count(*) FILTER (WHERE c."answeredAt" IS NULL)::int AS "cutOff",
  coalesce(sum(c."costMicroUsd"), 0)::float8 AS "costMicroUsd",
  coalesce(sum(c."estimateMicroUsd") FILTER (WHERE c."answeredAt" IS NOT NULL), 0)::float8 AS "estimatedMicroUsd",
  coalesce(sum(c."costMicroUsd") FILTER (WHERE c."answeredAt" IS NOT NULL AND c."estimateMicroUsd" IS NOT NULL), 0)::float8
    AS "settledMicroUsd"`;

/** What was spent since an instant: in all, by day, by purpose and model, and by episode. */
export async function costsSince(db: Db, since: Date, mostEpisodes: number): Promise<Costs> {
  const rows = await db.$queryRaw<(CostDay & { purpose: string; model: string })[]>`
    SELECT to_char(c."startedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS date, c.purpose, c.model, ${sums}
    FROM "PaidCall" c WHERE c."startedAt" >= ${since} GROUP BY 1, 2, 3`;
  const episodes = await db.$queryRaw<Costs["episodes"]>`
    SELECT e.id::text AS "episodeId", e.title, s.title AS "showTitle", ${sums}
    FROM "PaidCall" c JOIN "Episode" e ON e.id = c."episodeId" JOIN "Show" s ON s.id = e."showId"
    WHERE c."startedAt" >= ${since} GROUP BY e.id, s.id ORDER BY "costMicroUsd" DESC, e.id LIMIT ${mostEpisodes}`;
  return {
    total: sum(rows),
    days: [...Map.groupBy(rows, (row) => row.date)]
      .map(([date, of]) => ({ date, ...sum(of) }))
      .sort((a, b) => b.date.localeCompare(a.date)),
    purposes: [...Map.groupBy(rows, ({ purpose, model }) => `${purpose} ${model}`).values()]
      .map((of) => ({ purpose: of[0]?.purpose ?? "", model: of[0]?.model ?? "", ...sum(of) }))
      .sort((a, b) => b.costMicroUsd - a.costMicroUsd || a.purpose.localeCompare(b.purpose)),
    episodes,
  };
}

const dayMs = 24 * 3600_000;

/** Midnight in UTC of the first of so many days, today the last. */
export function startOfDays(now: Date, days: number): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()) - (days - 1) * dayMs);
}

/** So many days, oldest first, today the last; those without a call cost nothing. */
export function everyDay(costs: Costs, now: Date, days: number): CostDay[] {
  const first = startOfDays(now, days).getTime();
  return Array.from({ length: days }, (_, at) => {
    const date = new Date(first + at * dayMs).toISOString().slice(0, 10);
    return costs.days.find((day) => day.date === date) ?? { date, ...nothing };
  });
}
