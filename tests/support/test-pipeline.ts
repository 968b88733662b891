import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWorkplace, type Workplace } from "../../jobs/context";
import { runPipeline } from "../../jobs/run-pipeline";
import { type Env, readEnv } from "../../lib/env";
import { subscribeShow } from "../../lib/feeds/subscribe-show";
import { copyDatabaseTemplate } from "./database-template";

/** A whole installation in a data directory of its own. */
export interface TestInstallation {
  dataDir: string;
  settings: Record<string, string>;
  env: Env;
  workplace: Workplace;
  stop(): Promise<void>;
}

/** Settings as of the demo, with nothing of this machine's. */
export function testSettings(dataDir: string): Record<string, string> {
  return {
    DATABASE_URL: "",
    DATA_DIR: dataDir,
    APP_TIMEZONE: "UTC",
    EDITION_HOUR: "0",
    ALLOW_PRIVATE_NETWORK: "on",
    PUBLIC_TRANSCRIPTS: "on",
    EPISODES_ON_SUBSCRIBE: "10",
    EMAIL_TRANSPORT: "outbox",
    DIGEST_RECIPIENTS: "reader@example.com",
    LOG_LEVEL: "silent",
    OPENAI_API_KEY: "",
    TRANSCRIBE_API_KEY: "",
    TRANSCRIBE_BASE_URL: "",
  };
}

/** Makes an empty installation; its folder has a space in its name on purpose. */
export async function startInstallation(extra: Record<string, string> = {}): Promise<TestInstallation> {
  const dataDir = mkdtempSync(join(tmpdir(), "overheard test "));
  const settings = { ...testSettings(dataDir), ...extra };
  const env = readEnv(settings);
  if (!env.DATABASE_URL) await copyDatabaseTemplate(dataDir);
  const workplace = await openWorkplace(env, "test");
  return {
    dataDir,
    settings,
    env,
    workplace,
    async stop() {
      await workplace.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Subscribes to feeds and runs the pipeline until nothing is left. */
export async function readFeeds({ context, queue }: Workplace, urls: string[]): Promise<void> {
  for (const url of urls) await subscribeShow(context, { url });
  await runPipeline(context, queue, {});
}
