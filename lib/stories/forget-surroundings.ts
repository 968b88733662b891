import type { StageContext } from "../queue/stage";
import { storyWindowMs } from "./claim";
import { dropSurroundings } from "./store";

/** So long what a worker that stood still has missed is made up for. */
const lookedBackMs = 60 * 24 * 3600_000;

/**
 * Forgets at each full hour what was said around insights whose stories nothing new joins any more: it is as long as the insight
 * itself five times over, and the transcript holds it, too.
 * @returns of how many insights.
 */
export async function forgetSurroundings({ db, now }: Pick<StageContext, "db" | "now">): Promise<number> {
  const at = now();
  if (at.getUTCMinutes() !== 0) return 0;
  const to = new Date(at.getTime() - 2 * storyWindowMs);
  return dropSurroundings(db, { from: new Date(to.getTime() - lookedBackMs), to });
}
