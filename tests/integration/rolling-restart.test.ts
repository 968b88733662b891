import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorkplace, type Workplace } from "../../jobs/context";
import { readEnv } from "../../lib/env";
import { queueDepths } from "../../lib/queue/queue";
import { insightServiceDouble } from "../support/insight-service";
import { readScenes } from "../support/labelled-pairs";
import { addSceneEpisode } from "../support/model-episode";
import { runJob } from "../support/run-job";
import { mindOf } from "../support/scene-mind";
import { createTestPostgres, type TestPostgres } from "../support/test-postgres";
import { startServer, type TestServer } from "../support/test-server";
import { workersOnPostgres } from "../support/workers-on-postgres";

const inMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("a worker that is told to stop", () => {
  let postgres: TestPostgres | null;
  let workplace: Workplace;
  let service: TestServer;
  let settings: Record<string, string>;

  beforeAll(async () => {
    service = await startServer();
    postgres = await createTestPostgres();
    if (!postgres) return;
    settings = {
      ...workersOnPostgres(postgres.url, service.origin),
      DAILY_BUDGET_USD: "100",
    };
    workplace = await openWorkplace(readEnv(settings), "test");
  });
  afterAll(async () => {
    await workplace?.close();
    await postgres?.drop();
    await service.stop();
  });

  const stopped = [
    ["finishes what ends soon", 2_000, 0, { stage: "extracted", waiting: 0 }],
    // Another scene, since what is answered once is not asked again.
    ["hands back at once what does not", 60_000, 1, { stage: "transcribed", waiting: 1 }],
  ] as const;
  it.each(stopped)("%s", async (_, latencyMs, scene, { stage, waiting }) => {
    if (!postgres) return expect(process.env.CI, "CI has a PostgreSQL").toBeUndefined();
    const { context } = workplace;
    const scenes = readScenes().slice(scene, scene + 1);
    const double = insightServiceDouble(mindOf(scenes), { latencyMs });
    service.routes.set("/v1/chat/completions", double.handle);
    const episodeId = await addSceneEpisode(context.db, scenes);
    await context.db.$transaction((tx) => context.enqueue(tx, "extract-insights", { episodeId }));
    const worker = runJob("worker.ts", ["--only", "insights"], settings);
    const stopWorker = async () => {
      worker.child.kill("SIGTERM");
      return worker.ended;
    };
    for (const deadline = Date.now() + 60_000; double.asked.length === 0; await inMs(50))
      if (Date.now() > deadline) throw new Error(`It asked nothing (${await stopWorker()}).\n${worker.output()}`);
    const toldAt = Date.now();
    expect(await stopWorker(), worker.output()).toBe(0);
    // Sooner than systemd's, Docker's and the supervisor's patience ends.
    expect(Date.now() - toldAt).toBeLessThan(10_000);
    expect(await context.db.episode.findUniqueOrThrow({ where: { id: episodeId } })).toMatchObject({ stage });
    const depths = await queueDepths(context.db);
    expect(depths.find(({ name }) => name === "extract-insights")).toMatchObject({ waiting, running: 0 });
  });
});
