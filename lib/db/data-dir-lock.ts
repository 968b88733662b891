import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Who holds a data directory: the database's process and the loopback port it serves on. */
export interface DataDirHolder {
  pid: number;
  /** The process's start in clock ticks since boot, where the system tells (Linux); guards against a reused pid. */
  startTicks: string | null;
  port: number;
}

/** The data directory is open in another process. */
export class DataDirInUseError extends Error {
  override name = "DataDirInUseError";
}

const lockFile = (dataDir: string) => join(dataDir, "database.lock");

function startTicksOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive(holder: DataDirHolder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return holder.startTicks === null || startTicksOf(holder.pid) === holder.startTicks;
}

/** The live process that holds the directory, or null; a lock left behind by a killed process counts as none. */
export function dataDirHolder(dataDir: string): DataDirHolder | null {
  try {
    const holder = JSON.parse(readFileSync(lockFile(dataDir), "utf8")) as DataDirHolder;
    return isAlive(holder) ? holder : null;
  } catch {
    return null;
  }
}

/**
 * Takes the directory for this process.
 * @returns a function that gives it back.
 * @throws DataDirInUseError when a live process holds it.
 */
export function lockDataDir(dataDir: string, port: number): () => void {
  mkdirSync(dataDir, { recursive: true });
  const content = JSON.stringify({
    pid: process.pid,
    startTicks: startTicksOf(process.pid),
    port,
  } satisfies DataDirHolder);
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(lockFile(dataDir), content, { flag: "wx" });
      return () => rmSync(lockFile(dataDir), { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = dataDirHolder(dataDir);
      if (holder !== null || attempt > 3) {
        throw new DataDirInUseError(
          `The data directory "${dataDir}" is already open${holder ? ` in process ${holder.pid}` : ""}. Stop that one first, or choose another directory with DATA_DIR.`,
        );
      }
      rmSync(lockFile(dataDir), { force: true });
    }
  }
}
