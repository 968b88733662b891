import type { Db } from "../db/types";

/**
 * Whose feed a secret address is.
 * @returns the reader's edition; null where the token is nobody's (any more).
 */
export async function editionOfFeedToken(db: Db, token: string): Promise<string | null> {
  const reader = await db.reader.findUnique({ where: { feedToken: token }, select: { id: true } });
  return reader?.id ?? null;
}
