import { Client } from "pg";
import { applyMigrations, schemaSql } from "./migrations";

/** Every column, constraint, index and enum of a database, one line each, in PostgreSQL's own words; CHECKs are beyond Prisma's schema. */
const catalogueQuery = `
  SELECT 'column ' || table_name || '.' || column_name || ' ' || udt_name || coalesce('(' || datetime_precision || ')', '')
      || ' ' || is_nullable || ' ' || coalesce(column_default, '-') AS line
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL
  SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype NOT IN ('c', 'n')
  UNION ALL
  SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL
  SELECT 'enum ' || t.typname || ' ' || string_agg(e.enumlabel, ' ' ORDER BY e.enumsortorder)
    FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid GROUP BY t.typname
  ORDER BY line`;

async function catalogueOf(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(catalogueQuery);
    return rows.map((row) => row.line).filter((line) => !line.includes("_prisma_migrations"));
  } finally {
    await client.end();
  }
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/**
 * Compares what the migrations make with what `prisma/schema/` asks for, by PostgreSQL's own catalogue. (Prisma's engine
 * can compare too, but its WebAssembly build does not read the catalogue's "char" columns.)
 * @param emptyUrls two databases without tables, both filled here; never the live one.
 * @returns a line for each difference, "+" for what the migrations lack and "-" for what they have too much.
 */
export async function schemaDrift(emptyUrls: readonly [string, string]): Promise<string[]> {
  const [migratedUrl, wantedUrl] = emptyUrls;
  await applyMigrations(migratedUrl);
  await execute(wantedUrl, await schemaSql(wantedUrl));
  const migrated = new Set(await catalogueOf(migratedUrl));
  const wanted = new Set(await catalogueOf(wantedUrl));
  return [
    ...[...wanted].filter((line) => !migrated.has(line)).map((line) => `+ ${line}`),
    ...[...migrated].filter((line) => !wanted.has(line)).map((line) => `- ${line}`),
  ];
}
