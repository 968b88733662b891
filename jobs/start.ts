import { linkMinutes } from "../lib/accounts/auth";
import { authSecret } from "../lib/accounts/operator";
import { env } from "../lib/env";
import { buildWeb, isWebBuildStale } from "./build-web";
import { openWorkplace } from "./context";
import type { DatabaseReady } from "./database";
import { assertPortFree } from "./free-port";
import { operatorEntrance } from "./operator-entrance";
import { runMain } from "./report-failure";
import { ChildFailedError, Supervisor } from "./supervisor";

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Everything on one machine: the embedded database (unless DATABASE_URL is set), the pages and one worker. */
runMain(async () => {
  const settings = env();
  const dev = process.argv.includes("--dev");
  await assertPortFree(settings.PORT, dev ? "npm run dev" : "npm start");
  const supervisor = new Supervisor((sentence) => {
    process.stderr.write(`\n${sentence}\n`);
    void supervisor.stop().then(() => process.exit(1));
  });
  const building = new AbortController();
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      say("\nStopping…");
      building.abort();
      void supervisor.stop().then(() => process.exit(0));
    });
  }
  try {
    say("Overheard");
    const database = settings.DATABASE_URL
      ? await prepareServer(settings.DATABASE_URL)
      : await supervisor.start<DatabaseReady>("database", { environment: {}, keepAlive: false });
    const secret = authSecret(settings);
    if (!dev && isWebBuildStale()) {
      say("  Building the pages; the first start takes up to a minute …");
      await buildWeb(building.signal);
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
  } catch (error) {
    if (stopping) return;
    await supervisor.stop();
    // The child has said why itself.
    if (error instanceof ChildFailedError) process.exit(1);
    throw error;
  }
});

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
