import { EpisodeMatcher } from "../lib/feeds/episode-matching";
import {
  deleteEpisodes,
  deleteShow,
  feedOfShow,
  type KnownEpisode,
  knownEpisodes,
  moveEpisodes,
  recordCheck,
} from "../lib/feeds/store";
import type { StageContext } from "../lib/queue/stage";
import { refreshStories } from "../lib/stories/refresh-stories";
import { storiesOfEpisodes } from "../lib/stories/store";

/** How far an episode has come; of two that are one the further is kept. */
const progress: Record<KnownEpisode["stage"], number> = {
  placed: 6,
  extracted: 5,
  transcribed: 4,
  discovered: 3,
  waiting: 2,
  failed: 1,
  skipped: 0,
};

/** One bad answer is no reason to read a show from somewhere else; so many in a row are. */
const errorsUntilReplaced = 3;

/**
 * Makes one show of two that are the same: episodes that both have are kept once, the others go to the show that stays,
 * whose feed takes over the address where its own no longer works. Running it again changes nothing.
 */
export async function mergeShows(
  context: StageContext,
  { showId, intoShowId }: { showId: string; intoShowId: string },
): Promise<void> {
  await context.db.$transaction(async (tx) => {
    const feed = await feedOfShow(tx, showId);
    const into = await feedOfShow(tx, intoShowId);
    if (!feed || !into || showId === intoShowId) return;
    const stories = await storiesOfEpisodes(tx, { showId });
    const matcher = new EpisodeMatcher(await knownEpisodes(tx, intoShowId), new Set());
    const moved: string[] = [];
    const dropped: string[] = [];
    for (const episode of await knownEpisodes(tx, showId)) {
      const twin = matcher.find(episode);
      if (twin && progress[twin.stage] >= progress[episode.stage]) continue;
      moved.push(episode.id);
      if (twin) dropped.push(twin.id);
    }
    stories.push(...(await storiesOfEpisodes(tx, { id: { in: dropped } })));
    await deleteEpisodes(tx, dropped);
    await moveEpisodes(tx, moved, intoShowId);
    await deleteShow(tx, showId);
    const takesOver = into.state === "gone" || into.errorCount >= errorsUntilReplaced;
    const addresses = [feed.url, ...feed.otherUrls, into.url, ...into.otherUrls];
    const url = takesOver ? feed.url : into.url;
    await recordCheck(tx, into.id, {
      otherUrls: [...new Set(addresses)].filter((address) => address !== url),
      ...(takesOver
        ? {
            ...{ url, host: feed.host, state: "active", etag: null, lastModified: null, bodyHash: null },
            ...{ errorCount: 0, lastError: null, nextCheckAt: context.now() },
          }
        : {}),
    });
    await refreshStories(tx, stories);
  });
}
