import type { Tx } from "../db/types";

/**
 * Forgets what paid services answered about episodes, which holds the words of their recordings. What it cost stays counted;
 * who wants the same answer once more has to buy it again.
 */
export async function forgetAnswers(tx: Tx, episodeIds: string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "PaidCall" SET response = NULL, key = 'forgotten ' || gen_random_uuid()
    WHERE "episodeId" = ANY(${episodeIds}::uuid[]) AND "answeredAt" IS NOT NULL`;
}
