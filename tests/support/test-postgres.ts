import { Client } from "pg";

/** A database of its own on a real PostgreSQL. */
export interface TestPostgres {
  url: string;
  drop(): Promise<void>;
}

/** Where a PostgreSQL for tests listens: TEST_DATABASE_URL, else the one that machines for tests have on the usual port. */
const serverUrl = process.env.TEST_DATABASE_URL ?? "postgresql://root@127.0.0.1:5432/postgres";

async function administer(sql: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl, connectionTimeoutMillis: 3_000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/**
 * Makes an empty database on a real PostgreSQL.
 * @returns null where there is no server, unless TEST_DATABASE_URL names one: then it throws.
 */
export async function createTestPostgres(): Promise<TestPostgres | null> {
  const name = `overheard_test_${process.pid}_${Math.floor(Math.random() * 1e9)}`;
  try {
    await administer(`CREATE DATABASE ${name}`);
  } catch (error) {
    if (process.env.TEST_DATABASE_URL) throw error;
    return null;
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
