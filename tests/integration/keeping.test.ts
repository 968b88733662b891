import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Publisher, startPublisher } from "../../jobs/demo/publisher";
import { backUpDatabase, restoreDatabase } from "../../lib/db/backup";
import { startEmbeddedDatabase } from "../../lib/db/embedded";
import { migrationNames } from "../../lib/db/migration-names";
import { prismaRoot } from "../../lib/db/migrations";
import { Prisma } from "../../prisma/client/client";
import { runJob } from "../support/run-job";
import { readFeeds, startInstallation, type TestInstallation } from "../support/test-pipeline";
import { createTestPostgres } from "../support/test-postgres";

/** Every row of every table, in PostgreSQL's own words. */
async function contentOf(url: string): Promise<Record<string, string[]>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SET TIME ZONE 'UTC'");
    const content: Record<string, string[]> = {};
    for (const table of Object.values(Prisma.ModelName)) {
      const { rows } = await client.query(`SELECT t::text AS row FROM "${table}" t ORDER BY 1`);
      content[table] = rows.map((row) => row.row);
    }
    return content;
  } finally {
    await client.end();
  }
}

describe("keeping", () => {
  const folder = mkdtempSync(join(tmpdir(), "overheard keeping "));
  const file = join(folder, "all.backup.gz");
  let publisher: Publisher;
  let installation: TestInstallation;

  beforeAll(async () => {
    publisher = await startPublisher(new Date());
    installation = await startInstallation();
    await readFeeds(
      installation.workplace,
      publisher.feeds.slice(0, 3).map((feed) => feed.url),
    );
    const { db } = installation.workplace.context;
    await db.reader.create({
      data: { email: "reader@example.com", feedToken: "f", follows: { create: { phrase: 'a "quoted"\tphrase\\' } } },
    });
    await backUpDatabase(installation.workplace.url, file, "the secret of this place");
  }, 120_000);
  afterAll(async () => {
    await installation?.stop();
    await publisher?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("brings every row back as it was, into another data directory and with its secret, by the command line", async () => {
    expect(statSync(file).mode & 0o077).toBe(0);
    const settings = { ...installation.settings, DATA_DIR: join(folder, "restored") };
    const restored = runJob("cli.ts", ["restore", file], settings);
    expect(await restored.ended, restored.output()).toBe(0);
    expect(restored.output()).toContain("3 shows");
    expect(readFileSync(join(settings.DATA_DIR, "auth-secret"), "utf8")).toBe("the secret of this place");
    const again = runJob("cli.ts", ["restore", file], settings);
    expect(await again.ended).toBe(1);
    expect(again.output()).toContain("The database is in use");
    const database = await startEmbeddedDatabase(settings.DATA_DIR);
    try {
      expect(await contentOf(database.url)).toEqual(await contentOf(installation.workplace.url));
    } finally {
      await database.stop();
    }
  });

  it("moves to a PostgreSQL server with every row", async () => {
    const postgres = await createTestPostgres();
    if (!postgres) return expect(process.env.CI, "CI has a PostgreSQL").toBeUndefined();
    try {
      await restoreDatabase(postgres.url, file);
      const moved = await contentOf(postgres.url);
      expect(moved).toEqual(await contentOf(installation.workplace.url));
      expect(moved.Insight?.length).toBeGreaterThan(5);
    } finally {
      await postgres.drop();
    }
  });

  it("moves by the command line, which compares the counts, and never into a database that holds something", async () => {
    const postgres = await createTestPostgres();
    if (!postgres) return expect(process.env.CI, "CI has a PostgreSQL").toBeUndefined();
    const settings = { ...installation.settings, DATA_DIR: join(folder, "to move") };
    try {
      const restored = runJob("cli.ts", ["restore", file], settings);
      expect(await restored.ended, restored.output()).toBe(0);
      const moved = runJob("cli.ts", ["move", postgres.url], settings);
      expect(await moved.ended, moved.output()).toBe(0);
      expect(moved.output()).toMatch(/Moved: 3 shows, .* Every table has as many rows as before\./);
      expect(await contentOf(postgres.url)).toEqual(await contentOf(installation.workplace.url));
      const again = runJob("cli.ts", ["move", postgres.url], settings);
      expect(await again.ended).toBe(1);
      expect(again.output()).toContain("The database is in use");
    } finally {
      await postgres.drop();
    }
  });

  it("restores a backup of an older version by way of that version's tables", async () => {
    const [first = ""] = await migrationNames(prismaRoot);
    const [line = "", ...rows] = gunzipSync(readFileSync(file)).toString("utf8").trimEnd().split("\n");
    const header = JSON.parse(line);
    const old = {
      ...header,
      migrations: [first],
      tables: header.tables
        .filter((table: { name: string }) => ["Show", "Topic"].includes(table.name))
        .map((table: { name: string; columns: string[] }) => ({
          ...table,
          columns:
            table.name === "Show"
              ? table.columns.filter((c) => ["id", "title", "language"].includes(c))
              : table.columns,
        })),
    };
    const kept = rows.filter((row) => /^"(Show|Topic)"\t/.test(row));
    const older = join(folder, "older.backup.gz");
    writeFileSync(older, gzipSync(`${[JSON.stringify(old), ...kept].join("\n")}\n`));
    const database = await startEmbeddedDatabase(null);
    try {
      expect(await restoreDatabase(database.url, older)).toMatchObject({ Show: 3 });
      const { Show: shows = [] } = await contentOf(database.url);
      expect(shows).toHaveLength(3);
    } finally {
      await database.stop();
    }
  });

  it("refuses what is no backup, is cut off, or comes from a newer version, and changes nothing", async () => {
    const database = await startEmbeddedDatabase(null);
    const whole = gunzipSync(readFileSync(file)).toString("utf8").trimEnd().split("\n");
    const bad = (name: string, content: Buffer | string) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return restoreDatabase(database.url, path);
    };
    try {
      await expect(bad("text.gz", "hello")).rejects.toThrow("is no backup");
      await expect(bad("cut.gz", readFileSync(file).subarray(0, 4_000))).rejects.toThrow();
      await expect(bad("rows.gz", gzipSync(whole.slice(0, -5).join("\n")))).rejects.toThrow("is incomplete");
      const newer = { ...JSON.parse(whole[0] ?? ""), migrations: ["29990101000000_future"] };
      await expect(bad("newer.gz", gzipSync(JSON.stringify(newer)))).rejects.toThrow("newer version");
      await expect(restoreDatabase(database.url, join(folder, "none"))).rejects.toThrow("There is no file");
      const { Show: shows = [] } = await contentOf(database.url);
      expect(shows).toEqual([]);
    } finally {
      await database.stop();
    }
    expect(existsSync(`${file}.part`)).toBe(false);
  });
});
