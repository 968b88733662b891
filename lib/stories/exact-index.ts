import type { Db, Tx } from "../db/types";
import { bytesVector } from "./embedding";
import { countVectors, idsWithVector, lastPlacedAt, vectorsAfter, vectorsPlacedSince } from "./store";
import type { IndexedModel, VectorIndex } from "./vector-index";
import { VectorMemory } from "./vector-memory";

/** Placing goes on one after the other; the clocks of two machines may differ by so much. */
const overlapMs = 5_000;
/** So many vectors are read at a time. */
const batch = 2_000;

/**
 * The search that compares with every vector. It keeps them in memory and reads what was placed since it last looked. Also
 * what the other index is measured against.
 */
export function exactIndex(model: IndexedModel): VectorIndex {
  const known = new VectorMemory(model.dimensions);
  let readUntil: Date | null = null;
  const remember = (row: Awaited<ReturnType<typeof vectorsAfter>>[number]) => {
    if (!row.embedding) return;
    known.put({ insightId: row.id, publishedAt: row.episode.publishedAt, vector: bytesVector(row.embedding) });
  };

  async function refresh(db: Db | Tx): Promise<void> {
    const latest = await lastPlacedAt(db, model.name);
    if (!latest || (readUntil && latest.getTime() <= readUntil.getTime())) return;
    if (readUntil) {
      for (const row of await vectorsPlacedSince(db, model.name, new Date(readUntil.getTime() - overlapMs)))
        remember(row);
    } else {
      let rows: Awaited<ReturnType<typeof vectorsAfter>> = [];
      do {
        rows = await vectorsAfter(db, model.name, rows.at(-1)?.id ?? null, batch);
        for (const row of rows) remember(row);
      } while (rows.length === batch);
    }
    readUntil = latest;
  }

  return {
    kind: "exact",
    get bytes() {
      return known.size * model.dimensions * Float32Array.BYTES_PER_ELEMENT;
    },
    async isCurrent(db) {
      await refresh(db);
      const count = await countVectors(db, model.name);
      // What was removed since would still be found.
      if (known.size > count) known.keepOnly(await idsWithVector(db, model.name));
      return known.size === count;
    },
    async add(_tx, vectors) {
      for (const vector of vectors) known.put(vector);
    },
    async nearest(db, vector, options) {
      await refresh(db);
      return known.nearest(vector, options);
    },
  };
}
