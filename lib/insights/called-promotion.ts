import type { Db } from "../db/types";
import { type SegmentRun, storedRuns } from "./segment-runs";

/** What a model called promotion in an episode; empty where none was asked. */
export async function calledPromotion(db: Db, episodeId: string): Promise<SegmentRun[]> {
  const transcript = await db.transcript.findUnique({ where: { episodeId }, select: { promotion: true } });
  return storedRuns.parse(transcript?.promotion);
}
