import { rmSync } from "node:fs";
import { join } from "node:path";
import { authSecret, operatorCode } from "../../lib/accounts/operator";
import { DataDirInUseError, dataDirHolder } from "../../lib/db/data-dir-lock";
import { buildDigest } from "../../lib/digests/build-digest";
import { digestByDate } from "../../lib/digests/views";
import { childEnvironment, type Env, readEnv } from "../../lib/env";
import { subscribeShow } from "../../lib/feeds/subscribe-show";
import { localDateAndHour } from "../../lib/format/dates";
import { buildWeb, isWebBuildStale } from "../build-web";
import { openWorkplace, type Workplace } from "../context";
import type { DatabaseReady } from "../database";
import { assertPortFree } from "../free-port";
import { digestText } from "../print-digest";
import { progressPrinter } from "../progress";
import { runMain } from "../report-failure";
import { runPipeline, waitUntilIdle } from "../run-pipeline";
import { ChildFailedError, Supervisor } from "../supervisor";
import { type Publisher, startPublisher } from "./publisher";

const projectRoot = join(import.meta.dirname, "..", "..");
const dayMs = 24 * 3600_000;
/** `--data DIR` keeps a second demo, or a test's, apart from the first. */
const dataAt = process.argv.indexOf("--data");
const dataDir = (dataAt > 0 ? process.argv[dataAt + 1] : undefined) ?? join(projectRoot, ".demo");
const say = (text: string) => process.stdout.write(`${text}\n`);

/** The demo's settings: its own data directory, its own shows on loopback, whatever else this machine is set to. */
const overrides: Record<string, string> = {
  DATABASE_URL: "",
  DATA_DIR: dataDir,
  ALLOW_PRIVATE_NETWORK: "on",
  PUBLIC_TRANSCRIPTS: "on",
  EDITION_HOUR: "0",
  EPISODES_ON_SUBSCRIBE: "10",
  EMAIL_TRANSPORT: "outbox",
  EMAIL_FROM: "Overheard <overheard@example.com>",
  DIGEST_RECIPIENTS: "reader@example.com",
  LOG_LEVEL: "warn",
  // Its recordings are sample tones: nobody shall pay to have them heard.
  OPENAI_API_KEY: "",
  TRANSCRIBE_API_KEY: "",
  TRANSCRIBE_BASE_URL: "",
};

/** Runs the whole of Overheard on the sample shows; `--once` stops after printing the five. */
runMain(async () => {
  const once = process.argv.includes("--once");
  const settings = readEnv(childEnvironment(overrides));
  if (!once) await assertPortFree(settings.PORT, "npm run demo");
  emptyDemoDirectory();

  const supervisor = new Supervisor((sentence) => {
    process.stderr.write(`\n${sentence}\n`);
    void stop(1);
  });
  const abort = new AbortController();
  let publisher: Publisher | undefined;
  let stopping = false;
  async function stop(code: number): Promise<void> {
    if (stopping) return;
    stopping = true;
    abort.abort();
    await supervisor.stop();
    await publisher?.stop();
    process.exit(code);
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      say("\nStopping…");
      void stop(signal === "SIGINT" && once ? 130 : 0);
    });
  }

  try {
    say("Overheard: we scan new podcasts and send you the top 5 insights daily.\n");
    publisher = await startPublisher();
    const building = once || !isWebBuildStale() ? Promise.resolve() : buildWeb(abort.signal);
    building.catch(() => {});
    const database = await supervisor.start<DatabaseReady>("database", { environment: overrides, keepAlive: false });
    const workplace = await openWorkplace(settings, "demo");
    const made = await makeDigest(workplace, settings, publisher, abort.signal);
    await workplace.close();
    if (once) return await stop(made ? 0 : 1);

    say("\nStarting the web app …");
    await building;
    await supervisor.start("worker", { environment: overrides, keepAlive: true });
    await supervisor.start("web", {
      environment: {
        ...overrides,
        DATABASE_URL: database.url,
        AUTH_SECRET: authSecret(settings),
        NODE_ENV: "production",
      },
      keepAlive: true,
      quiet: true,
    });
    say(`\n  Read it        ${settings.APP_URL}`);
    say(`  Its email      ${join(settings.DATA_DIR, "outbox")}`);
    say(`  Your own shows ${settings.APP_URL}/setup?code=${operatorCode(settings)}`);
    say("\nCtrl-C stops everything. `npm start` does the same with your own shows.");
  } catch (error) {
    if (stopping) return;
    if (!(error instanceof ChildFailedError))
      process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`);
    await stop(1);
  }
});

/** Each demo begins from nothing, so that its publication dates and digests fit together. */
function emptyDemoDirectory(): void {
  const holder = dataDirHolder(dataDir);
  if (holder)
    throw new DataDirInUseError(
      `A demo is already running in process ${holder.pid}. Stop that one first (Ctrl-C in its terminal).`,
    );
  rmSync(dataDir, { recursive: true, force: true });
}

/** Subscribes, runs the pipeline, builds the editions of the last three days and prints today's. */
async function makeDigest(
  workplace: Workplace,
  settings: Env,
  publisher: Publisher,
  signal: AbortSignal,
): Promise<boolean> {
  const { context, queue } = workplace;
  say(`Subscribing to ${publisher.feeds.length} sample shows, then reading their episodes:`);
  for (const feed of publisher.feeds) await subscribeShow(context, feed);
  const printer = progressPrinter(process.stdout);
  await runPipeline(context, queue, { onProgress: printer.show, signal });
  printer.end();
  if (signal.aborted) return false;

  const now = context.now();
  const dateOf = (at: Date) => localDateAndHour(at, settings.APP_TIMEZONE).date;
  for (const daysAgo of [2, 1]) {
    const asOf = new Date(now.getTime() - daysAgo * dayMs);
    await buildDigest(context, { date: dateOf(asOf), asOf });
  }
  await buildDigest(context, { date: dateOf(now) });
  await waitUntilIdle(queue, signal);

  const digest = await digestByDate(context.db, dateOf(now));
  if (!digest || digest.items.length === 0) {
    process.stderr.write("No digest could be made. `LOG_LEVEL=info npm run demo` shows what happened.\n");
    return false;
  }
  const { isTTY, columns } = process.stdout;
  say(`\n${digestText(digest, { colour: Boolean(isTTY), width: columns ?? 80, timeZone: settings.APP_TIMEZONE })}`);
  say(`\nThe email: ${join(settings.DATA_DIR, "outbox", `${digest.date}-reader@example.com.html`)}`);
  return true;
}
