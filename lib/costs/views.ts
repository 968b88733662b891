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

/** Everything that was spent since an instant. */
export interface Costs {
  total: CostRow;
  /** By UTC day, the latest first. */
  days: (CostRow & { date: string })[];
  purposes: (CostRow & { purpose: string; model: string })[];
  /** The dearest first. */
  episodes: (CostRow & { episodeId: string; title: string; showTitle: string })[];
}

interface SummedCall {
  purpose: string;
  model: string;
  episodeId: string | null;
  costMicroUsd: number;
  estimateMicroUsd: number | null;
  startedAt: Date;
  answeredAt: Date | null;
}

function sum(calls: readonly SummedCall[]): CostRow {
  const row: CostRow = { calls: calls.length, cutOff: 0, costMicroUsd: 0, estimatedMicroUsd: 0, settledMicroUsd: 0 };
  for (const call of calls) {
    row.costMicroUsd += call.costMicroUsd;
    if (call.answeredAt === null) row.cutOff++;
    else if (call.estimateMicroUsd !== null) {
      row.estimatedMicroUsd += call.estimateMicroUsd;
      row.settledMicroUsd += call.costMicroUsd;
    }
  }
  return row;
}

/** What was spent since an instant: in all, by day, by purpose and model, and by episode. */
export async function costsSince(db: Db, since: Date, mostEpisodes: number): Promise<Costs> {
  const calls: SummedCall[] = await db.paidCall.findMany({
    where: { startedAt: { gte: since } },
    select: {
      purpose: true,
      model: true,
      episodeId: true,
      costMicroUsd: true,
      estimateMicroUsd: true,
      startedAt: true,
      answeredAt: true,
    },
  });
  const episodes = [...Map.groupBy(calls, (call) => call.episodeId ?? "")]
    .filter(([id]) => id !== "")
    .map(([episodeId, of]) => ({ episodeId, ...sum(of) }))
    .sort((a, b) => b.costMicroUsd - a.costMicroUsd || a.episodeId.localeCompare(b.episodeId))
    .slice(0, mostEpisodes);
  const rows = await db.episode.findMany({
    where: { id: { in: episodes.map(({ episodeId }) => episodeId) } },
    select: { id: true, title: true, show: { select: { title: true } } },
  });
  const titles = new Map(rows.map((row) => [row.id, row]));
  return {
    total: sum(calls),
    days: [...Map.groupBy(calls, (call) => call.startedAt.toISOString().slice(0, 10))]
      .map(([date, of]) => ({ date, ...sum(of) }))
      .sort((a, b) => b.date.localeCompare(a.date)),
    purposes: [...Map.groupBy(calls, ({ purpose, model }) => `${purpose} ${model}`).values()]
      .map((of) => ({ purpose: of[0]?.purpose ?? "", model: of[0]?.model ?? "", ...sum(of) }))
      .sort((a, b) => b.costMicroUsd - a.costMicroUsd || a.purpose.localeCompare(b.purpose)),
    episodes: episodes.map((row) => {
      const episode = titles.get(row.episodeId);
      return { ...row, title: episode?.title ?? "", showTitle: episode?.show.title ?? "" };
    }),
  };
}
