import { forgetAnswers } from "../lib/costs/forget-answers";
import { deleteShow, findShow } from "../lib/feeds/store";
import type { StageContext } from "../lib/queue/stage";
import { refreshStories } from "../lib/stories/refresh-stories";
import { storiesOfEpisodes } from "../lib/stories/store";

/**
 * Removes a show with everything made from it: its feed, episodes, transcripts and insights, its items of past digests, what
 * services answered about its recordings, and the stories that only it told. The others' stories are told anew without it.
 * @returns its title; null when there is no such show.
 */
export async function removeShow(context: StageContext, showId: string): Promise<string | null> {
  return context.db.$transaction(async (tx) => {
    const show = await findShow(tx, showId);
    if (!show) return null;
    const storyIds = await storiesOfEpisodes(tx, { showId });
    const episodes = await tx.episode.findMany({ where: { showId }, select: { id: true } });
    await forgetAnswers(
      tx,
      episodes.map(({ id }) => id),
    );
    await deleteShow(tx, showId);
    await refreshStories(tx, storyIds);
    return show.title;
  });
}
