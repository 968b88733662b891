import type { Feed } from "../../prisma/client/client";
import type { Tx } from "../db/types";
import type { StageContext } from "../queue/stage";
import { EpisodeMatcher } from "./episode-matching";
import { episodeHash, type FeedEpisode, type ParsedFeed, showHash } from "./feed";
import { isSameShow } from "./same-show";
import {
  createEpisodes,
  knownEpisodes,
  type NewEpisode,
  reopenEpisode,
  showsLike,
  updateEpisode,
  updateShow,
} from "./store";

/** An episode with a publication time. */
type DatedEpisode = FeedEpisode & { publishedAt: Date };

/**
 * The episodes of a feed. Many feeds carry notes and articles as well, which have neither a recording nor a transcript. A
 * missing date, or one that has not come yet, counts as now: the episode is there to be read.
 */
function episodesOf(parsed: ParsedFeed, now: Date): DatedEpisode[] {
  return parsed.episodes
    .filter((episode) => episode.enclosureUrl !== null || episode.transcriptRefs.length > 0)
    .map((episode) => ({
      ...episode,
      publishedAt: episode.publishedAt === null || episode.publishedAt > now ? now : episode.publishedAt,
    }));
}

/** Episodes from which a show's rhythm is read. */
const rhythmEpisodes = 12;

/** The show that a feed which is read for the first time describes already; null when it is a new one. */
export async function findSameShow(tx: Tx, feed: Feed, parsed: ParsedFeed, now: Date): Promise<string | null> {
  const episodes = episodesOf(parsed, now);
  for (const show of await showsLike(tx, parsed, feed.showId))
    if (isSameShow({ ...parsed, episodes }, { ...show, episodes: await knownEpisodes(tx, show.id) })) return show.id;
  return null;
}

/**
 * Adds what is new of a feed, and brings what is known up to date. At a show's first reading only its latest episodes are
 * read; the older are remembered as skipped.
 * @returns how many episodes are to be read, and when the show's latest were published.
 */
export async function saveFeed(
  context: StageContext,
  tx: Tx,
  feed: Feed,
  parsed: ParsedFeed,
): Promise<{ newEpisodes: number; latestPublishedAt: Date[] }> {
  const now = context.now();
  if (feed.showHash !== showHash(parsed)) await updateShow(tx, feed.showId, parsed);
  const listed = new Set(parsed.episodes.map((episode) => episode.guid));
  const stored = await knownEpisodes(tx, feed.showId);
  const known = new EpisodeMatcher(stored, listed);
  const fresh = new EpisodeMatcher<DatedEpisode>([], listed);
  const added: DatedEpisode[] = [];
  const hashes = new Map(parsed.episodes.map((episode) => [episode.guid, episodeHash(episode)]));
  const hashOf = (episode: FeedEpisode) => hashes.get(episode.guid) ?? "";
  for (const episode of episodesOf(parsed, now)) {
    const before = known.find(episode);
    if (before) {
      const offersOthers = await updateEpisode(tx, before, episode, hashOf(episode));
      if (offersOthers && before.stage === "waiting") {
        await reopenEpisode(tx, before.id, now);
        await context.enqueue(tx, "acquire-transcript", { episodeId: before.id });
      }
    } else if (!fresh.find(episode)) {
      fresh.add(episode);
      added.push(episode);
    }
  }
  const limit = feed.lastChangedAt === null ? context.env.EPISODES_ON_SUBSCRIBE : Number.POSITIVE_INFINITY;
  const rows = added
    .sort((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime())
    .map(
      (episode, index): NewEpisode => ({
        episode,
        publishedAt: episode.publishedAt,
        contentHash: hashOf(episode),
        stage: index < limit ? "discovered" : "skipped",
        stageReason:
          index < limit
            ? null
            : `It was published before the show was added, and only the latest ${limit} are read (EPISODES_ON_SUBSCRIBE).`,
      }),
    );
  const episodeIds = await createEpisodes(tx, feed.showId, rows, now);
  for (const episodeId of episodeIds) await context.enqueue(tx, "acquire-transcript", { episodeId });
  const published = [...stored, ...added].map((episode) => episode.publishedAt.getTime());
  const latest = published.sort((a, b) => b - a).slice(0, rhythmEpisodes);
  return { newEpisodes: episodeIds.length, latestPublishedAt: latest.map((time) => new Date(time)) };
}
