import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWorkplace } from "../../jobs/context";
import { readEnv } from "../../lib/env";
import { extractInsights } from "../../lib/insights/extract-insights";
import { insightServiceDouble } from "../support/insight-service";
import { readScenes, type Scene } from "../support/labelled-pairs";
import { addSceneEpisode } from "../support/model-episode";
import { mindOf } from "../support/scene-mind";
import { testSettings } from "../support/test-pipeline";
import { startServer } from "../support/test-server";

/** What reading with a service of fixed latency came to. */
export interface ModelBench {
  episodes: number;
  wallMs: number;
  /** Of the same requests, one after the other within an episode, so many episodes at once, and nothing else. */
  idealMs: number;
  mostAtOnce: number;
  estimateMicroUsd: number;
  costMicroUsd: number;
}

/** Scenes of one episode: other ones, and other numbers of them, from episode to episode. */
const scenesOf = (all: readonly Scene[], index: number) =>
  Array.from({ length: 5 + (index % 6) }, (_, at) => all[(index * 7 + at * 3) % all.length]).filter(
    (scene, at, list): scene is Scene => scene !== undefined && list.indexOf(scene) === at,
  );

async function atOnce<T>(items: readonly T[], limit: number, work: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}

/** How many requests stand behind each other at the end, where each episode in turn goes to the lane that is free first. */
export function longestLane(requests: readonly number[], lanes: number): number {
  const until = new Array<number>(lanes).fill(0);
  for (const count of requests) {
    const first = until.indexOf(Math.min(...until));
    until[first] = (until[first] ?? 0) + count;
  }
  return Math.max(...until);
}

/**
 * Reads episodes with a loopback service that takes a fixed time for each answer, and counts tokens with a tokenizer that the
 * product does not have. A few episodes go before, from which it learns what answers cost.
 */
export async function benchModel(options: {
  episodes: number;
  atOnce: number;
  latencyMs: number;
  learnFrom: number;
}): Promise<ModelBench> {
  const dataDir = mkdtempSync(join(tmpdir(), "overheard bench "));
  const server = await startServer();
  const all = readScenes();
  const answer = insightServiceDouble(mindOf(all), { latencyMs: options.latencyMs });
  server.routes.set("/v1/chat/completions", answer.handle);
  const settings = readEnv({
    ...testSettings(dataDir),
    ...{ INSIGHT_BASE_URL: `${server.origin}/v1`, INSIGHT_API_KEY: "sk-bench", INSIGHT_MODEL: "gpt-6-luna" },
    ...{ INSIGHT_CONCURRENCY: String(options.atOnce), DAILY_BUDGET_USD: "1000" },
  });
  const workplace = await openWorkplace(settings, "bench");
  const { context } = workplace;
  try {
    const ids: string[] = [];
    for (let index = 0; index < options.learnFrom + options.episodes; index++)
      ids.push(await addSceneEpisode(context.db, scenesOf(all, index)));
    const [before, measured] = [ids.slice(0, options.learnFrom), ids.slice(options.learnFrom)];
    await atOnce(before, options.atOnce, (episodeId) => extractInsights(context, { episodeId }));
    const startedAt = performance.now();
    await atOnce(measured, options.atOnce, (episodeId) => extractInsights(context, { episodeId }));
    const wallMs = performance.now() - startedAt;
    const { _sum } = await context.db.paidCall.aggregate({
      where: { episodeId: { in: measured } },
      _sum: { costMicroUsd: true, estimateMicroUsd: true },
    });
    const asked = await context.db.paidCall.groupBy({
      by: ["episodeId"],
      where: { episodeId: { in: measured } },
      _count: { _all: true },
    });
    const requests = new Map(asked.map((row) => [row.episodeId, row._count._all]));
    return {
      episodes: measured.length,
      wallMs,
      idealMs:
        longestLane(
          measured.map((id) => requests.get(id) ?? 0),
          options.atOnce,
        ) * options.latencyMs,
      mostAtOnce: answer.mostAtOnce,
      estimateMicroUsd: _sum.estimateMicroUsd ?? 0,
      costMicroUsd: _sum.costMicroUsd ?? 0,
    };
  } finally {
    await workplace.close();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The bench in lines for a person. */
export function modelBenchText(bench: ModelBench, latencyMs: number): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  const off = (100 * (bench.estimateMicroUsd - bench.costMicroUsd)) / Math.max(1, bench.costMicroUsd);
  return [
    `Reading ${bench.episodes} episodes with a service that takes ${latencyMs} ms, ${bench.mostAtOnce} at once:`,
    `  ${seconds(bench.wallMs)}, ${(bench.wallMs / bench.idealMs).toFixed(3)} times the ideal ${seconds(bench.idealMs)}`,
    `  expected to cost $${(bench.estimateMicroUsd / 1e6).toFixed(5)}, cost $${(bench.costMicroUsd / 1e6).toFixed(5)} (${off.toFixed(1)} % off)`,
  ].join("\n");
}
