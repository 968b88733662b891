import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorkplace, type Workplace } from "../../jobs/context";
import { workQueue } from "../../jobs/work-queue";
import { readEnv } from "../../lib/env";
import { retryFailed, setAsideGaveUp } from "../../lib/operations/gave-up";
import { gaveUpJobs, queueDepths } from "../../lib/queue/queue";
import { runJob } from "../support/run-job";
import { startInstallation, type TestInstallation, testSettings } from "../support/test-pipeline";
import { createTestPostgres } from "../support/test-postgres";
import { startServer } from "../support/test-server";

async function until(what: () => Promise<boolean>, timeoutMs = 40_000): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; !(await what()); ) {
    if (Date.now() > deadline) throw new Error("It did not come about in time.");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

describe("jobs that give up", () => {
  let installation: TestInstallation;
  let workplace: Workplace;
  let episodeId: string;

  beforeAll(async () => {
    installation = await startInstallation();
    workplace = installation.workplace;
    const { db } = workplace.context;
    const show = await db.show.create({ data: { title: "Poison" } });
    const episode = await db.episode.create({
      data: { showId: show.id, guid: "1", title: "Broken", publishedAt: new Date(), stage: "transcribed" },
    });
    episodeId = episode.id;
  });
  afterAll(() => installation.stop());

  it("are set aside with a reason, kept in the dead-letter queue, and taken up again by `retry`", async () => {
    const { context, queue } = workplace;
    // The last try of a job whose worker throws each time.
    const [first] = await Promise.all([
      queue.boss.send("extract-insights", { episodeId }, { retryLimit: 0 }),
      queue.boss.work("extract-insights", { pollingIntervalSeconds: 0.5 }, async () => {
        throw new Error("The words are in no order.");
      }),
    ]);
    expect(first).toBeTruthy();
    await until(async () => (await gaveUpJobs(workplace.context.db)).length === 1);
    await queue.boss.offWork("extract-insights", { wait: true });
    expect(await setAsideGaveUp(workplace.context)).toBe(1);
    expect(await setAsideGaveUp(workplace.context)).toBe(0);
    const failed = await context.db.episode.findUniqueOrThrow({ where: { id: episodeId } });
    expect(failed).toMatchObject({ stage: "failed", failedStage: "transcribed" });
    expect(failed.stageReason).toContain("The words are in no order.");
    expect((await queueDepths(workplace.context.db)).find((one) => one.name === "gave-up")).toMatchObject({
      waiting: 1,
    });

    expect(await retryFailed(workplace.context, workplace.queue, [episodeId])).toEqual({ episodes: 1, jobs: 0 });
    expect(await gaveUpJobs(workplace.context.db)).toEqual([]);
    const again = await context.db.episode.findUniqueOrThrow({ where: { id: episodeId } });
    expect(again).toMatchObject({ stage: "transcribed", stageReason: null, attempts: 0 });
    expect((await queueDepths(workplace.context.db)).find((one) => one.name === "extract-insights")).toMatchObject({
      waiting: 1,
    });
  });

  it("that are about no episode go back into their queue", async () => {
    const { queue } = workplace;
    await queue.boss.send("poll-feeds", {}, { retryLimit: 0 });
    await queue.boss.work("poll-feeds", { pollingIntervalSeconds: 0.5 }, async () => {
      throw new Error("No network.");
    });
    await until(async () => (await gaveUpJobs(workplace.context.db)).length === 1);
    await queue.boss.offWork("poll-feeds", { wait: true });
    expect(await setAsideGaveUp(workplace.context)).toBe(0);
    expect(await retryFailed(workplace.context, workplace.queue)).toEqual({ episodes: 0, jobs: 1 });
    expect((await queueDepths(workplace.context.db)).find((one) => one.name === "poll-feeds")).toMatchObject({
      waiting: 1,
    });
  });
});

describe("the `retry` command", () => {
  it("takes up one by its id, then everything, and says what there is nothing of", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "overheard retry "));
    const settings = testSettings(dataDir);
    const retry = async (...args: string[]) => {
      const job = runJob("cli.ts", ["retry", ...args], settings);
      const code = await job.ended;
      return { code, output: job.output() };
    };
    const ids: string[] = [];
    try {
      const workplace = await openWorkplace(readEnv(settings), "test");
      const { db } = workplace.context;
      const show = await db.show.create({ data: { title: "Poison" } });
      for (const guid of ["1", "2", "3"]) {
        const { id } = await db.episode.create({
          data: {
            ...{ showId: show.id, guid, title: "Broken", publishedAt: new Date() },
            ...{ stage: "failed", failedStage: "transcribed", stageReason: "The words are in no order." },
          },
        });
        ids.push(id);
      }
      const unknown = await retry(crypto.randomUUID());
      expect(unknown).toMatchObject({ code: 1, output: expect.stringContaining("None of these ids has failed") });
      const one = await retry(ids[1] ?? "");
      expect(one).toMatchObject({ code: 0, output: expect.stringContaining("Taken up again: 1 episode.") });
      expect((await retry("--all")).output).toContain("Taken up again: 2 episodes.");
      expect(await db.episode.count({ where: { stage: "transcribed", stageReason: null } })).toBe(3);
      expect(await queueDepths(db)).toContainEqual(expect.objectContaining({ name: "extract-insights", waiting: 3 }));
      await workplace.close();
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});

describe("the number of jobs at a time", () => {
  it("is what --concurrency says, save where one writer does it all", async () => {
    const installation = await startInstallation();
    const server = await startServer(8);
    try {
      const { context, queue } = installation.workplace;
      const show = await context.db.show.create({ data: { title: "Slow" } });
      let now = 0;
      let most = 0;
      for (let at = 0; at < 8; at++) {
        server.routes.set(`/${at}.vtt`, async (_, response) => {
          most = Math.max(most, ++now);
          await new Promise((resolve) => setTimeout(resolve, 1_200));
          now--;
          response.writeHead(404).end();
        });
        const episode = await context.db.episode.create({
          data: {
            ...{ showId: show.id, guid: `${at}`, title: `Episode ${at}`, publishedAt: new Date() },
            transcriptRefs: [{ url: `${server.origins[at]}/${at}.vtt`, type: "text/vtt", language: null, rel: null }],
          },
        });
        await context.db.$transaction((tx) => context.enqueue(tx, "acquire-transcript", { episodeId: episode.id }));
      }
      await workQueue(context, queue, { pollSeconds: 0.5, only: ["transcripts"], concurrency: 3 });
      await until(async () => (await context.db.episode.count({ where: { stage: "discovered" } })) === 0);
      expect(most).toBe(3);
      expect(server.requests).toHaveLength(8);
    } finally {
      await installation.stop();
      await server.stop();
    }
  });
});

describe("on a PostgreSQL server", () => {
  it("makes the tables once, whoever of several processes starts first, and places stories by one worker", async () => {
    const postgres = await createTestPostgres();
    if (!postgres) return expect(process.env.CI, "CI has a PostgreSQL").toBeUndefined();
    const env = readEnv({ ...testSettings("unused"), DATABASE_URL: postgres.url, AUTH_SECRET: "0123456789abcdef" });
    const workplaces = await Promise.all([1, 2, 3].map((n) => openWorkplace(env, `test ${n}`)));
    try {
      const [one, two] = workplaces;
      if (!one || !two) throw new Error("No workplace.");
      for (const workplace of [one, two])
        await workQueue(workplace.context, workplace.queue, { pollSeconds: 0.5, only: ["feeds"], concurrency: 2 });
      // Not among the stages that these two work on.
      await one.context.db.$transaction((tx) => one.context.enqueue(tx, "assign-stories", {}));
      await one.context.db.$transaction((tx) => one.context.enqueue(tx, "poll-feeds", {}));
      await until(async () =>
        (await queueDepths(two.context.db)).every((q) => q.name !== "poll-feeds" || q.waiting + q.running === 0),
      );
      expect((await queueDepths(two.context.db)).find((q) => q.name === "assign-stories")).toMatchObject({
        waiting: 1,
      });
      const [job] = await one.queue.boss.fetch("assign-stories");
      expect(job).toBeDefined();
      await two.context.db.$transaction((tx) => two.context.enqueue(tx, "assign-stories", {}));
      expect(await two.queue.boss.fetch("assign-stories")).toEqual([]);
    } finally {
      for (const workplace of workplaces) await workplace.close();
      await postgres.drop();
    }
  });
});
