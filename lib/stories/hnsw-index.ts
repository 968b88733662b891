import { createHash } from "node:crypto";
import { Prisma } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";
import { bytesVector } from "./embedding";
import type { IndexedModel, VectorIndex } from "./vector-index";

/** pgvector indexes vectors up to so many dimensions, and those of half precision up to twice as many. */
const mostFull = 2000;
const mostDimensions = 4000;
/** So many missing rows are better indexed at once than one by one. */
const bulk = 2_000;
/** Neighbours of each node, and how many are looked at to choose them: more than pgvector's own, which found too little. */
const graph = "WITH (m = 24, ef_construction = 100)";
/**
 * How many of the graph's nodes a search keeps in view. Recall of the ten nearest among 100,000 made texts in the embedded
 * database: .962 at 240, .978 at 320, .995 at 600; pgvector's own graph has .900 at 240 and .973 at 800.
 */
const searchWidth = 600;
/** Up to so many of a span of time are compared one by one, which finds all and takes a tenth of the time. */
const mostCompared = 20_000;
/** Within spans that hold more: it looks on by itself until enough are in the span. */
const spanWidth = 240;
/** So many are added in one statement. */
const batch = 200;

const literal = (vector: Float32Array) => `[${Array.from(vector, (value) => Number(value.toFixed(6))).join(",")}]`;

function namesOf(model: IndexedModel): { table: string; search: string; index: string; column: string } {
  // Half precision takes nine times as long in WebAssembly, so it is only for what full precision cannot index.
  const column = `${model.dimensions > mostFull ? "halfvec" : "vector"}(${model.dimensions})`;
  const hash = createHash("sha256").update(`${model.name} ${column} ${graph}`).digest("hex").slice(0, 12);
  return {
    ...{ table: `derived.vectors_${hash}`, search: `derived.nearest_${hash}` },
    ...{ index: `vectors_${hash}_hnsw`, column },
  };
}

const indexStatement = ({ table, index, column }: ReturnType<typeof namesOf>) =>
  `CREATE INDEX IF NOT EXISTS ${index} ON ${table} USING hnsw (embedding ${column.split("(")[0]}_cosine_ops) ${graph}`;

async function hasVectors(db: Db): Promise<boolean> {
  const rows = await db.$queryRaw<{ version: string }[]>`
    SELECT version FROM pg_available_extension_versions WHERE name = 'vector' AND version >= '0.8'`;
  if (rows.length === 0) return false;
  try {
    await db.$executeRaw`CREATE EXTENSION IF NOT EXISTS vector`;
    return true;
  } catch {
    // The operator's database user may not create extensions: then the exact search serves.
    return false;
  }
}

/** Makes the table and its search, in a schema of their own, which neither migrations nor Prisma look at. */
async function make(db: Db, model: IndexedModel): Promise<void> {
  const { table, search, column } = namesOf(model);
  const statements = [
    "CREATE SCHEMA IF NOT EXISTS derived",
    `CREATE TABLE IF NOT EXISTS ${table} (
      insight_id uuid PRIMARY KEY REFERENCES public."Insight"(id) ON DELETE CASCADE,
      published_at timestamptz NOT NULL,
      embedding ${column} NOT NULL)`,
    `CREATE INDEX IF NOT EXISTS ${table.split(".")[1]}_time ON ${table} (published_at)`,
    // The settings hold for the search alone, so that they need no session. Executed anew each time, with the count in its
    // text: a general plan would not know how few rows are wanted and would sort the whole table.
    `CREATE OR REPLACE FUNCTION ${search}(wanted ${column}, how_many int, since timestamptz, until timestamptz, width int)
      RETURNS TABLE (insight_id uuid, distance float8) LANGUAGE plpgsql STABLE
      SET hnsw.ef_search = ${searchWidth} SET hnsw.iterative_scan = 'relaxed_order' SET enable_seqscan = off
      AS $body$ BEGIN
        IF (since > '-infinity' OR until < 'infinity') AND (SELECT count(*) FROM (
          SELECT 1 FROM ${table} t WHERE t.published_at BETWEEN since AND until LIMIT ${mostCompared + 1}) few
        ) <= ${mostCompared} THEN
          RETURN QUERY WITH span AS MATERIALIZED (
            SELECT t.insight_id AS id, t.embedding <=> wanted AS far FROM ${table} t
            WHERE t.published_at BETWEEN since AND until
          ) SELECT span.id, span.far FROM span ORDER BY span.far, span.id LIMIT how_many;
          RETURN;
        END IF;
        PERFORM set_config('hnsw.ef_search', width::text, true);
        -- Said apart, since with a condition the planner may prefer another index and sort.
        IF since = '-infinity' AND until = 'infinity' THEN
          RETURN QUERY EXECUTE format('SELECT t.insight_id, t.embedding <=> $1 FROM ${table} t
            ORDER BY t.embedding <=> $1 LIMIT %s', how_many) USING wanted;
          RETURN;
        END IF;
        RETURN QUERY EXECUTE format(
        'SELECT t.insight_id, t.embedding <=> $1 FROM ${table} t WHERE t.published_at BETWEEN $2 AND $3
          ORDER BY t.embedding <=> $1 LIMIT %s', how_many) USING wanted, since, until; END $body$`,
  ];
  await db.$transaction(async (tx) => {
    await lockMaking(tx);
    for (const statement of statements) await tx.$executeRawUnsafe(statement);
  });
}

/** One process makes an index at a time. Ends with the transaction. */
async function lockMaking(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(7301006)`;
}

/**
 * Builds the index where it is missing: over no rows at first, and over all that are there when a process ended between
 * dropping it and building it anew, which may take minutes.
 */
async function build(db: Db, model: IndexedModel): Promise<void> {
  await db.$transaction(
    async (tx) => {
      await lockMaking(tx);
      // Else the graph of a hundred thousand does not fit, and building it goes on at the pace of single rows.
      await tx.$executeRaw`SET LOCAL maintenance_work_mem = '512MB'`;
      await tx.$executeRawUnsafe(indexStatement(namesOf(model)));
    },
    { timeout: 30 * 60_000 },
  );
}

/**
 * Adds what the insights have and the index lacks: all of it after a backup was restored. Many rows are added first and
 * indexed at once then, which takes a tenth of the time.
 */
async function fill(db: Db, model: IndexedModel, index: VectorIndex): Promise<void> {
  const names = namesOf(model);
  const missing = `FROM "Insight" i JOIN "Episode" e ON e.id = i."episodeId"
    WHERE i."embeddingModel" = $1 AND i.embedding IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM ${names.table} t WHERE t.insight_id = i.id)`;
  const [counted] = await db.$queryRawUnsafe<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM (SELECT 1 ${missing} LIMIT ${bulk}) missing`,
    model.name,
  );
  const isBulk = counted?.count === bulk;
  if (isBulk) await db.$executeRawUnsafe(`DROP INDEX IF EXISTS derived.${names.index}`);
  else await build(db, model);
  // By id from the last one on: looking for what is missing from the beginning again would take ever longer.
  let last = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows = await db.$queryRawUnsafe<{ id: string; publishedAt: Date; embedding: Uint8Array }[]>(
      `SELECT i.id, e."publishedAt", i.embedding ${missing} AND i.id > $2::uuid ORDER BY i.id LIMIT ${batch}`,
      model.name,
      last,
    );
    if (rows.length === 0) break;
    last = rows.at(-1)?.id ?? last;
    await db.$transaction((tx) =>
      index.add(
        tx,
        rows.map((row) => ({ insightId: row.id, publishedAt: row.publishedAt, vector: bytesVector(row.embedding) })),
      ),
    );
  }
  if (!isBulk) return;
  await build(db, model);
  // Until it knows how much there is now, the planner takes the table for a small one.
  await db.$executeRawUnsafe(`ANALYZE ${names.table}`);
}

/** The HNSW index of a model's vectors (Malkov and Yashunin, 2016), by pgvector; null where the database has none. */
export async function hnswIndex(db: Db, model: IndexedModel): Promise<VectorIndex | null> {
  if (model.dimensions > mostDimensions || !(await hasVectors(db))) return null;
  await make(db, model);
  const names = namesOf(model);
  const { table, search, column } = names;
  const type = Prisma.raw(column);
  const index: VectorIndex = {
    kind: "hnsw",
    bytes: 0,
    async isCurrent(client) {
      const [row] = await client.$queryRaw<{ there: boolean }[]>`
        SELECT to_regclass(${`derived.${names.index}`}) IS NOT NULL AS there`;
      return row?.there === true;
    },
    async add(tx, vectors) {
      for (let from = 0; from < vectors.length; from += batch) {
        const rows = vectors
          .slice(from, from + batch)
          .map(
            ({ insightId, publishedAt, vector }) =>
              Prisma.sql`(${insightId}::uuid, ${publishedAt}::timestamptz, ${literal(vector)}::${type})`,
          );
        await tx.$executeRaw`INSERT INTO ${Prisma.raw(table)} VALUES ${Prisma.join(rows)} ON CONFLICT (insight_id)
          DO UPDATE SET published_at = EXCLUDED.published_at, embedding = EXCLUDED.embedding`;
      }
    },
    async nearest(client, vector, { count, from, to }) {
      const rows = await client.$queryRaw<{ insight_id: string; distance: number }[]>`
        SELECT * FROM ${Prisma.raw(search)}(${literal(vector)}::${type}, ${count}::int,
          ${from?.toISOString() ?? "-infinity"}::timestamptz, ${to?.toISOString() ?? "infinity"}::timestamptz,
          ${from || to ? spanWidth : searchWidth}::int)`;
      return rows.map((row) => ({ insightId: row.insight_id, similarity: 1 - row.distance }));
    },
  };
  await fill(db, model, index);
  return index;
}

/** Drops a model's index. */
export async function dropHnswIndex(db: Db | Tx, model: IndexedModel): Promise<void> {
  const { table, search } = namesOf(model);
  await db.$executeRawUnsafe(`DROP FUNCTION IF EXISTS ${search}`);
  await db.$executeRawUnsafe(`DROP TABLE IF EXISTS ${table}`);
}
