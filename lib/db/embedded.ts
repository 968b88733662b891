import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { lockDataDir } from "./data-dir-lock";
import { stopAtPanic } from "./panic";
import { keepBatchesWhole } from "./whole-batches";

/** The PostgreSQL major that the embedded database speaks and writes to disk. */
const EMBEDDED_MAJOR = "18";

const folderBytes = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

/**
 * The server's settings for a database of this size. Its buffers take all of it up to 512 MB, since what has to be read from the files
 * comes through two file systems here: with 100,000 insights a search among their vectors takes twice as long in the usual
 * 128 MB. Of its log of changes little is kept after a checkpoint (see `emptyLog`); the server's own bound is a gigabyte.
 */
function settingsFor(dataDir: string | null): string[] {
  const tables = dataDir === null ? "" : join(dataDir, "pg", "base");
  const bytes = existsSync(tables)
    ? readdirSync(tables).reduce((sum, database) => sum + folderBytes(join(tables, database)), 0)
    : 0;
  const buffersMb = Math.min(512, Math.max(128, Math.round(bytes / 2 ** 20)));
  const settings = { shared_buffers: `${buffersMb}MB`, max_wal_size: "96MB", min_wal_size: "32MB" };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** The files of the data directory were written by a PostgreSQL that this one cannot read. */
export class DataDirVersionError extends Error {
  override name = "DataDirVersionError";
}

/** A running embedded database. */
export interface EmbeddedDatabase {
  /** Connection string on a loopback port. */
  url: string;
  stop(): Promise<void>;
}

/** The connection string of an embedded database that serves on a loopback port. */
export function embeddedUrl(port: number): string {
  return `postgresql://postgres@127.0.0.1:${port}/postgres?sslmode=disable`;
}

/** Finds a loopback port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object"
          ? resolve(address.port)
          : reject(new Error("No free loopback port was found.")),
      );
    });
  });
}

function checkVersion(dataDir: string): void {
  const file = join(dataDir, "pg", "PG_VERSION");
  if (!existsSync(file)) return;
  const major = readFileSync(file, "utf8").trim();
  if (major !== EMBEDDED_MAJOR) {
    throw new DataDirVersionError(
      `The data directory "${dataDir}" was written by PostgreSQL ${major}, and this version of Overheard embeds PostgreSQL ${EMBEDDED_MAJOR}. ` +
        `Nothing was changed. Write a backup with the version of Overheard that wrote it (npm run cli -- backup), and restore that with this one (npm run cli -- restore) into a new directory set as DATA_DIR.`,
    );
  }
}

/** A process whose database has stopped can only be started again; what was acknowledged is there then. */
function endProcess(sentence: string): void {
  process.stderr.write(
    `\nThe embedded database has stopped: ${sentence}\nNothing that was stored is lost. Where the disk is full, make room, then start again.\n`,
  );
  process.exit(1);
}

/**
 * Serves PostgreSQL in WebAssembly (with pgvector) from a directory on a loopback port.
 * @param dataDir where the database lives, in its folder `pg`; null keeps it in memory.
 * @throws DataDirInUseError, DataDirVersionError
 */
export async function startEmbeddedDatabase(dataDir: string | null): Promise<EmbeddedDatabase> {
  const port = await freePort();
  if (dataDir !== null) {
    mkdirSync(dataDir, { recursive: true });
    checkVersion(dataDir);
  }
  const unlock = dataDir === null ? () => {} : lockDataDir(dataDir, port);
  try {
    const opened = await PGlite.create({
      ...(dataDir === null ? {} : { dataDir: join(dataDir, "pg") }),
      extensions: { vector },
      startParams: [...PGlite.defaultStartParams, ...settingsFor(dataDir)],
    });
    const database = stopAtPanic(opened, endProcess);
    const server = new PGLiteSocketServer({
      db: keepBatchesWhole(database),
      host: "127.0.0.1",
      port,
      maxConnections: 50,
    });
    await server.start();
    return {
      url: embeddedUrl(port),
      async stop() {
        await server.stop();
        await database.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
