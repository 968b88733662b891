import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectDatabase } from "../../lib/db/client";
import { startEmbeddedDatabase } from "../../lib/db/embedded";
import type { Db } from "../../lib/db/types";
import { type Env, readEnv } from "../../lib/env";
import { createLog } from "../../lib/log/log";
import type { JobData, JobName, StageContext } from "../../lib/queue/stage";
import { copyDatabaseTemplate } from "./database-template";

/** A stage's surroundings on a fresh embedded database, with what it enqueued. */
export interface TestStage {
  context: StageContext;
  db: Db;
  /** The database's, for other processes. */
  url: string;
  enqueued: { name: JobName; data: JobData[JobName] }[];
  /** Where its database lives; commands run with this DATA_DIR use it. */
  dataDir: string;
  stop(): Promise<void>;
}

/** Starts an embedded database with its tables and topics; `settings` are environment variables. */
export async function startTestStage(settings: Record<string, string> = {}): Promise<TestStage> {
  const dataDir = mkdtempSync(join(tmpdir(), "overheard stage "));
  await copyDatabaseTemplate(dataDir);
  const database = await startEmbeddedDatabase(dataDir);
  const db = connectDatabase(database.url);
  const enqueued: TestStage["enqueued"] = [];
  const env: Env = readEnv({ ALLOW_PRIVATE_NETWORK: "on", APP_TIMEZONE: "UTC", LOG_LEVEL: "silent", ...settings });
  return {
    db,
    url: database.url,
    enqueued,
    dataDir,
    context: {
      db,
      env,
      log: createLog("test", "silent"),
      now: () => new Date(),
      async enqueue(_tx, name, data) {
        enqueued.push({ name, data });
      },
    },
    async stop() {
      await db.$disconnect();
      await database.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
