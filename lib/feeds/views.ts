import type { EpisodeStage, FeedState, TranscriptionPolicy } from "../../prisma/client/client";
import type { Db } from "../db/types";
import { allowedByHand } from "./cadence";

/** A show with its feed, as lists show it. */
export interface ShowRow {
  id: string;
  feedId: string;
  title: string;
  author: string | null;
  network: string | null;
  /** Whether its recordings are transcribed. */
  transcription: TranscriptionPolicy;
  /** Longer ones are not; null for what holds for all shows. */
  transcribeMaxMinutes: number | null;
  feedUrl: string;
  feedState: FeedState;
  lastCheckedAt: Date | null;
  nextCheckAt: Date;
  /** When an operator may have it looked at; not before now. */
  mayCheckAt: Date;
  /** New episodes at the last check; null where it failed or there was none. */
  lastFound: number | null;
  lastError: string | null;
  repairNote: string | null;
  episodeCount: number;
  latestEpisodeAt: Date | null;
}

/** Every show by title. */
export async function listShows(db: Db, now = new Date()): Promise<ShowRow[]> {
  const shows = await db.show.findMany({
    include: {
      feed: true,
      _count: { select: { episodes: true } },
      episodes: { select: { publishedAt: true }, orderBy: { publishedAt: "desc" }, take: 1 },
    },
    orderBy: { title: "asc" },
  });
  return shows.flatMap((show) =>
    show.feed
      ? [
          {
            id: show.id,
            feedId: show.feed.id,
            title: show.title,
            author: show.author,
            network: show.network,
            transcription: show.transcription,
            transcribeMaxMinutes: show.transcribeMaxMinutes,
            feedUrl: show.feed.url,
            feedState: show.feed.state,
            lastCheckedAt: show.feed.lastCheckedAt,
            nextCheckAt: show.feed.nextCheckAt,
            mayCheckAt: allowedByHand(now, show.feed),
            lastFound: show.feed.lastFound,
            lastError: show.feed.lastError,
            repairNote: show.feed.repairNote,
            episodeCount: show._count.episodes,
            latestEpisodeAt: show.episodes[0]?.publishedAt ?? null,
          },
        ]
      : [],
  );
}

/** How many episodes stand at each stage. */
export type EpisodeCounts = Record<EpisodeStage, number>;

/** Counts all episodes by stage. */
export async function episodeCounts(db: Db): Promise<EpisodeCounts> {
  const groups = await db.episode.groupBy({ by: ["stage"], _count: { _all: true } });
  const counts: EpisodeCounts = {
    discovered: 0,
    transcribed: 0,
    extracted: 0,
    placed: 0,
    waiting: 0,
    skipped: 0,
    failed: 0,
  };
  for (const group of groups) counts[group.stage] = group._count._all;
  return counts;
}

/** Episodes that wait, failed, or that a model could not read, the newest first, each with its reason. */
export async function episodesNeedingAttention(
  db: Db,
  limit: number,
): Promise<{ id: string; title: string; showTitle: string; stage: EpisodeStage; stageReason: string | null }[]> {
  const rows = await db.episode.findMany({
    where: { OR: [{ stage: { in: ["waiting", "failed"] } }, { extractionState: { not: null } }] },
    include: { show: { select: { title: true } } },
    orderBy: { publishedAt: "desc" },
    take: limit,
  });
  return rows.map(({ id, title, show, stage, stageReason }) => ({
    id,
    title,
    showTitle: show.title,
    stage,
    stageReason,
  }));
}

/** When the first show was added (milliseconds since 1970); 0 when there is none. */
export async function firstShowAt(db: Db): Promise<number> {
  const { _min } = await db.show.aggregate({ _min: { createdAt: true } });
  return _min.createdAt?.getTime() ?? 0;
}
