import type { Db } from "../db/types";
import { bytesVector } from "../stories/embedding";
import { guestNames } from "../stories/independence";
import { takeIdentity } from "../stories/representative";
import { CandidatePool, type PoolTake } from "./candidates";
import { type PoolTakeRow, placedEpisodes, poolTakes, topicNames } from "./store";
import { candidateWindow } from "./weights";

/**
 * What the digests of one instant share: everything that could be in them, read and prepared once. Build thousands of
 * readers' digests with one; it is not told what arrives after it was opened.
 */
export interface DigestSession {
  asOf: Date;
  pool: CandidatePool;
  /** By slug. */
  topicNames: Map<string, string>;
  /** Vectors of insights that earlier digests showed, kept for the next reader who was sent them. */
  sentVectors: Map<string, { vector: Float32Array; model: string }>;
  /** How many placed episodes of how many shows were published since an instant. */
  countSince(from: Date): { episodeCount: number; showCount: number };
}

/** Reads what the digests of an instant can be made of. */
export async function openDigestSession(db: Db, asOf: Date): Promise<DigestSession> {
  const from = new Date(asOf.getTime() - candidateWindow.afterPublicationMs);
  const [rows, names, episodes] = await Promise.all([
    poolTakes(db, asOf),
    topicNames(db),
    placedEpisodes(db, from, asOf),
  ]);
  const counts = new Map<number, { episodeCount: number; showCount: number }>();
  return {
    asOf,
    pool: new CandidatePool(rows.flatMap(toPoolTake), asOf),
    topicNames: names,
    sentVectors: new Map(),
    countSince(since) {
      const key = Math.max(since.getTime(), from.getTime());
      const known = counts.get(key);
      if (known) return known;
      const fresh = episodes.filter((episode) => episode.publishedAt.getTime() > key);
      const count = { episodeCount: fresh.length, showCount: new Set(fresh.map((episode) => episode.showId)).size };
      counts.set(key, count);
      return count;
    },
  };
}

function toPoolTake(row: PoolTakeRow): PoolTake[] {
  const { episode, storyId } = row;
  if (storyId === null) return [];
  return [
    {
      id: row.id,
      storyId,
      stance: row.stance,
      headline: row.headline,
      body: row.body,
      language: row.language,
      quality: row.quality,
      vector: row.embedding ? bytesVector(row.embedding) : new Float32Array(),
      model: row.embeddingModel ?? "",
      episodeId: episode.id,
      publishedAt: episode.publishedAt,
      placedAt: row.placedAt ?? episode.publishedAt,
      showId: episode.show.id,
      showTitle: episode.show.title,
      network: episode.show.network,
      guests: guestNames(episode.persons),
      speaker: row.speaker,
      topics: row.topics.map(({ topicSlug, weight }) => ({ slug: topicSlug, weight })),
      identity: `${episode.show.title} ${takeIdentity(row)}`,
    },
  ];
}
