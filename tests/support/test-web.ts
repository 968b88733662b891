import { buildWeb, isWebBuildStale } from "../../jobs/build-web";
import { freePort } from "../../lib/db/embedded";
import { runJob } from "./run-job";

/** A running web server. */
export interface TestWeb {
  origin: string;
  /** What it has logged. */
  output(): string;
  stop(): Promise<void>;
}

/** Builds the pages where they are older than their sources. */
export async function buildPages(): Promise<void> {
  if (isWebBuildStale()) await buildWeb();
}

/** Serves the built pages over a database that this test has open. */
export async function startWeb(settings: Record<string, string>, databaseUrl: string): Promise<TestWeb> {
  await buildPages();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const job = runJob("web.ts", [], {
    ...settings,
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: "the secret of a test",
    PORT: String(port),
    APP_URL: origin,
    NODE_ENV: "production",
  });
  await waitForPage(origin, () => job.output());
  return {
    origin,
    output: job.output,
    async stop() {
      job.child.kill("SIGTERM");
      await job.ended;
    },
  };
}

/** Waits until a server answers. */
export async function waitForPage(url: string, output: () => string, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      await fetch(url);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${url} did not answer.\n${output()}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
