import { forgetAnswers } from "../costs/forget-answers";
import type { StageContext } from "../queue/stage";

/** So many sentences around a quote stay with it, for its page. */
const keptAround = 3;
/** The next ones follow a minute later. */
const mostAtOnce = 100;
const dayMs = 24 * 3600_000;

/**
 * Removes from transcripts older than TRANSCRIPT_RETENTION_DAYS, and from the search over them, all but what insights cite,
 * with a few sentences around it; also what services answered and what is kept of the talk around insights, which hold the same words.
 * Episodes that are still under way keep theirs. (Recordings are removed as soon as they were heard.)
 * @returns how many transcripts were trimmed; 0 where no such setting is.
 */
export async function removeOldTranscripts({
  db,
  env,
  now,
}: Pick<StageContext, "db" | "env" | "now">): Promise<number> {
  const days = env.TRANSCRIPT_RETENTION_DAYS;
  if (!days) return 0;
  const at = now();
  const old = await db.transcript.findMany({
    where: {
      trimmedAt: null,
      createdAt: { lt: new Date(at.getTime() - days * dayMs) },
      episode: { stage: { in: ["placed", "skipped"] } },
    },
    orderBy: { createdAt: "asc" },
    take: mostAtOnce,
    select: { id: true, episodeId: true },
  });
  for (const { id, episodeId } of old)
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`
        DELETE FROM "Segment" s USING "Transcript" t WHERE t.id = ${id}::uuid AND s."transcriptId" = t.id
          AND NOT EXISTS (SELECT 1 FROM "Insight" i WHERE i."episodeId" = t."episodeId"
            AND s.index BETWEEN i."firstSegment" - ${keptAround}::int AND i."lastSegment" + ${keptAround}::int)`;
      // The search forgets stretches of which nothing is left; those around a quote stay.
      await tx.$executeRaw`
        DELETE FROM "SearchPassage" p USING "Transcript" t WHERE t.id = ${id}::uuid AND p."episodeId" = t."episodeId"
          AND NOT EXISTS (SELECT 1 FROM "Segment" s WHERE s."transcriptId" = t.id
            AND s.index BETWEEN p."firstSegment" AND p."lastSegment")`;
      await tx.insight.updateMany({ where: { episodeId }, data: { spokenAround: null } });
      await forgetAnswers(tx, [episodeId]);
      await tx.transcript.update({ where: { id }, data: { trimmedAt: at } });
    });
  return old.length;
}
