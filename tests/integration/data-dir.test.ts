import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dataDirHolder } from "../../lib/db/data-dir-lock";
import { startEmbeddedDatabase } from "../../lib/db/embedded";

describe("the embedded database's directory", () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "overheard data "));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it("is refused while another process has it open, and free again after", async () => {
    const database = await startEmbeddedDatabase(dataDir);
    await expect(startEmbeddedDatabase(dataDir)).rejects.toThrow(
      /already open in process \d+\. Stop that one first, or choose another directory with DATA_DIR/,
    );
    await database.stop();
    expect(dataDirHolder(dataDir)).toBeNull();
  });

  it("is free when the process that held it was killed", async () => {
    writeFileSync(join(dataDir, "database.lock"), JSON.stringify({ pid: process.pid, startTicks: "1", port: 1 }));
    const database = await startEmbeddedDatabase(dataDir);
    await database.stop();
  });

  it("of another PostgreSQL major is refused, naming backup and restore", async () => {
    mkdirSync(join(dataDir, "pg"));
    writeFileSync(join(dataDir, "pg", "PG_VERSION"), "16\n");
    await expect(startEmbeddedDatabase(dataDir)).rejects.toThrow(/PostgreSQL 16.*cli -- backup.*cli -- restore/s);
    expect(dataDirHolder(dataDir)).toBeNull();
  });
});
