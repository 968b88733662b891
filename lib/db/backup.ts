import { createReadStream, createWriteStream } from "node:fs";
import { chmod, rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { Client } from "pg";
import { z } from "zod";
import { Prisma } from "../../prisma/client/client";
import { migrationNames } from "./migration-names";
import { applyMigrations, prismaRoot } from "./migrations";

/** A backup that cannot be made or restored; `message` says why and what to do. */
export class BackupError extends Error {
  override name = "BackupError";
}

const header = z.object({
  format: z.literal("overheard-backup-1"),
  createdAt: z.string(),
  /** The migrations that the database had. */
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number() })),
  /** Signs links in emails that were sent; absent where the operator keeps it in AUTH_SECRET. */
  authSecret: z.string().optional(),
});

type Header = z.infer<typeof header>;

/** Rows of each table. */
export type TableCounts = Record<string, number>;

const rowsAtOnce = 500;
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Our tables so that each comes after those it refers to. The queue's and derived ones are not among them: they are made anew. */
async function tablesInOrder(client: Client): Promise<{ name: string; columns: string[]; refersToItself: boolean }[]> {
  const ours = new Set<string>(Object.values(Prisma.ModelName));
  const { rows: columns } = await client.query<{ table_name: string; column_name: string }>(
    `SELECT table_name, column_name FROM information_schema.columns
       WHERE table_schema = 'public' AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position`,
  );
  const { rows: references } = await client.query<{ child: string; parent: string }>(
    `SELECT c.relname AS child, p.relname AS parent FROM pg_constraint r JOIN pg_class c ON c.oid = r.conrelid
       JOIN pg_class p ON p.oid = r.confrelid WHERE r.contype = 'f' AND r.connamespace = 'public'::regnamespace`,
  );
  const names = [...new Set(columns.map((row) => row.table_name))].filter((name) => ours.has(name));
  const ordered: string[] = [];
  while (ordered.length < names.length) {
    const next = names.find(
      (name) =>
        !ordered.includes(name) &&
        references.every((one) => one.child !== name || one.parent === name || ordered.includes(one.parent)),
    );
    if (!next) throw new BackupError("The tables refer to each other in a circle, which a backup cannot keep.");
    ordered.push(next);
  }
  return ordered.map((name) => ({
    name,
    columns: columns.filter((row) => row.table_name === name).map((row) => row.column_name),
    refersToItself: references.some((one) => one.child === name && one.parent === name),
  }));
}

async function countRows(client: Client, table: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${quoted(table)}`);
  return rows[0]?.n ?? 0;
}

async function* backupLines(client: Client, authSecret: string | undefined): AsyncGenerator<string> {
  // One snapshot of all tables; on the embedded database others wait until it is done.
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const tables = await tablesInOrder(client);
  const { rows: migrations } = await client.query<{ migration_name: string }>(
    `SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY migration_name`,
  );
  const counted: Header["tables"] = [];
  for (const { name, columns } of tables) counted.push({ name, columns, rows: await countRows(client, name) });
  const first: Header = {
    format: "overheard-backup-1",
    createdAt: new Date().toISOString(),
    migrations: migrations.map((row) => row.migration_name),
    tables: counted,
    ...(authSecret ? { authSecret } : {}),
  };
  yield `${JSON.stringify(first)}\n`;
  for (const { name } of tables) {
    await client.query(`DECLARE backup NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS row FROM ${quoted(name)} t`);
    for (;;) {
      const { rows } = await client.query<{ row: string }>(`FETCH ${rowsAtOnce} FROM backup`);
      if (rows.length === 0) break;
      yield rows.map(({ row }) => `${JSON.stringify(name)}\t${row}\n`).join("");
    }
    await client.query("CLOSE backup");
  }
  await client.query("COMMIT");
}

/**
 * Writes everything that Overheard keeps in a database into one compressed file, readable by its owner only. It restores into
 * the embedded database and into PostgreSQL alike.
 * @param authSecret kept with it where the installation made its own.
 * @returns the rows of each table.
 */
export async function backUpDatabase(url: string, file: string, authSecret: string | undefined): Promise<TableCounts> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const part = `${file}.part`;
  try {
    await pipeline(
      Readable.from(backupLines(client, authSecret)),
      createGzip(),
      createWriteStream(part, { mode: 0o600 }),
    );
    await chmod(part, 0o600);
    await rename(part, file);
    return countsOf(await readHeader(file));
  } finally {
    await rm(part, { force: true });
    await client.end();
  }
}

const countsOf = ({ tables }: Header): TableCounts => Object.fromEntries(tables.map(({ name, rows }) => [name, rows]));

async function* linesOf(file: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  pipeline(createReadStream(file), unpacked).catch((error) => unpacked.destroy(error));
  let rest = "";
  for await (const chunk of unpacked.setEncoding("utf8")) {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

async function readHeader(file: string): Promise<Header> {
  try {
    for await (const line of linesOf(file)) return header.parse(JSON.parse(line));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new BackupError(`There is no file ${file}.`);
  }
  throw new BackupError(`${file} is no backup of Overheard.`);
}

/** What a backup holds beside its rows. */
export async function readBackup(file: string): Promise<{ createdAt: Date; authSecret: string | null }> {
  const { createdAt, authSecret } = await readHeader(file);
  return { createdAt: new Date(createdAt), authSecret: authSecret ?? null };
}

/**
 * Restores a backup into a database without shows and readers, in one transaction. A backup of an older version is restored
 * with the tables of that version, which are then brought up to date.
 * @returns the rows of each table as they are in the database now, compared with the backup's.
 * @throws BackupError for another file, a newer version's backup, a database in use, or when a count differs.
 */
export async function restoreDatabase(url: string, file: string): Promise<TableCounts> {
  const backup = await readHeader(file);
  const known = await migrationNames(prismaRoot);
  const unknown = backup.migrations.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new BackupError(
      `The backup was made by a newer version of Overheard (it has ${unknown.join(", ")}). Update first, then restore.`,
    );
  await applyMigrations(url, backup.migrations);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("BEGIN");
    await refuseDatabaseInUse(client);
    await insertRows(client, backup, file);
    for (const { name, rows } of backup.tables) {
      const restored = await countRows(client, name);
      if (restored !== rows)
        throw new BackupError(
          `${file} is incomplete: ${name} has ${restored} rows and should have ${rows}. Nothing was changed.`,
        );
    }
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    await client.end();
  }
  await applyMigrations(url);
  return countsOf(backup);
}

async function refuseDatabaseInUse(client: Client): Promise<void> {
  const tables = (await tablesInOrder(client)).map((table) => table.name);
  for (const table of ["Show", "Reader"])
    if (tables.includes(table) && (await countRows(client, table)) > 0)
      throw new BackupError(
        "The database is in use: it has shows or readers. Restore into an empty one; nothing was changed.",
      );
}

async function insertRows(client: Client, backup: Header, file: string): Promise<void> {
  const tables = await tablesInOrder(client);
  // What a start has put there already, such as topics, comes back with the backup.
  for (const { name } of [...tables].reverse()) await client.query(`DELETE FROM ${quoted(name)}`);
  const columnsOf = new Map(backup.tables.map(({ name, columns }) => [name, columns]));
  const whole = new Set(tables.filter((table) => table.refersToItself).map((table) => table.name));
  let table = "";
  let rows: string[] = [];
  const insert = async () => {
    if (rows.length === 0) return;
    const columns = (columnsOf.get(table) ?? []).map(quoted).join(", ");
    await client.query(
      `INSERT INTO ${quoted(table)} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${quoted(table)}, $1::json)`,
      [`[${rows.join(",")}]`],
    );
    rows = [];
  };
  let isHeader = true;
  for await (const line of linesOf(file)) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    const tab = line.indexOf("\t");
    const name = JSON.parse(line.slice(0, tab));
    // A row that another of its table refers to may come later: such a table goes in at once.
    if (name !== table || (rows.length >= rowsAtOnce && !whole.has(table))) await insert();
    table = name;
    rows.push(line.slice(tab + 1));
  }
  await insert();
}
