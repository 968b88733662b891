import { openWorkplace, type Workplace } from "../../jobs/context";
import { env, inDataDir } from "../../lib/env";
import type { InsightDraft } from "../../lib/insights/insight";
import { misspellings } from "../../lib/insights/name-spelling";
import { type InsightService, insightService } from "../../lib/insights/openai";
import { type EpisodeReading, readEpisode } from "../../lib/insights/read-episode";
import { listTopics } from "../../lib/topics/store";
import type { EvalEpisode } from "./episodes";

interface Session {
  workplace: Workplace;
  service: InsightService;
  showId: string;
  readings: EpisodeReading[];
  episodeIds: string[];
}

let session: Promise<Session> | undefined;

/** Opens a database of its own, in DATA_DIR/eval: what a run has paid for costs nothing at the next. */
async function open(): Promise<Session> {
  const settings = {
    ...env(),
    DATABASE_URL: undefined,
    DATA_DIR: inDataDir(env(), "eval"),
    LOG_LEVEL: "error" as const,
  };
  const service = insightService(settings);
  if (service === null)
    throw new Error("No model is configured. Set INSIGHT_API_KEY or OPENAI_API_KEY, or INSIGHT_BASE_URL of your own.");
  const workplace = await openWorkplace(settings, "eval");
  const { db } = workplace.context;
  const show =
    (await db.show.findFirst({ where: { title: "eval" } })) ?? (await db.show.create({ data: { title: "eval" } }));
  return { workplace, service, showId: show.id, readings: [], episodeIds: [] };
}

/** The operator's model, with the gate and the checks as they are in use. */
export async function extractByModel(episode: EvalEpisode): Promise<InsightDraft[]> {
  session ??= open();
  const { workplace, service, showId, readings, episodeIds } = await session;
  const { context } = workplace;
  const identity = { showId, guid: episode.name };
  const { id } = await context.db.episode.upsert({
    where: { showId_guid: identity },
    create: { ...identity, title: episode.title, publishedAt: new Date(0) },
    update: {},
  });
  const published = { texts: [episode.show, episode.title], persons: [] };
  const reading = await readEpisode(context, service, {
    id,
    showTitle: episode.show,
    title: episode.title,
    description: "",
    persons: [],
    publishedAt: new Date(0),
    language: episode.language,
    segments: episode.segments,
    chapters: [],
    aliases: misspellings(
      episode.segments.map((segment) => segment.text),
      published,
    ),
    topics: await listTopics(context.db),
  });
  readings.push(reading);
  episodeIds.push(id);
  return reading.insights;
}

extractByModel.finish = async (print: (text: string) => void): Promise<void> => {
  if (session === undefined) return;
  const { workplace, service, readings, episodeIds } = await session;
  const { _sum } = await workplace.context.db.paidCall.aggregate({
    where: { episodeId: { in: episodeIds } },
    _sum: { costMicroUsd: true, estimateMicroUsd: true },
  });
  await workplace.close();
  for (const line of gateLines(service.name, readings, {
    costMicroUsd: _sum.costMicroUsd ?? 0,
    estimateMicroUsd: _sum.estimateMicroUsd ?? 0,
  }))
    print(line);
};

/** What the gate let through, what was wrong with the rest, and what it cost. */
export function gateLines(
  model: string,
  readings: readonly EpisodeReading[],
  { costMicroUsd, estimateMicroUsd }: { costMicroUsd: number; estimateMicroUsd: number },
): string[] {
  const sum = (of: (reading: EpisodeReading) => number) => readings.reduce((total, reading) => total + of(reading), 0);
  const given = sum(({ candidates }) => candidates.given);
  const passed = sum(({ candidates }) => candidates.passed);
  const mended = sum(({ candidates }) => candidates.mended);
  const percent = (count: number) => `${((100 * count) / Math.max(1, given)).toFixed(1)} %`;
  const faults = new Map<string, number>();
  for (const reading of readings)
    for (const [kind, count] of Object.entries(reading.faults)) faults.set(kind, (faults.get(kind) ?? 0) + count);
  const usd = (microUsd: number) => `$${(microUsd / 1_000_000 / Math.max(1, readings.length)).toFixed(5)}`;
  return [
    `${model}: ${given} candidates, ${passed} (${percent(passed)}) passed the gate at once, ${mended} (${percent(mended)}) after they were mended; ${sum(({ insights }) => insights.length)} are left after the check.`,
    `An episode cost ${usd(costMicroUsd)}, and was expected to cost ${usd(estimateMicroUsd)}.`,
    ...[...faults].sort((a, b) => b[1] - a[1]).map(([kind, count]) => `  ${count} ${kind}`),
  ];
}
