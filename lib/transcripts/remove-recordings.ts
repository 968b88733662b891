import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { inDataDir } from "../env";
import type { StageContext } from "../queue/stage";
import { episodesInNeed } from "./store";

/** A younger file may belong to work that began after the episodes were looked at. */
const youngestMs = 3600_000;

/**
 * Removes recordings that nobody needs any more: of episodes that were removed with their show, finished elsewhere or given
 * up, and what a killed process left half-way.
 * @returns how many.
 */
export async function removeRecordings({ db, env, now }: Pick<StageContext, "db" | "env" | "now">): Promise<number> {
  const folder = inDataDir(env, "audio");
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const old: string[] = [];
  for (const name of names) {
    const age = await stat(join(folder, name)).then(
      ({ mtimeMs }) => now().getTime() - mtimeMs,
      () => 0,
    );
    if (age > youngestMs) old.push(name);
  }
  if (old.length === 0) return 0;
  const needed = await episodesInNeed(db);
  // "….part" is written to all the time while somebody works on it.
  const left = old.filter((name) => !needed.has(name));
  for (const name of left) await rm(join(folder, name), { force: true });
  return left.length;
}
