import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectDatabase } from "../../lib/db/client";
import { emptyLog, keepTables } from "../../lib/operations/upkeep";
import { createTestPostgres } from "../support/test-postgres";
import { startTestStage, type TestStage } from "../support/test-stage";

describe("the embedded database's tables", () => {
  let stage: TestStage;
  beforeAll(async () => {
    stage = await startTestStage();
  });
  afterAll(() => stage.stop());

  const pages = async () => {
    const [row] = await stage.db.$queryRaw<{ bytes: bigint }[]>`SELECT pg_relation_size('"ScheduleSlot"') AS bytes`;
    return Number(row?.bytes) / 8192;
  };
  /** What is counted is written down when a second has passed. */
  const counted = () => stage.db.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
  const round = async (at: number) => {
    const slots = Array.from({ length: 1_000 }, (_, i) => ({ job: `churn ${at}`, slot: `slot ${i}` }));
    await stage.db.scheduleSlot.createMany({ data: slots });
    await stage.db.scheduleSlot.deleteMany({ where: { job: `churn ${at}` } });
    await counted();
  };
  const keepAll = async () => {
    const kept: string[] = [];
    for (
      let name = await keepTables(stage.context);
      name !== null && kept.length < 200;
      name = await keepTables(stage.context)
    )
      kept.push(name);
    return kept;
  };

  it("do not grow by rows that come and go, whatever their number", async () => {
    await keepAll();
    await round(0);
    const once = await pages();
    expect(await keepAll()).toContain('public."ScheduleSlot"');
    for (let at = 1; at < 6; at++) {
      await round(at);
      await keepAll();
    }
    expect(once).toBeGreaterThan(5);
    expect(await pages()).toBeLessThan(2 * once);
  });

  it("are left alone where nothing has changed", async () => {
    await keepAll();
    expect(await keepTables(stage.context)).toBeNull();
  });

  it("let the planner know what is in them", async () => {
    await keepAll();
    const slots = Array.from({ length: 700 }, (_, i) => ({ job: "known", slot: `slot ${i}` }));
    await stage.db.scheduleSlot.createMany({ data: slots });
    await counted();
    await keepAll();
    const [row] = await stage.db.$queryRaw<{ rows: number }[]>`
      SELECT reltuples::int AS rows FROM pg_class WHERE relname = 'ScheduleSlot'`;
    expect(row?.rows).toBe(700);
  });

  it("take in what the log of changes holds, which stays small however much is written", async () => {
    const logBytes = async () => {
      const [row] = await stage.db.$queryRaw<{ bytes: bigint }[]>`SELECT sum(size)::int8 AS bytes FROM pg_ls_waldir()`;
      return Number(row?.bytes);
    };
    let emptied = 0;
    for (let at = 0; at < 6; at++) {
      await stage.db.$executeRaw`
        INSERT INTO "ScheduleSlot" (job, slot) SELECT ${`wide ${at}`} || repeat('x', 1500), i::text FROM generate_series(1, 20000) i`;
      await stage.db.$executeRaw`DELETE FROM "ScheduleSlot"`;
      if (await emptyLog(stage.context)) emptied++;
    }
    expect(emptied).toBeGreaterThan(1);
    expect(await logBytes()).toBeLessThan(160e6);
    expect(await emptyLog(stage.context)).toBe(false);
  });

  it("are the server's own business on a PostgreSQL of one's own", async ({ skip }) => {
    const server = await createTestPostgres();
    if (!server) return skip();
    const db = connectDatabase(server.url);
    try {
      await db.$executeRaw`CREATE TABLE churned AS SELECT i FROM generate_series(1, 5000) AS i`;
      await db.$executeRaw`DELETE FROM churned`;
      expect(await keepTables({ db })).toBeNull();
      expect(await emptyLog({ db })).toBe(false);
    } finally {
      await db.$disconnect();
      await server.drop();
    }
  });
});
