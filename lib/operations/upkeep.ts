import type { StageContext } from "../queue/stage";

/** Whether nobody else looks after the database: a server does so itself, and may not let us ask. */
export async function isEmbedded({ db }: Pick<StageContext, "db">): Promise<boolean> {
  const [row] = await db.$queryRaw<{ is: boolean }[]>`SELECT version() LIKE '%PGlite%' AS is`;
  return row?.is === true;
}

/** A table that is due, and what for. */
interface DueTable {
  name: string;
  wantsVacuum: boolean;
}

/**
 * Frees what deleted and changed rows leave of the table of the embedded database that needs it most, and has the planner look
 * at it again: what a server's autovacuum does, which has no place in a database of one process. A table is due by
 * autovacuum's own defaults (PostgreSQL's documentation, 24.1.6). One table a call, since nothing else is answered meanwhile.
 * @returns the table's name; null where none is due, or a server looks after itself.
 */
export async function keepTables({ db }: Pick<StageContext, "db">): Promise<string | null> {
  if (!(await isEmbedded({ db }))) return null;
  const [due] = await db.$queryRaw<DueTable[]>`
    WITH tables AS (
      SELECT format('%I.%I', s.schemaname, s.relname) AS name, greatest(c.reltuples, 0) AS rows,
        s.n_dead_tup AS dead, s.n_ins_since_vacuum AS added, s.n_mod_since_analyze AS changed
      FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
    ), excess AS (
      SELECT name, greatest(dead / (50 + 0.2 * rows), added / (1000 + 0.2 * rows)) AS worn,
        changed / (50 + 0.1 * rows) AS unknown
      FROM tables
    )
    SELECT name, worn > 1 AS "wantsVacuum" FROM excess
    WHERE greatest(worn, unknown) > 1 ORDER BY greatest(worn, unknown) DESC, name LIMIT 1`;
  if (!due) return null;
  await db.$executeRawUnsafe(`${due.wantsVacuum ? "VACUUM (ANALYZE)" : "ANALYZE"} ${due.name}`);
  return due.name;
}

/** So many bytes of changes are read again at most after a power cut, and lie on the disk beside the tables. */
const mostLogBytes = 64_000_000;

/**
 * Writes the embedded database's changes into its tables, and its log of them off, once there are enough: a server's
 * checkpointer does so at intervals, and in a database of one process nothing does, so that the log would grow for ever.
 * @returns whether it has been done.
 */
export async function emptyLog({ db }: Pick<StageContext, "db">): Promise<boolean> {
  if (!(await isEmbedded({ db }))) return false;
  const [log] = await db.$queryRaw<{ bytes: number }[]>`
    SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn)::float8 AS bytes FROM pg_control_checkpoint()`;
  if (!log || log.bytes < mostLogBytes) return false;
  await db.$executeRawUnsafe("CHECKPOINT");
  return true;
}
