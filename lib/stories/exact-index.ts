import type { Db, Tx } from "../db/types";
import { bytesVector, cosine } from "./embedding";
import { countVectors, lastPlacedAt, vectorsPlacedSince } from "./store";
import type { IndexedModel, IndexedVector, VectorIndex } from "./vector-index";

/** Placing goes on one after the other; the clocks of two machines may differ by so much. */
const overlapMs = 5_000;

/**
 * The search that compares with every vector. It keeps them in memory (1 kB each with the local embedding) and reads what was
 * placed since it last looked. Also what the other index is measured against.
 */
export function exactIndex(model: IndexedModel): VectorIndex {
  const known = new Map<string, { publishedAtMs: number; vector: Float32Array }>();
  let readUntil = new Date(0);
  const remember = ({ insightId, publishedAt, vector }: IndexedVector) =>
    known.set(insightId, { publishedAtMs: publishedAt.getTime(), vector });

  async function refresh(db: Db | Tx): Promise<void> {
    const latest = await lastPlacedAt(db, model.name);
    if (!latest || latest.getTime() <= readUntil.getTime()) return;
    for (const row of await vectorsPlacedSince(db, model.name, new Date(readUntil.getTime() - overlapMs))) {
      if (!row.embedding || !row.placedAt) continue;
      remember({ insightId: row.id, publishedAt: row.episode.publishedAt, vector: bytesVector(row.embedding) });
      if (row.placedAt > readUntil) readUntil = row.placedAt;
    }
  }

  return {
    kind: "exact",
    async isCurrent(db) {
      await refresh(db);
      // What was removed since would still be found.
      return known.size === (await countVectors(db, model.name));
    },
    async add(_tx, vectors) {
      for (const vector of vectors) remember(vector);
    },
    async nearest(db, vector, { count, from, to }) {
      await refresh(db);
      const found: { insightId: string; similarity: number }[] = [];
      for (const [insightId, other] of known) {
        if (from && other.publishedAtMs < from.getTime()) continue;
        if (to && other.publishedAtMs > to.getTime()) continue;
        found.push({ insightId, similarity: cosine(vector, other.vector) });
      }
      return found.sort((a, b) => b.similarity - a.similarity || (a.insightId < b.insightId ? -1 : 1)).slice(0, count);
    },
  };
}
