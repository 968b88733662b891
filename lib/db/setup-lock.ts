import { Client } from "pg";

/** Any number, the same in every process. */
const lockKey = 7_301_001;

/**
 * Runs `work` while no other process of this PostgreSQL database does, so that tables are made and changed once, by whoever
 * starts first; the others wait and then find it done. Not for the embedded database, whose one process needs no lock and
 * whose connections share one session.
 */
export async function withSetupLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [lockKey]);
    return await work();
  } finally {
    // The lock ends with its session.
    await client.end();
  }
}
