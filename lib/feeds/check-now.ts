import type { StageContext } from "../queue/stage";
import { allowedByHand } from "./cadence";
import { feedOfShow, recordCheck } from "./store";

/**
 * Has a show's feed looked at as soon as its publisher allows it: at once, or when the wait that they ask for is over. A feed
 * that is due already stays so.
 * @returns when it will be, not before now; null when there is no such feed.
 */
export async function checkNow(context: StageContext, showId: string): Promise<Date | null> {
  const now = context.now();
  return context.db.$transaction(async (tx) => {
    const feed = await feedOfShow(tx, showId);
    if (!feed) return null;
    if (feed.nextCheckAt <= now) {
      await context.enqueue(tx, "poll-feeds", {});
      return now;
    }
    const at = allowedByHand(now, feed);
    if (at < feed.nextCheckAt) await recordCheck(tx, feed.id, { nextCheckAt: at });
    if (at <= now) await context.enqueue(tx, "poll-feeds", {});
    return at;
  });
}
