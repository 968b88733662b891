import { closeSync, openSync, readdirSync, rmSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseError, Pool } from "pg";
import { dataDirHolder } from "../../lib/db/data-dir-lock";
import { embeddedUrl, freePort } from "../../lib/db/embedded";
import { type RunningJob, runJob, waitForOutput } from "../support/run-job";
import { testSettings } from "../support/test-pipeline";
import { buildPages } from "../support/test-web";

/** What came of filling the disk of everything that `npm start` starts. */
export interface RunningDiskResult {
  /** Until the pages said that they are not ready, why, and how many emails the operator had then. */
  alarmSeconds: number;
  reasons: string[];
  emails: number;
  /** Until they were ready again after room was made. */
  readySeconds: number;
  /** Rows that were acknowledged until the database stopped, those missing after it started again by itself, and until then. */
  acknowledged: number;
  lost: number;
  againSeconds: number;
}

const lookEveryMs = 100;
const longestMs = 60_000;

/** A file that takes room. */
function ballast(disk: string) {
  const path = join(disk, "ballast");
  const block = Buffer.alloc(1 << 20, 1);
  const free = () => statfsSync(disk).bavail * statfsSync(disk).bsize;
  return {
    /** Leaves so much room. */
    leave(bytes: number) {
      const file = openSync(path, "a");
      while (free() > bytes) writeSync(file, block, 0, Math.min(block.length, free() - bytes));
      closeSync(file);
    },
    remove: () => rmSync(path),
  };
}

/** Waits for what `look` gives. @returns it, and the seconds that took. */
async function until<T>(job: RunningJob, look: () => Promise<T | null>): Promise<{ value: T; seconds: number }> {
  const begun = Date.now();
  for (;;) {
    const value = await look().catch(() => null);
    if (value !== null) return { value, seconds: (Date.now() - begun) / 1000 };
    if (Date.now() - begun > longestMs) throw new Error(`It did not come about:\n${job.output()}`);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

/** Writes rows until the database is gone. @returns those that were acknowledged. */
async function writeUntilStopped(pool: Pool): Promise<number[]> {
  const acknowledged: number[] = [];
  await pool.query("CREATE TABLE full_disk (id int PRIMARY KEY, filling text)");
  for (let id = 0; ; id++) {
    const filling = Array.from({ length: 6_000 }, () => Math.random().toString(36).slice(2, 12)).join("");
    try {
      await pool.query("INSERT INTO full_disk VALUES ($1, $2)", [id, filling]);
      acknowledged.push(id);
    } catch (error) {
      // A table that cannot grow refuses a row; only what cannot write its log of changes stops.
      if (!(error instanceof DatabaseError) || error.severity !== "ERROR") return acknowledged;
    }
  }
}

/**
 * Fills the disk of all that `npm start` starts: first nearly, so that the worker stops and the operator is told, then wholly,
 * so that the database stops; makes room each time, and waits until all goes on by itself.
 * @param disk a file system of its own with some 500 MB.
 */
export async function fillRunningDisk(disk: string): Promise<RunningDiskResult> {
  await buildPages();
  const dataDir = join(disk, "data");
  const port = await freePort();
  const job = runJob("start.ts", [], {
    ...testSettings(dataDir),
    PORT: String(port),
    APP_URL: `http://127.0.0.1:${port}`,
    ALERT_EMAIL: "operator@example.com",
    LOG_LEVEL: "info",
  });
  const health = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`);
    return (await answer.json()) as { ready: boolean; reasons: string[] };
  };
  const isReady = async () => ((await health()).ready ? true : null);
  const filling = ballast(disk);
  const onDatabase = async <T>(work: (pool: Pool) => Promise<T>): Promise<T> => {
    const holder = dataDirHolder(dataDir);
    if (!holder) throw new Error("Nobody serves the database.");
    const pool = new Pool({ connectionString: embeddedUrl(holder.port), max: 1 });
    pool.on("error", () => {});
    return work(pool).finally(() => pool.end().catch(() => {}));
  };
  try {
    await waitForOutput(job, /Ctrl-C stops everything/, longestMs);
    await until(job, isReady);
    filling.leave(120e6);
    const alarm = await until(job, async () => {
      const { ready, reasons } = await health();
      const told = readdirSync(join(dataDir, "outbox")).filter((name) => /disk-full.*\.txt$/.test(name));
      return ready || told.length === 0 ? null : { reasons, emails: told.length };
    });
    filling.remove();
    const ready = await until(job, isReady);
    await waitForOutput(job, /There is room again/, longestMs);

    filling.leave(20e6);
    const acknowledged = await onDatabase(writeUntilStopped);
    await waitForOutput(job, /Overheard has stopped, since the disk is full/, longestMs);
    filling.remove();
    const again = await until(job, isReady);
    const there = await onDatabase(async (pool) => {
      const { rows } = await pool.query<{ id: number }>("SELECT id FROM full_disk WHERE length(filling) > 0");
      return new Set(rows.map((row) => row.id));
    });
    return {
      alarmSeconds: alarm.seconds,
      ...alarm.value,
      readySeconds: ready.seconds,
      acknowledged: acknowledged.length,
      lost: acknowledged.filter((id) => !there.has(id)).length,
      againSeconds: again.seconds,
    };
  } finally {
    job.child.kill("SIGTERM");
    await job.ended;
  }
}
