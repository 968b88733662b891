import type { Db } from "../db/types";
import { exactIndex } from "./exact-index";
import { dropHnswIndex, hnswIndex } from "./hnsw-index";
import { countVectors } from "./store";
import type { IndexedModel, VectorIndex } from "./vector-index";

/** A process has so much memory for vectors: 250,000 of the local embedding, 43,000 of 1,536 dimensions. */
export const mostComparedBytes = 256_000_000;

/** Opening takes longer the more is stored, so that each connection does it once for each model. */
const opened = new WeakMap<Db, Map<string, VectorIndex>>();
const inWebAssembly = new WeakMap<Db, boolean>();

/**
 * The index of a model's vectors: HNSW where the database has pgvector 0.8, the exact search otherwise. With the embedded
 * database, too, the exact search serves as long as memory has room: in WebAssembly the graph of 100,000 vectors takes
 * two to four times as long to search as comparing with all of them, and as long again to be added to.
 * Makes it where it is missing.
 * @param mostBytes memory for the vectors of an embedded database.
 */
export async function openVectorIndex(
  db: Db,
  model: IndexedModel,
  mostBytes: number = mostComparedBytes,
): Promise<VectorIndex> {
  const mine = opened.get(db) ?? new Map<string, VectorIndex>();
  opened.set(db, mine);
  const key = `${model.name} ${model.dimensions}`;
  const room = (await isWebAssembly(db)) ? mostBytes : Number.POSITIVE_INFINITY;
  const known = mine.get(key);
  if (known && (await known.isCurrent(db)) && known.bytes <= room) return known;
  const isSmall = room < Number.POSITIVE_INFINITY && (await vectorBytesOf(db, model)) <= room;
  // What an earlier version has left would only take room.
  if (isSmall) await dropHnswIndex(db, model);
  const index = (isSmall ? null : await hnswIndex(db, model)) ?? exactIndex(model);
  mine.set(key, index);
  return index;
}

/** How much memory the vectors of a model take. */
export async function vectorBytesOf(db: Db, model: IndexedModel): Promise<number> {
  return (await countVectors(db, model.name)) * model.dimensions * Float32Array.BYTES_PER_ELEMENT;
}

async function isWebAssembly(db: Db): Promise<boolean> {
  const known = inWebAssembly.get(db);
  if (known !== undefined) return known;
  const [row] = await db.$queryRaw<{ version: string }[]>`SELECT version()`;
  const is = row?.version.includes("wasm") === true;
  inWebAssembly.set(db, is);
  return is;
}
