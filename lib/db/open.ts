import type { Env } from "../env";
import { connectDatabase } from "./client";
import { dataDirHolder } from "./data-dir-lock";
import { embeddedUrl, startEmbeddedDatabase } from "./embedded";
import { applyMigrations } from "./migrations";
import type { Db } from "./types";

/** A database that is ready for use. */
export interface OpenDatabase {
  url: string;
  db: Db;
  /** Served by another process of this machine, which has already applied the migrations. */
  shared: boolean;
  /** Embedded and opened by this process, so that no other works on it yet. */
  embedded: boolean;
  close(): Promise<void>;
}

/**
 * Opens the operator's database with its migrations applied: DATABASE_URL where set; else the embedded one, in the
 * process that already serves it or, when there is none, in this process.
 * @param options.mustOwn refuses an embedded database that another process serves.
 * @throws DataDirInUseError, DataDirVersionError
 */
export async function openDatabase(
  env: Pick<Env, "DATABASE_URL" | "DATA_DIR">,
  options: { mustOwn?: boolean } = {},
): Promise<OpenDatabase> {
  const holder = env.DATABASE_URL || options.mustOwn ? null : dataDirHolder(env.DATA_DIR);
  const embedded = env.DATABASE_URL || holder ? null : await startEmbeddedDatabase(env.DATA_DIR);
  const url = env.DATABASE_URL ?? (holder ? embeddedUrl(holder.port) : embedded?.url);
  if (!url) throw new Error("No database could be opened.");
  try {
    if (!holder) await applyMigrations(url);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  const db = connectDatabase(url);
  return {
    url,
    db,
    shared: holder !== null,
    embedded: embedded !== null,
    async close() {
      await db.$disconnect();
      await embedded?.stop();
    },
  };
}
