import type { Db } from "../db/types";
import { exactIndex } from "./exact-index";
import { hnswIndex } from "./hnsw-index";
import type { IndexedModel, VectorIndex } from "./vector-index";

/** Opening takes longer the more is stored, so that each connection does it once for each model. */
const opened = new WeakMap<Db, Map<string, VectorIndex>>();

/** The index of a model's vectors: HNSW where the database has pgvector 0.8, the exact search otherwise. Makes it where it is missing. */
export async function openVectorIndex(db: Db, model: IndexedModel): Promise<VectorIndex> {
  const mine = opened.get(db) ?? new Map<string, VectorIndex>();
  opened.set(db, mine);
  const key = `${model.name} ${model.dimensions}`;
  const known = mine.get(key);
  if (known && (await known.isCurrent(db))) return known;
  const index = (await hnswIndex(db, model)) ?? exactIndex(model);
  mine.set(key, index);
  return index;
}
