import { linkMinutes } from "../lib/accounts/auth";
import { authSecret } from "../lib/accounts/operator";
import { type Env, env } from "../lib/env";
import { createLog } from "../lib/log/log";
import { tellOperator } from "../lib/mail/alert";
import { diskSpace, isFull } from "../lib/operations/disk";
import { buildWeb, isWebBuildStale } from "./build-web";
import { openWorkplace } from "./context";
import type { DatabaseReady } from "./database";
import { assertPortFree } from "./free-port";
import { operatorEntrance } from "./operator-entrance";
import { runMain } from "./report-failure";
import { ChildFailedError, Supervisor } from "./supervisor";

const say = (text: string) => process.stdout.write(`${text}\n`);

/** How often is looked whether there is room on the disk again. */
const roomEveryMs = 5_000;

/** Everything on one machine: the embedded database (unless DATABASE_URL is set), the pages and one worker. */
runMain(async () => {
  const settings = env();
  const dev = process.argv.includes("--dev");
  await assertPortFree(settings.PORT, dev ? "npm run dev" : "npm start");
  const stopping = new AbortController();
  let supervisor: Supervisor | undefined;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) return;
      say("\nStopping…");
      stopping.abort();
      void Promise.resolve(supervisor?.stop()).then(() => process.exit(0));
    });
  }
  say("Overheard");
  for (;;) {
    let end = (_sentence: string) => {};
    const ended = new Promise<string>((resolve) => (end = resolve));
    supervisor = new Supervisor(end);
    try {
      await startAll(supervisor, { dev, signal: stopping.signal });
      process.stderr.write(`\n${await ended}\n`);
    } catch (error) {
      if (stopping.signal.aborted) return;
      // A child has said why itself.
      if (!(error instanceof ChildFailedError)) {
        await supervisor.stop();
        throw error;
      }
    }
    await supervisor.stop();
    if (stopping.signal.aborted) return;
    if (!isFull(await diskSpace(settings.DATA_DIR))) process.exit(1);
    await waitForRoom(settings);
  }
});

/** Tells the operator that the disk is full, and waits until it is not. */
async function waitForRoom(settings: Env): Promise<void> {
  await tellOperator(
    { env: settings, log: createLog("start", settings.LOG_LEVEL), now: () => new Date() },
    {
      kind: "disk-full-stopped",
      subject: "Overheard has stopped, since the disk is full.",
      text: `There is no room at ${settings.DATA_DIR}. Nothing that was stored is lost. Make room there; everything then starts again by itself.`,
    },
  );
  while (isFull(await diskSpace(settings.DATA_DIR))) await new Promise((resolve) => setTimeout(resolve, roomEveryMs));
  say("There is room again.");
}

async function startAll(supervisor: Supervisor, { dev, signal }: { dev: boolean; signal: AbortSignal }): Promise<void> {
  const settings = env();
  const database = settings.DATABASE_URL
    ? await prepareServer(settings.DATABASE_URL)
    : await supervisor.start<DatabaseReady>("database", { environment: {}, keepAlive: false });
  const secret = authSecret(settings);
  if (!dev && isWebBuildStale()) {
    say("  Building the pages; the first start takes up to a minute …");
    await buildWeb(signal);
  }
  await supervisor.start("worker", {
    environment: settings.DATABASE_URL ? { AUTH_SECRET: secret } : {},
    keepAlive: true,
  });
  await supervisor.start("web", {
    environment: { DATABASE_URL: database.url, AUTH_SECRET: secret, NODE_ENV: dev ? "development" : "production" },
    args: dev ? ["--dev"] : [],
    keepAlive: true,
    quiet: !dev,
  });
  say(`  Today's five   ${settings.APP_URL}`);
  const { url: setup, isFirst, email } = database.entrance;
  if (database.showCount === 0) {
    say(`\nNo shows yet. Choose the first ones in the browser:\n  ${setup}`);
    say(
      "or here, from a list to begin with, or by any feed's address:\n  npm run cli -- shows starter\n  npm run cli -- shows add https://example.com/feed.xml",
    );
  } else say(`  ${isFirst ? "Add shows      " : "Sign in        "}${setup}`);
  if (!isFirst)
    say(
      `\nThat link signs the operator in: once, for ${linkMinutes} minutes. Later: npm run cli -- login-link ${email}`,
    );
  say("\nCtrl-C stops everything.");
}

/** Brings the tables of the operator's own PostgreSQL up to date. */
async function prepareServer(url: string): Promise<DatabaseReady> {
  const workplace = await openWorkplace(env(), "start");
  try {
    const { db } = workplace.context;
    return { url, showCount: await db.show.count(), entrance: await operatorEntrance(db, env()) };
  } finally {
    await workplace.close();
  }
}
