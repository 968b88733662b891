import { Client, Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "../../lib/db/embedded";

describe("the embedded database under many clients", () => {
  let database: EmbeddedDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await startEmbeddedDatabase(null);
    pool = new Pool({ connectionString: database.url, max: 20 });
    await pool.query("create table counter (id int primary key, value int not null)");
    await pool.query("insert into counter values (1, 0)");
  });
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });

  it("answers each client's own question when statements with different parameters pile up", async () => {
    const [holder, ...others] = await Promise.all(Array.from({ length: 20 }, () => pool.connect()));
    if (!holder) throw new Error("No client.");
    for (const other of others) other.release();
    await holder.query("begin");
    const answering = Promise.all(
      Array.from({ length: 300 }, async (_, i) => {
        const parameters = Array.from({ length: 1 + (i % 5) }, (_, n) => i + n);
        const sum = parameters.map((_, n) => `$${n + 1}::int`).join(" + ");
        const { rows } = await pool.query<{ sum: number }>(`select ${sum} as sum`, parameters);
        return rows[0]?.sum === parameters.reduce((a, b) => a + b, 0);
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    await holder.query("commit");
    holder.release();
    const answers = await answering;
    expect(answers.filter((right) => !right)).toEqual([]);
  });

  it("keeps a failed statement's error with the client that sent it", async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, (_, i) => pool.query("select 10 / $1::int as ten", [i % 2])),
    );
    expect(outcomes.map((outcome) => outcome.status)).toEqual(
      Array.from({ length: 100 }, (_, i) => (i % 2 ? "fulfilled" : "rejected")),
    );
  });

  it("loses no increment of concurrent transactions", async () => {
    await Promise.all(
      Array.from({ length: 100 }, async () => {
        const client = await pool.connect();
        try {
          await client.query("begin");
          const { rows } = await client.query("select value from counter where id = $1 for update", [1]);
          await client.query("update counter set value = $1 where id = $2", [rows[0].value + 1, 1]);
          await client.query("commit");
        } finally {
          client.release();
        }
      }),
    );
    expect((await pool.query("select value from counter")).rows[0].value).toBe(100);
  });

  it("rolls back the transaction of a client that vanished, and serves the others", async () => {
    const vanishing = new Client(database.url);
    vanishing.on("error", () => {});
    await vanishing.connect();
    await vanishing.query("begin");
    await vanishing.query("update counter set value = $1 where id = 1", [-1]);
    vanishing.query("update counter set value = $1 where id = 1", [-2]).catch(() => {});
    (vanishing as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    expect((await pool.query("select value from counter where id = $1", [1])).rows[0].value).toBe(100);
  });
});
