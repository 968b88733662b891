import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import type { DatabaseReady } from "../../jobs/database";

const projectRoot = join(import.meta.dirname, "..", "..");
const writers = 8;

/** What came of killing the embedded database again and again. */
export interface CrashResult {
  kills: number;
  acknowledged: number;
  /** Acknowledged rows that were not there after a restart. */
  lost: number;
  /** Transactions that were there in half. */
  torn: number;
  longestStartMs: number;
}

interface RunningDatabase {
  child: ChildProcess;
  url: string;
}

/** Starts `jobs/database.ts` in a process group of its own. */
export function startDatabaseProcess(dataDir: string): Promise<RunningDatabase> {
  const child = fork(join(projectRoot, "jobs", "database.ts"), [], {
    cwd: projectRoot,
    detached: true,
    execArgv: ["--import", "tsx"],
    env: { ...process.env, ENV_FILE: "", DATABASE_URL: "", DATA_DIR: dataDir, LOG_LEVEL: "silent" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return new Promise((resolve, reject) => {
    child.once("message", (message) => resolve({ child, url: (message as DatabaseReady).url }));
    child.once("exit", () => reject(new Error("The database process ended before it was ready.")));
  });
}

async function killGroup({ child }: RunningDatabase): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  if (child.pid) process.kill(-child.pid, "SIGKILL");
  await gone;
}

/**
 * Kills the embedded database's whole process group at random moments while clients write, and looks after each restart
 * whether everything that was acknowledged is there. A transaction writes two rows, so that half of one would show.
 * @param random gives numbers from 0 to 1.
 */
export async function proveCrash(kills: number, random: () => number = Math.random): Promise<CrashResult> {
  const dataDir = mkdtempSync(join(tmpdir(), "overheard-crash-"));
  const acknowledged = new Set<number>();
  const result: CrashResult = { kills: 0, acknowledged: 0, lost: 0, torn: 0, longestStartMs: 0 };
  let next = 0;
  try {
    for (let round = 0; round <= kills; round++) {
      const begun = Date.now();
      const database = await startDatabaseProcess(dataDir);
      result.longestStartMs = Math.max(result.longestStartMs, Date.now() - begun);
      const pool = new Pool({ connectionString: database.url, max: writers });
      // A connection that breaks while nothing is asked of it must not end this process.
      pool.on("error", () => {});
      pool.on("connect", (client) => client.on("error", () => {}));
      try {
        await pool.query(
          "CREATE TABLE IF NOT EXISTS crash_probe (id int, half int, filling text, PRIMARY KEY (id, half))",
        );
        const { rows } = await pool.query<{ id: number; halves: number }>(
          "SELECT id, count(*)::int AS halves FROM crash_probe GROUP BY id",
        );
        const there = new Map(rows.map((row) => [row.id, row.halves]));
        for (const id of acknowledged) if (!there.has(id)) result.lost++;
        for (const halves of there.values()) if (halves !== 2) result.torn++;
        if (round === kills) break;
        let isOver = false;
        const writing = Array.from({ length: writers }, async () => {
          while (!isOver) {
            const id = next++;
            const client = await pool.connect().catch(() => null);
            if (!client) return;
            try {
              await client.query("BEGIN");
              for (const half of [1, 2])
                await client.query("INSERT INTO crash_probe VALUES ($1, $2, $3)", [id, half, "x".repeat(id % 3_000)]);
              await client.query("COMMIT");
              acknowledged.add(id);
              client.release();
            } catch {
              client.release(true);
              return;
            }
          }
        });
        await new Promise((resolve) => setTimeout(resolve, 20 + random() * 1_500));
        await killGroup(database);
        result.kills++;
        isOver = true;
        await Promise.all(writing);
      } finally {
        await pool.end().catch(() => {});
        if (database.child.exitCode === null && database.child.signalCode === null) await killGroup(database);
      }
    }
    return { ...result, acknowledged: acknowledged.size };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The result in lines for a person. */
export function crashText(result: CrashResult): string {
  return [
    `${result.kills} kills of the whole process group while ${writers} clients wrote: ${result.acknowledged} transactions acknowledged,`,
    `  lost ${result.lost}, there in half ${result.torn}; longest start ${(result.longestStartMs / 1000).toFixed(1)} s`,
  ].join("\n");
}
