import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { openWorkplace } from "../../jobs/context";
import { readEnv } from "../../lib/env";
import { starterShows } from "../../lib/feeds/starter-shows";
import { runJob } from "../support/run-job";
import { testSettings } from "../support/test-pipeline";
import { startServer } from "../support/test-server";

describe("the command line on an empty installation", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "overheard cli "));
  const settings = testSettings(dataDir);
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  const cli = async (args: string[], extra: Record<string, string> = {}) => {
    const job = runJob("cli.ts", args, { ...settings, ...extra });
    const code = await job.ended;
    return { code, output: job.output() };
  };

  it("leads to the first shows, with a list to choose from", async () => {
    expect(await cli(["run"])).toMatchObject({ code: 1, output: expect.stringContaining("shows starter") });
    expect(await cli(["shows", "export"])).toMatchObject({ code: 1, output: "There are no shows to export yet.\n" });
    expect(await cli(["shows", "list"])).toMatchObject({ code: 0, output: expect.stringContaining("shows starter") });
    const { code, output } = await cli(["shows", "starter"]);
    expect(code).toBe(0);
    for (const show of starterShows()) expect(output).toContain(show.feedUrl);
  });

  it("says in one sentence what is wrong with an address, a feed or a setting", async () => {
    expect(await cli(["shows", "add", "nonsense"])).toEqual({
      code: 1,
      output: '"nonsense" is not a feed\'s address. It looks like https://example.com/feed.xml.\n',
    });
    const wrong = await cli(["status"], { PORT: "abc", APP_TIMEZONE: "Mars" });
    expect(wrong.code).toBe(1);
    expect(wrong.output).toMatch(/2 settings are wrong\.\n {2}- PORT .*\(it is "abc"\)\n {2}- APP_TIMEZONE .*Mars/);
    expect((await cli(["digest", "--date", "2026-13-45"])).output).toContain("It must be a date such as");
    expect((await cli(["nonsense"])).code).toBe(1);
  });

  it("lets the first operator in before any email works", async () => {
    const { code, output } = await cli(["login-link", "op@example.com"], { ADMIN_EMAILS: "op@example.com" });
    expect(code).toBe(0);
    expect(output).toMatch(/^Signs op@example\.com in, once, within 10 minutes:\n {2}http:\/\/\S+\n$/);
    expect((await cli(["login-link", "nobody"])).output).toContain("It is no email address.");
  });

  it("makes no digest of a feed that cannot be read, and says why", async () => {
    const server = await startServer();
    try {
      const url = `${server.origin}/feed.xml`;
      expect((await cli(["shows", "add", url])).output).toContain("has no feed at this address (404)");
      server.routes.set("/feed.xml", (_, response) =>
        response.end("<rss><channel><title>Gone</title></channel></rss>"),
      );
      expect((await cli(["shows", "add", url])).output).toContain(`Added: ${url}`);
      expect((await cli(["shows", "add", url])).output).toContain(`Already there: ${url}`);
      server.routes.delete("/feed.xml");
      const run = await cli(["run"]);
      expect(run.code).toBe(1);
      expect(run.output).toContain("has no feed at this address (404)");
      expect(run.output).toContain("there is no digest");
      const status = JSON.parse((await cli(["status", "--json"])).output);
      expect(status).toMatchObject({ shows: 1, latestDigest: null, failingFeeds: [{ feedUrl: url }] });
      expect((await cli(["digest"])).code).toBe(1);
    } finally {
      await server.stop();
    }
  });

  it("sets per show whether its recordings are transcribed", { timeout: 300_000 }, async () => {
    // As beside a running installation, whose database eleven commands need not open.
    const running = await openWorkplace(readEnv(settings), "test");
    onTestFinished(() => running.close());
    await cli(["shows", "add", "https://shows.example/feed.xml"]);
    const [show] = JSON.parse((await cli(["shows", "list", "--json"])).output);
    expect(show).toMatchObject({ transcription: "always" });
    expect((await cli(["shows", "policy", show.id, "never"])).output).toContain("neither transcribed nor read");
    expect((await cli(["shows", "list"])).output).toContain("Its recordings are neither transcribed nor read.");
    const limited = ["shows", "policy", show.id, "always", "--max-minutes"];
    expect((await cli([...limited, "90"])).code).toBe(0);
    expect((await cli(["shows", "list"])).output).toContain("Those longer than 90 minutes are not transcribed.");
    expect(await cli([...limited, "5000"])).toMatchObject({ code: 1, output: expect.stringContaining("up to 1440") });
    // Another policy leaves the limit; 0 takes it away.
    await cli(["shows", "policy", show.id, "publisherOnly"]);
    expect((await cli(["shows", "list"])).output).toContain("longer than 90 minutes");
    await cli([...limited, "0"]);
    expect((await cli(["shows", "list"])).output).not.toContain("minutes are not transcribed");
  });

  it("reads settings from a file, which the environment goes before", async () => {
    const file = join(dataDir, "settings.env");
    writeFileSync(file, "EDITION_HOUR=99\nPORT=abc\n");
    const { output } = await cli(["status"], { ENV_FILE: file, PORT: "3000", EDITION_HOUR: "7" });
    expect(output).toContain("Shows");
    const { EDITION_HOUR: _, ...rest } = settings;
    const job = runJob("cli.ts", ["status"], { ...rest, ENV_FILE: file });
    await job.ended;
    expect(job.output()).toContain("EDITION_HOUR must be at most 23");
  });
});
