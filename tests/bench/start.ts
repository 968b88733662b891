import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../lib/db/embedded";
import { runJob } from "../support/run-job";
import { testSettings } from "../support/test-pipeline";
import { buildPages, waitForPage } from "../support/test-web";

/** Marks that are printed and not failed on. */
const markSeconds = 8;
const markMegabytes = 700;

/** A process and all that it started. */
function familyOf(pid: number): number[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const parents = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const family = [pid];
  for (const member of family)
    family.push(...parents.flatMap(([child = 0, parent]) => (parent === member ? [child] : [])));
  return family;
}

/** Memory of a process in megabytes: its share of what it has in common with others where the system tells, else all it holds. */
function megabytesOf(pid: number): number {
  try {
    const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
    if (kilobytes) return Number(kilobytes) / 1024;
  } catch {
    // Only Linux tells, and only of processes that are still there.
  }
  try {
    return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;
  } catch {
    return 0;
  }
}

/** Starts an empty installation as `npm start` does: the time to its first page, and its memory when it has nothing to do. */
export async function benchStart(
  options: { starts: number; idleSeconds: number },
  print: (text: string) => void,
): Promise<{ seconds: number; megabytes: number }> {
  await buildPages();
  const dataDir = mkdtempSync(join(tmpdir(), "overheard bench "));
  const seconds: number[] = [];
  let megabytes = 0;
  try {
    for (let start = 0; start < options.starts; start++) {
      const port = await freePort();
      const begun = performance.now();
      const job = runJob("start.ts", [], { ...testSettings(dataDir), PORT: String(port) });
      try {
        await waitForPage(`http://127.0.0.1:${port}/`, job.output);
        seconds.push((performance.now() - begun) / 1000);
        if (start < options.starts - 1) continue;
        await new Promise((resolve) => setTimeout(resolve, options.idleSeconds * 1000));
        megabytes = familyOf(job.child.pid ?? 0).reduce((sum, pid) => sum + megabytesOf(pid), 0);
      } finally {
        job.child.kill("SIGTERM");
        await job.ended;
      }
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  const [first = 0, ...again] = seconds;
  const best = again.length > 0 ? Math.min(...again) : first;
  print(
    `npm start to the first page: ${first.toFixed(1)} s on an empty data directory, ${best.toFixed(1)} s after that (mark ${markSeconds} s)`,
  );
  print(
    `Memory of all its processes after ${options.idleSeconds} s with nothing to do: ${megabytes.toFixed(0)} MB (mark ${markMegabytes} MB)`,
  );
  return { seconds: first, megabytes };
}
