import type { Db } from "../db/types";
import { exactIndex } from "./exact-index";
import { hnswIndex } from "./hnsw-index";
import type { IndexedModel, VectorIndex } from "./vector-index";

/** The index of a model's vectors: HNSW where the database has pgvector 0.8, the exact search otherwise. Makes it where it is missing. */
export async function openVectorIndex(db: Db, model: IndexedModel): Promise<VectorIndex> {
  return (await hnswIndex(db, model)) ?? exactIndex(model);
}
