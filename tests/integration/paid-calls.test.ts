import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorkplace, type Workplace } from "../../jobs/context";
import { BudgetError, type PaidCall, paidCall } from "../../lib/costs/paid-call";
import { readEnv } from "../../lib/env";
import { insightServiceDouble } from "../support/insight-service";
import { readScenes } from "../support/labelled-pairs";
import { addSceneEpisode } from "../support/model-episode";
import { type RunningJob, runJob } from "../support/run-job";
import { mindOf } from "../support/scene-mind";
import { createTestPostgres, type TestPostgres } from "../support/test-postgres";
import { startServer, type TestServer } from "../support/test-server";
import { workersOnPostgres } from "../support/workers-on-postgres";

const inMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what: () => Promise<boolean>, timeoutMs = 90_000): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; !(await what()); await inMs(100))
    if (Date.now() > deadline) throw new Error("It did not come about in time.");
}

describe("paid calls of several workers on one PostgreSQL", () => {
  let postgres: TestPostgres | null;
  let workplaces: Workplace[] = [];
  let service: TestServer;
  let settings: Record<string, string>;

  beforeAll(async () => {
    service = await startServer();
    postgres = await createTestPostgres();
    if (!postgres) return;
    settings = {
      ...workersOnPostgres(postgres.url, service.origin),
      INSIGHT_CONCURRENCY: "2",
      TRANSCRIBE_CONCURRENCY: "3",
      DAILY_BUDGET_USD: "0.005",
    };
    const env = readEnv(settings);
    workplaces = [await openWorkplace(env, "one"), await openWorkplace(env, "two")];
  });
  afterAll(async () => {
    for (const workplace of workplaces) await workplace.close();
    await postgres?.drop();
    await service.stop();
  });

  /** Where there is no PostgreSQL to be had there is nothing to test. */
  const onPostgres = (name: string, test: () => Promise<void>) =>
    it(name, async () => (postgres ? test() : expect(process.env.CI, "CI has a PostgreSQL").toBeUndefined()));

  /** The two workers' contexts, and their database. */
  function two() {
    const [one, other] = workplaces.map((workplace) => workplace.context);
    if (!one || !other) throw new Error("No workplace.");
    return { one, other, db: one.db };
  }

  const call = (input: string, more: Partial<PaidCall> = {}): PaidCall => ({
    ...{ input, purpose: "transcription", model: "m", episodeId: null, costMicroUsd: 0 },
    ...more,
  });

  onPostgres("are no more at once than is set for the service, all workers together", async () => {
    const { one, other, db } = two();
    let underWay = 0;
    let most = 0;
    const make = async () => {
      most = Math.max(most, ++underWay);
      await inMs(150);
      underWay--;
      return "heard";
    };
    const calls = Array.from({ length: 12 }, (_, i) => paidCall(i % 2 ? one : other, call(`piece ${i}`), make));
    // Another service's calls have places of their own.
    let asked = 0;
    const questions = ["insights", "story-verdict"].map((purpose) =>
      paidCall(one, call("question", { purpose: purpose as PaidCall["purpose"] }), async () => {
        asked = underWay;
        return "answered";
      }),
    );
    await Promise.all([...calls, ...questions]);
    expect(most).toBe(3);
    expect(asked).toBeGreaterThan(0);
    expect(await db.paidCall.count({ where: { answeredAt: { not: null }, aliveAt: null } })).toBe(14);
  });

  onPostgres("leave their places within seconds when their worker is killed", async () => {
    const { one, db } = two();
    const killed = (secondsAgo: number) =>
      db.$executeRaw`UPDATE "PaidCall" SET "aliveAt" = clock_timestamp() - make_interval(secs => ${secondsAgo}) WHERE key LIKE 'killed %'`;
    for (const n of [1, 2, 3])
      await db.paidCall.create({
        data: { key: `killed ${n}`, purpose: "transcription", model: "m", costMicroUsd: 0, startedAt: new Date() },
      });
    await killed(1);
    let isHeard = false;
    const next = paidCall(one, call("after a kill"), async () => "heard").then(() => {
      isHeard = true;
    });
    await inMs(1_500);
    expect(isHeard).toBe(false);
    await killed(21);
    await next;
    await db.paidCall.deleteMany({ where: { key: { startsWith: "killed" } } });
  });

  onPostgres("say while they last that they are under way", async () => {
    const { one, db } = two();
    const aliveAt = async () =>
      (await db.paidCall.findFirstOrThrow({ where: { purpose: "embedding" } })).aliveAt?.getTime() ?? 0;
    await paidCall(one, call("long", { purpose: "embedding" }), async () => {
      const before = await aliveAt();
      await until(async () => (await aliveAt()) > before, 10_000);
      return "vectors";
    });
  });

  onPostgres("keep to one budget", async () => {
    const { one, other, db } = two();
    const calls = Array.from({ length: 10 }, (_, i) =>
      paidCall(i % 2 ? one : other, call(`dear ${i}`, { costMicroUsd: 1_000 }), async () => "heard"),
    );
    const results = await Promise.allSettled(calls);
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(refused).toHaveLength(5);
    for (const error of refused) expect(error).toBeInstanceOf(BudgetError);
    await db.paidCall.deleteMany();
  });

  onPostgres("hold in two processes that read episodes and log what they are at", async () => {
    const { one, db } = two();
    const scenes = readScenes().slice(0, 6);
    const double = insightServiceDouble(mindOf(scenes), { latencyMs: 400 });
    service.routes.set("/v1/chat/completions", double.handle);
    const workers: RunningJob[] = [1, 2].map(() =>
      runJob("worker.ts", ["--only", "insights"], { ...settings, DAILY_BUDGET_USD: "100", LOG_LEVEL: "info" }),
    );
    try {
      for (const scene of scenes) {
        const episodeId = await addSceneEpisode(db, [scene]);
        await db.$transaction((tx) => one.enqueue(tx, "extract-insights", { episodeId }));
      }
      await until(async () => (await db.episode.count({ where: { stage: "extracted" } })) === scenes.length);
      expect(double.mostAtOnce).toBe(2);
      // Each line of a log about an episode names its job.
      const lines = workers.flatMap(({ output }) => output().match(/^\{.*"episodeId".*\}$/gm) ?? []);
      expect(lines.length).toBeGreaterThanOrEqual(scenes.length);
      for (const line of lines)
        expect(JSON.parse(line)).toMatchObject({
          job: "extract-insights",
          jobId: expect.stringMatching(/^[\da-f-]{36}$/),
          episodeId: expect.stringMatching(/^[\da-f-]{36}$/),
        });
    } finally {
      for (const { child } of workers) child.kill("SIGTERM");
      await Promise.all(workers.map(({ ended }) => ended));
    }
  });
});
