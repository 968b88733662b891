import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Publisher, startPublisher } from "../../jobs/demo/publisher";
import { freePort } from "../../lib/db/embedded";
import { migrationNames } from "../../lib/db/migration-names";
import { startBrowser } from "../support/browser";
import { type RunningJob, runJob, waitForOutput } from "../support/run-job";
import { testSettings } from "../support/test-pipeline";
import { createTestPostgres } from "../support/test-postgres";
import { buildPages, waitForPage } from "../support/test-web";

/** The processes that another one started, by what they run. */
function childrenOf(pid: number | undefined): Map<string, number> {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  const children = new Map<string, number>();
  for (const row of rows) {
    const [, own, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    const name = /jobs[\\/](\w+)\.ts/.exec(args ?? "")?.[1];
    if (name && Number(parent) === pid) children.set(name, Number(own));
  }
  return children;
}

async function eventually(holds: () => boolean, what: string, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`It did not come about: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe("npm start on an empty installation", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "overheard start "));
  let settings: Record<string, string>;
  let origin: string;
  let publisher: Publisher;
  let browser: Browser;
  let job: RunningJob;

  const start = async () => {
    job = runJob("start.ts", [], settings);
    await waitForOutput(job, /Ctrl-C stops everything/, 120_000);
  };

  beforeAll(async () => {
    await buildPages();
    const port = await freePort();
    origin = `http://localhost:${port}`;
    settings = { ...testSettings(dataDir), PORT: String(port), APP_URL: "", LOG_LEVEL: "error" };
    publisher = await startPublisher();
    browser = await startBrowser();
    await start();
  });
  afterAll(async () => {
    if (job.child.exitCode === null) job.child.kill("SIGKILL");
    await browser.close();
    await publisher.stop();
    await new Promise((resolve) => setTimeout(resolve, 500));
    rmSync(dataDir, { recursive: true, force: true });
  });

  it("leads to the first shows, on the terminal and in the browser, and on to the first five", {
    timeout: 240_000,
  }, async () => {
    expect(job.output()).toContain("No shows yet");
    expect(job.output()).toContain("npm run cli -- shows starter");
    const page = await browser.newPage();
    await page.goto(origin);
    await page.getByRole("heading", { name: "There are no shows yet" }).waitFor();
    await page.getByRole("link", { name: "Choose the first shows" }).waitFor();

    const link = /http:\/\/localhost:\d+\/setup\?code=\w+/.exec(job.output())?.[0];
    await page.goto(link ?? "");
    await page.getByRole("heading", { name: "Which podcasts shall we read?" }).waitFor();
    expect(await page.getByRole("checkbox").count()).toBeGreaterThan(20);
    await page.getByLabel("Others, by their addresses").fill(publisher.feeds.map((feed) => feed.url).join("\n"));
    await page.getByRole("button", { name: "Add these shows" }).click();
    await page.getByRole("status").getByText("Reading nine feeds.").waitFor();

    await page.goto(origin);
    await page
      .getByRole("heading", { name: /^(Reading nine shows|Everything has been read|Five things said)/ })
      .waitFor();
    // The scheduler's next minute builds the first digest.
    await page.getByRole("heading", { name: /^Five things said/ }).waitFor({ timeout: 200_000 });
    expect(await page.locator("article h2").count()).toBe(5);
    await page.close();
  });

  it("starts a killed worker and a killed web server again", async () => {
    const before = childrenOf(job.child.pid);
    expect([...before.keys()].sort()).toEqual(["database", "web", "worker"]);
    for (const name of ["worker", "web"]) process.kill(before.get(name) ?? 0, "SIGKILL");
    await eventually(() => {
      const now = childrenOf(job.child.pid);
      return ["worker", "web"].every((name) => now.has(name) && now.get(name) !== before.get(name));
    }, "new processes");
    await waitForPage(origin, () => job.output());
    expect((await fetch(origin)).status).toBe(200);
  });

  it("leaves nothing behind when it is killed itself, and goes on at the next start", async () => {
    const children = [...childrenOf(job.child.pid).values()];
    job.child.kill("SIGKILL");
    await job.ended;
    await eventually(() => !children.some(isAlive), "the end of the children");
    await start();
    expect(job.output()).not.toContain("No shows yet");
    expect(await (await fetch(origin)).text()).toContain("Five things said");
  });

  it("refuses a second start on the same data, in one sentence", async () => {
    const second = runJob("start.ts", [], { ...settings, PORT: String(await freePort()) });
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/data directory .* (in use|open)/i);
    expect(second.output()).not.toMatch(/^\s+at /m);
  });

  it("says so when its database is killed, and ends", async () => {
    process.kill(childrenOf(job.child.pid).get("database") ?? 0, "SIGKILL");
    expect(await job.ended).toBe(1);
    expect(job.output()).toContain("The database process ended unexpectedly. Start again; nothing is lost.");
    await start();
    expect(await (await fetch(origin)).text()).toContain("Five things said");
  });

  it("stops cleanly", async () => {
    const children = [...childrenOf(job.child.pid).values()];
    job.child.kill("SIGINT");
    expect(await job.ended).toBe(0);
    expect(children.filter(isAlive)).toEqual([]);
    expect(job.output().split("Stopping…")[1]?.trim()).toBe("");
  });
});

describe("npm run web on an empty PostgreSQL, before any worker", () => {
  it("makes the tables, once for two that start together, and serves pages", async () => {
    await buildPages();
    const postgres = await createTestPostgres();
    if (!postgres) return expect(process.env.CI, "CI has a PostgreSQL").toBeUndefined();
    const settings = { ...testSettings("unused"), DATABASE_URL: postgres.url, AUTH_SECRET: "0123456789abcdef" };
    const webs = await Promise.all(
      [1, 2].map(async () => {
        const port = await freePort();
        const origin = `http://127.0.0.1:${port}`;
        const web = runJob("web.ts", [], { ...settings, PORT: String(port), APP_URL: origin, NODE_ENV: "production" });
        return { ...web, origin };
      }),
    );
    const client = new Client({ connectionString: postgres.url });
    try {
      for (const web of webs) {
        await waitForPage(web.origin, web.output);
        const health = await fetch(`${web.origin}/api/health`);
        expect(await health.json(), web.output()).toMatchObject({ ready: true, reasons: [] });
      }
      await client.connect();
      const { rows } = await client.query<{ migration_name: string }>(
        "SELECT migration_name FROM _prisma_migrations ORDER BY migration_name",
      );
      expect(rows.map((row) => row.migration_name)).toEqual(await migrationNames("prisma"));
    } finally {
      await client.end();
      for (const web of webs) web.child.kill("SIGTERM");
      await Promise.all(webs.map((web) => web.ended));
      await postgres.drop();
    }
  });
});
