import { EpisodeMatcher, type Identifiable, titleKey } from "./episode-matching";

/** A show as far as it tells whether two are one. */
export interface ShowIdentity {
  title: string;
  podcastGuid: string | null;
}

/** How many of a feed's latest episodes are looked for in the other show. */
const latest = 20;

/**
 * Whether a feed describes a show that is known already. Their episodes decide, since titles are used more than once and
 * hosts have given several shows one podcast:guid: with the same podcast:guid one common episode is enough, with the same
 * title half of the latest of the shorter list. A show with both is the same even when it has no episode in common yet.
 */
export function isSameShow(
  feed: ShowIdentity & { episodes: Identifiable[] },
  known: ShowIdentity & { episodes: Identifiable[] },
): boolean {
  const sameTitle = titleKey(feed.title) === titleKey(known.title);
  const sameGuid = feed.podcastGuid !== null && feed.podcastGuid === known.podcastGuid;
  if (sameTitle && sameGuid) return true;
  const newestFirst = [...feed.episodes].sort((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime());
  const matcher = new EpisodeMatcher(known.episodes, new Set());
  const looked = newestFirst.slice(0, latest);
  const common = looked.filter((episode) => matcher.find(episode)).length;
  if (sameGuid) return common > 0;
  return sameTitle && common > 0 && common >= Math.min(looked.length, known.episodes.length) / 2;
}
