import type { TranscriptionPolicy } from "../../prisma/client/client";
import type { StageContext } from "../queue/stage";
import { episodesByPolicy, neverRead, resumeEpisode, type ShowPolicy, savePolicy } from "./store";

/** What an operator can want for a show's recordings, with what it means. */
export const policies: Record<TranscriptionPolicy, string> = {
  always: "transcribed where the publisher has no transcript",
  publisherOnly: "read only where the publisher has a transcript",
  never: "neither transcribed nor read",
};

/** The longest recording that a show can be limited to, a day. */
export const mostMinutes = 1_440;

/**
 * Sets whether a show's recordings are transcribed and up to which length; what is left out stays as it is. Episodes that wait,
 * or that the former policy left out, are looked at again under the new one; what is transcribed already stays.
 * @returns the show's title and how many episodes are looked at again; null when there is no such show.
 */
export async function setPolicy(
  context: StageContext,
  showId: string,
  wish: Partial<ShowPolicy>,
): Promise<{ title: string; episodes: number } | null> {
  return context.db.$transaction(async (tx) => {
    const before = await savePolicy(tx, showId, wish);
    if (!before) return null;
    const { title, ...policy } = before;
    const after = { ...policy, ...wish };
    const isSame =
      after.transcription === policy.transcription && after.transcribeMaxMinutes === policy.transcribeMaxMinutes;
    const ids = isSame ? [] : await episodesByPolicy(tx, showId, neverRead);
    for (const episodeId of ids)
      if (await resumeEpisode(tx, episodeId, context.now()))
        await context.enqueue(tx, "acquire-transcript", { episodeId });
    return { title, episodes: ids.length };
  });
}
