import type { StageContext } from "../queue/stage";
import { transcriptionService } from "./openai";
import { resumeEpisode, waitingEpisodeIds } from "./store";

/** Between two tries of what waits for its budget, an account or a service. */
const laterMs = 30 * 60_000;
/** At once; the next follow a minute later. */
const mostAtOnce = 50;

/** Takes episodes up again whose waiting is over: a service has been configured, or it is time for another try. */
export async function resumeWaiting(context: StageContext): Promise<number> {
  if (!transcriptionService(context.env)) return 0;
  const now = context.now();
  const ids = [
    ...(await waitingEpisodeIds(context.db, "service", now, mostAtOnce)),
    ...(await waitingEpisodeIds(context.db, "later", new Date(now.getTime() - laterMs), mostAtOnce)),
  ];
  for (const episodeId of ids)
    await context.db.$transaction(async (tx) => {
      if (await resumeEpisode(tx, episodeId, now)) await context.enqueue(tx, "acquire-transcript", { episodeId });
    });
  return ids.length;
}
