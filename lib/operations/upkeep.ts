import type { StageContext } from "../queue/stage";

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
  const [due] = await db.$queryRaw<DueTable[]>`
    WITH tables AS (
      SELECT format('%I.%I', s.schemaname, s.relname) AS name, greatest(c.reltuples, 0) AS rows,
        s.n_dead_tup AS dead, s.n_ins_since_vacuum AS added, s.n_mod_since_analyze AS changed
      FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
      WHERE version() LIKE '%PGlite%'
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
