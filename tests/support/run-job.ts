import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const projectRoot = join(import.meta.dirname, "..", "..");

/** A process of `jobs/` with what it printed. */
export interface RunningJob {
  child: ChildProcess;
  output(): string;
  /** Its exit code; null when a signal ended it. */
  ended: Promise<number | null>;
}

/** Runs a file of `jobs/` as its npm script does. */
export function runJob(file: string, args: string[], settings: Record<string, string>): RunningJob {
  const child = spawn(process.execPath, ["--import", "tsx", join("jobs", file), ...args], {
    cwd: projectRoot,
    env: { ...process.env, ENV_FILE: "", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  return { child, output: () => output, ended: new Promise((resolve) => child.once("close", (code) => resolve(code))) };
}

/** Waits until a running job has printed something. */
export async function waitForOutput(job: RunningJob, pattern: RegExp, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!pattern.test(job.output())) {
    if (Date.now() > deadline || job.child.exitCode !== null)
      throw new Error(`It did not print ${pattern}:\n${job.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
