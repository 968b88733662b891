import { isDiskFull } from "../db/disk-full";
import type { Db } from "../db/types";
import type { Alert } from "../mail/alert";
import type { StageContext } from "../queue/stage";
import { diskSpace, isFull } from "./disk";
import { isEmbedded } from "./upkeep";

/** Rows of a table for trying: more than a file of PostgreSQL's log of changes (16 MB) together. */
const triedRows = 500_000;

/**
 * Looks whether a disk is so full that work has to stop: that of DATA_DIR and, where asked for, that of a database server, by
 * writing a table that is gone at once.
 * @returns what is full and what to do; null where there is room.
 */
export async function findFullDisk(
  { db, env }: Pick<StageContext, "db" | "env">,
  { triesDatabase }: { triesDatabase: boolean },
): Promise<Alert | null> {
  const space = await diskSpace(env.DATA_DIR);
  if (isFull(space))
    return {
      kind: "disk-full",
      subject: "The disk is full.",
      text: `${(space.freeBytes / 1e6).toFixed(0)} MB are free at ${env.DATA_DIR}. Nothing is read or sent until there is room, and nothing that was stored is lost. Make room there; work then goes on by itself.`,
    };
  if (triesDatabase && (await isDatabaseFull(db)))
    return {
      kind: "disk-full",
      subject: "The disk of the database server is full.",
      text: "Nothing is read or sent until there is room, and nothing that was stored is lost. Make room on the server of DATABASE_URL; work then goes on by itself.",
    };
  return null;
}

/** Of the embedded database the disk is that of DATA_DIR; its clients share one session, which has no place for such a table. */
async function isDatabaseFull(db: Db): Promise<boolean> {
  try {
    if (await isEmbedded({ db })) return false;
    await db.$transaction((tx) =>
      tx.$executeRawUnsafe(
        `CREATE TEMPORARY TABLE overheard_tries_room ON COMMIT DROP AS SELECT n FROM generate_series(1, ${triedRows}) n`,
      ),
    );
    return false;
  } catch (error) {
    return isDiskFull(error);
  }
}
