import { spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment } from "../lib/env";

const projectRoot = join(import.meta.dirname, "..");
const sources = ["app", "emails", "lib", "prisma/schema", "instrumentation.ts", "next.config.ts", "package.json"];

function newestChange(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

/** Whether the pages were never built, or are older than their sources. */
export function isWebBuildStale(): boolean {
  try {
    const builtAt = statSync(join(projectRoot, ".next", "BUILD_ID")).mtimeMs;
    return sources.some((source) => newestChange(join(projectRoot, source)) > builtAt);
  } catch {
    return true;
  }
}

/**
 * Builds the pages with `next build`.
 * @throws Error with the compiler's output.
 */
export async function buildWeb(signal?: AbortSignal): Promise<void> {
  const next = join(projectRoot, "node_modules", "next", "dist", "bin", "next");
  const child = spawn(process.execPath, [next, "build"], {
    cwd: projectRoot,
    env: childEnvironment({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }),
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal ? { signal } : {}),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`The pages could not be built.\n${output}`)),
    );
  });
}
