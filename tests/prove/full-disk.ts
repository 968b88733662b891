import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { failureText } from "../../jobs/report-failure";
import { startDatabaseProcess } from "./crash";
import { fillRunningDisk, type RunningDiskResult } from "./full-disk-running";

/** What came of filling the disk under the embedded database. */
export interface FullDiskResult {
  acknowledged: number;
  lost: number;
  /** What an operator is told. */
  sentence: string;
}

const rowBytes = 60_000;

/**
 * Does something on a disk of its own (a tmpfs, which only root may mount).
 * @returns null where no disk can be mounted.
 */
async function onSmallDisk<T>(megabytes: number, work: (disk: string) => Promise<T>): Promise<T | null> {
  const disk = mkdtempSync(join(tmpdir(), "overheard-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", disk], { stdio: "ignore" });
  } catch {
    rmSync(disk, { recursive: true, force: true });
    return null;
  }
  try {
    return await work(disk);
  } finally {
    execFileSync("umount", [disk]);
    rmSync(disk, { recursive: true, force: true });
  }
}

/**
 * Writes to an embedded database until its disk is full, kills it, makes room and looks whether everything that was
 * acknowledged is there.
 * @returns null where no disk can be mounted.
 */
export const proveFullDisk = (): Promise<FullDiskResult | null> =>
  onSmallDisk(100, async (disk) => {
    const acknowledged: number[] = [];
    const full = await onDatabase(disk, async (pool) => {
      await pool.query("CREATE TABLE full_disk (id int PRIMARY KEY, filling text)");
      for (let id = 0; ; id++) {
        const filling = Array.from({ length: rowBytes / 10 }, () => Math.random().toString(36).slice(2, 12)).join("");
        try {
          await pool.query("INSERT INTO full_disk VALUES ($1, $2)", [id, filling]);
        } catch (error) {
          return error;
        }
        acknowledged.push(id);
      }
    });
    execFileSync("mount", ["-o", "remount,size=300m", disk]);
    const there = await onDatabase(disk, async (pool) => {
      const { rows } = await pool.query<{ id: number }>("SELECT id FROM full_disk WHERE length(filling) > 0");
      return new Set(rows.map((row) => row.id));
    });
    return {
      acknowledged: acknowledged.length,
      lost: acknowledged.filter((id) => !there.has(id)).length,
      sentence: failureText(full),
    };
  });

/** The same for all that `npm start` starts, while it runs. @returns null where no disk can be mounted. */
export const proveRunningDisk = (): Promise<RunningDiskResult | null> => onSmallDisk(500, fillRunningDisk);

/** The results in lines for a person. */
export function fullDiskText(disk: FullDiskResult | null, running: RunningDiskResult | null): string {
  if (!disk || !running) return "A full disk: not tried, since only root may mount one.";
  return [
    `A full disk: ${disk.acknowledged} rows acknowledged, lost ${disk.lost}. The operator is told: ${disk.sentence}`,
    `All that npm start starts, on a disk that fills: not ready after ${running.alarmSeconds.toFixed(1)} s (${running.reasons.join(" ")}), emails to the operator ${running.emails}; ready ${running.readySeconds.toFixed(1)} s after there was room`,
    `  with no room at all: ${running.acknowledged} rows acknowledged, lost ${running.lost}; started by itself, ready ${running.againSeconds.toFixed(1)} s after there was room`,
  ].join("\n");
}

async function onDatabase<T>(disk: string, work: (pool: Pool) => Promise<T>): Promise<T> {
  const { child, url } = await startDatabaseProcess(join(disk, "data"));
  const pool = new Pool({ connectionString: url, max: 1 });
  pool.on("error", () => {});
  try {
    return await work(pool);
  } finally {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (child.pid && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    await gone;
    await pool.end().catch(() => {});
  }
}
