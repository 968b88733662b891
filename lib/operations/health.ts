import { join } from "node:path";
import { migrationNames } from "../db/migration-names";
import type { Db } from "../db/types";
import type { StageContext } from "../queue/stage";
import { findProblems } from "./findings";
import { findFullDisk } from "./full-disk";
import { lastTickAt } from "./store";

/** How an installation is, for load balancers and people. */
export interface Health {
  /** This process answers. */
  live: true;
  /** This process can serve pages. */
  ready: boolean;
  /** Why it cannot. */
  reasons: string[];
  /** What the operator should look at, though pages are served. */
  warnings: string[];
}

/** Looks at the database and at what `findProblems` finds. Never throws. */
export async function readHealth(context: Pick<StageContext, "db" | "env" | "now">): Promise<Health> {
  const reasons = [...(await whyNotReady(context.db)), ...(await whyFull(context))];
  const warnings = reasons.length > 0 ? [] : await findProblems(context).catch(() => []);
  return {
    live: true,
    ready: reasons.length === 0,
    reasons,
    warnings: warnings.map((problem) => problem.subject),
  };
}

async function whyNotReady(db: Db): Promise<string[]> {
  try {
    const rows = await db.$queryRaw<{ migration_name: string }[]>`
      SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL`;
    const applied = new Set(rows.map((row) => row.migration_name));
    const missing = (await migrationNames(join(process.cwd(), "prisma"))).filter((name) => !applied.has(name));
    return missing.length === 0
      ? []
      : [
          `The database lacks ${missing.length} of this version's migrations; start a worker or the pages again, which apply them.`,
        ];
  } catch {
    return ["The database does not answer."];
  }
}

/** A database whose disk is full cannot be told by reading. It is tried where no worker has written for so long, and not more often. */
const silentMs = 2 * 60_000;
const triedEveryMs = 10_000;
const tried = { at: Number.NEGATIVE_INFINITY, reasons: [] as string[] };

async function whyFull({ db, env, now }: Pick<StageContext, "db" | "env" | "now">): Promise<string[]> {
  const find = async (triesDatabase: boolean) => {
    const full = await findFullDisk({ db, env }, { triesDatabase }).catch(() => null);
    return full ? [full.subject] : [];
  };
  const tickAt = await lastTickAt(db).catch(() => null);
  const isSilent = tickAt !== null && now().getTime() - tickAt.getTime() > silentMs;
  if (!isSilent) return find(false);
  if (performance.now() - tried.at > triedEveryMs)
    Object.assign(tried, { at: performance.now(), reasons: await find(true) });
  return tried.reasons;
}
