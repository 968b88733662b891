import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { openWorkplace } from "../../jobs/context";
import { readEnv } from "../../lib/env";

const projectRoot = join(import.meta.dirname, "..", "..");
/** What decides how an empty database looks. */
const sources = ["prisma/migrations", "lib/queue/queue.ts", "lib/topics/starter-topics.json", "package-lock.json"];
const prefix = `overheard-template-${userInfo().uid}-`;
const keptMs = 24 * 3600_000;

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

function templateFolder(): string {
  const hash = createHash("sha256");
  for (const file of sources.flatMap((source) => filesOf(join(projectRoot, source)))) hash.update(readFileSync(file));
  return join(tmpdir(), `${prefix}${hash.digest("hex").slice(0, 16)}`);
}

let making: Promise<string> | undefined;

/** An empty installation's database, made by the code that makes every other one, and kept for later tests. */
async function makeTemplate(): Promise<string> {
  const folder = templateFolder();
  if (existsSync(folder)) return folder;
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(prefix))) {
    const old = statSync(join(tmpdir(), name), { throwIfNoEntry: false });
    if (old && old.mtimeMs < Date.now() - keptMs) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  const part = mkdtempSync(join(tmpdir(), "overheard template "));
  const workplace = await openWorkplace(readEnv({ DATA_DIR: part, LOG_LEVEL: "silent" }), "template");
  await workplace.close();
  try {
    renameSync(part, folder);
  } catch {
    // Another test process was faster.
    rmSync(part, { recursive: true, force: true });
  }
  return folder;
}

/** Puts an empty database, with its tables and queues, into a data directory: making each anew would take seconds. */
export async function copyDatabaseTemplate(dataDir: string): Promise<void> {
  making ??= makeTemplate();
  cpSync(join(await making, "pg"), join(dataDir, "pg"), { recursive: true });
}
