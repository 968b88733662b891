import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openWorkplace } from "../../jobs/context";
import { guardDisk } from "../../jobs/disk-guard";
import { leaveQueue, workQueue } from "../../jobs/work-queue";
import { type Env, readEnv } from "../../lib/env";
import type { Log } from "../../lib/log/log";
import * as disk from "../../lib/operations/disk";
import { findFullDisk } from "../../lib/operations/full-disk";
import { readHealth } from "../../lib/operations/health";
import { startInstallation, type TestInstallation, testSettings } from "../support/test-pipeline";
import { createTestPostgres } from "../support/test-postgres";

vi.mock("../../lib/operations/disk", { spy: true });

const space = (freeBytes: number) => vi.mocked(disk.diskSpace).mockResolvedValue({ freeBytes, totalBytes: 40e9 });
beforeEach(() => space(20e9));

describe("a worker on a disk that becomes full", () => {
  let installation: TestInstallation;
  beforeAll(async () => {
    installation = await startInstallation({ ALERT_EMAIL: "operator@example.com", APP_URL: "https://example.com" });
  });
  afterAll(() => installation.stop());

  it("tells the operator once, takes no work, and goes on when there is room", async () => {
    const { context, queue } = installation.workplace;
    const errors: string[] = [];
    const log: Log = {
      ...context.log,
      error: (_, message) => void errors.push(message),
      info() {},
      warn() {},
      debug() {},
    };
    const guarded = { ...context, log };
    const options = { pollSeconds: 0.5, only: ["digests" as const] };
    const guard = guardDisk(guarded, {
      begin: () => workQueue(guarded, queue, options),
      pause: () => leaveQueue(queue, options),
    });
    const states = async () => {
      const jobs = await queue.boss.findJobs("build-digest");
      return jobs.map((job) => job.state);
    };
    const build = (date: string) => context.db.$transaction((tx) => context.enqueue(tx, "build-digest", { date }));
    const mails = () => {
      const outbox = join(installation.dataDir, "outbox");
      return readdirSync(outbox)
        .filter((name) => name.endsWith(".txt"))
        .map((name) => readFileSync(join(outbox, name), "utf8"));
    };
    try {
      expect(await guard.look()).toBe(false);
      await build("2026-11-20");
      await vi.waitFor(async () => expect(await states()).toEqual(["completed"]), 20_000);

      space(150e6);
      expect(await guard.look()).toBe(true);
      expect(await guard.look()).toBe(true);
      expect(errors.filter((line) => line.startsWith("The disk is full. 150 MB are free at "))).toHaveLength(1);
      expect(mails()).toHaveLength(1);
      expect(mails()[0]).toMatch(/To: operator@example\.com\nSubject: Overheard: The disk is full\./);
      expect(await readHealth(context)).toMatchObject({ ready: false, reasons: ["The disk is full."] });
      expect(queue.boss.getWipData({ includeInternal: false }).filter(({ state }) => state === "active")).toEqual([]);
      await build("2026-11-21");
      expect(await states()).toContain("created");

      space(20e9);
      expect(await guard.look()).toBe(false);
      expect(await readHealth(context)).toMatchObject({ ready: true, reasons: [] });
      await vi.waitFor(async () => expect(await states()).toEqual(["completed", "completed"]), 20_000);
    } finally {
      guard.stop();
    }
  });
});

describe("a database server whose disk is full", () => {
  it("is told without writing into it, and tried until it takes something", async () => {
    const postgres = await createTestPostgres();
    if (!postgres) return expect(process.env.CI, "CI has a PostgreSQL").toBeUndefined();
    const installation = await startInstallation({ ALERT_EMAIL: "operator@example.com" });
    const settings = { ...testSettings(installation.dataDir), DATABASE_URL: postgres.url, AUTH_SECRET: "x".repeat(32) };
    const env: Env = readEnv({ ...settings, ALERT_EMAIL: "operator@example.com" });
    const workplace = await openWorkplace(env, "test");
    const { context } = workplace;
    const { db } = context;
    try {
      await db.scheduleSlot.create({
        data: { job: "tick", slot: new Date(Date.now() - 10 * 60_000).toISOString().slice(0, 16) },
      });
      expect(await findFullDisk(context, { triesDatabase: true })).toBeNull();
      await db.$executeRawUnsafe(`CREATE FUNCTION full_disk() RETURNS event_trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`);
      await db.$executeRawUnsafe(`CREATE FUNCTION full_row() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$`);
      await db.$executeRawUnsafe(`CREATE TRIGGER full_row BEFORE INSERT ON "ScheduleSlot" EXECUTE FUNCTION full_row()`);
      await db.$executeRawUnsafe(
        "CREATE EVENT TRIGGER full_disk ON ddl_command_start WHEN TAG IN ('CREATE TABLE AS') EXECUTE FUNCTION full_disk()",
      );

      const work = { begin: vi.fn(async () => {}), pause: vi.fn(async () => {}) };
      const guard = guardDisk(context, work);
      try {
        expect(await guard.look()).toBe(false);
        const error = await db.scheduleSlot
          .create({ data: { job: "tick", slot: "2026-11-26T09:00" } })
          .catch((thrown) => thrown);
        guard.notice(new Error("something else"));
        expect(work.pause).not.toHaveBeenCalled();
        guard.notice(error);
        expect(await guard.look()).toBe(true);
        expect(await guard.look()).toBe(true);
        expect(work.pause).toHaveBeenCalledTimes(1);
        const outbox = readdirSync(join(installation.dataDir, "outbox")).filter((name) => name.endsWith(".txt"));
        expect(outbox).toHaveLength(1);
        expect((await readHealth(context)).reasons).toEqual(["The disk of the database server is full."]);
        await db.$executeRawUnsafe("DROP EVENT TRIGGER full_disk");
        expect(await guard.look()).toBe(false);
        expect(work.begin).toHaveBeenCalledTimes(2);
      } finally {
        guard.stop();
      }
    } finally {
      await workplace.close();
      await installation.stop();
      await postgres.drop();
    }
  });
});
