import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectDatabase } from "../../lib/db/client";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "../../lib/db/embedded";
import { applyMigrations } from "../../lib/db/migrations";
import type { Db } from "../../lib/db/types";
import { createLog } from "../../lib/log/log";
import { countUnfinishedJobs, forgetOrphanedJobs, installQueue, openQueue, type Queue } from "../../lib/queue/queue";

describe("the job queue on the embedded database", () => {
  let database: EmbeddedDatabase;
  let db: Db;
  let queue: Queue;
  const log = createLog("test", "silent");

  beforeAll(async () => {
    database = await startEmbeddedDatabase(null);
    await applyMigrations(database.url);
    await installQueue(database.url, log);
    await installQueue(database.url, log);
    db = connectDatabase(database.url);
    queue = await openQueue(database.url, log);
  });
  afterAll(async () => {
    await queue.stop();
    await db.$disconnect();
    await database.stop();
  });

  it("commits a job with the row it follows from", async () => {
    await db.$transaction(async (tx) => {
      await tx.show.create({ data: { title: "Committed" } });
      await queue.enqueue(tx, "acquire-transcript", { episodeId: "a" });
    });
    expect(await countUnfinishedJobs(queue)).toBe(1);
    expect(await db.show.count({ where: { title: "Committed" } })).toBe(1);
  });

  it("rolls a job back with the row it follows from", async () => {
    const failing = db.$transaction(async (tx) => {
      await tx.show.create({ data: { title: "Rolled back" } });
      await queue.enqueue(tx, "acquire-transcript", { episodeId: "b" });
      throw new Error("cut off");
    });
    await expect(failing).rejects.toThrow("cut off");
    expect(await countUnfinishedJobs(queue)).toBe(1);
    expect(await db.show.count({ where: { title: "Rolled back" } })).toBe(0);
  });

  it("lets at most one job about a subject wait, without failing the transaction of the second", async () => {
    for (let i = 0; i < 3; i++)
      await db.$transaction((tx) => queue.enqueue(tx, "extract-insights", { episodeId: "x" }));
    await db.$transaction((tx) => queue.enqueue(tx, "extract-insights", { episodeId: "y" }));
    const jobs = await queue.boss.fetch("extract-insights", { batchSize: 10 });
    expect(jobs.map((job) => (job.data as { episodeId: string }).episodeId).sort()).toEqual(["x", "y"]);
  });

  it("forgets the jobs of a killed worker, so that their subjects can be enqueued anew", async () => {
    await forgetOrphanedJobs(queue);
    expect(await countUnfinishedJobs(queue)).toBe(1);
  });

  it("runs many transactions that enqueue at the same time", async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        db.$transaction(async (tx) => {
          await tx.show.create({ data: { title: `Parallel ${i}` } });
          await queue.enqueue(tx, "acquire-transcript", { episodeId: String(i) });
        }),
      ),
    );
    expect(await db.show.count({ where: { title: { startsWith: "Parallel" } } })).toBe(40);
    expect(await countUnfinishedJobs(queue)).toBe(41);
  });
});
