import type { Db, Tx } from "../db/types";

/** A vector that can be found by what is near it. */
export interface IndexedVector {
  insightId: string;
  publishedAt: Date;
  vector: Float32Array;
}

/** Finds the insights whose vectors are nearest to one. Derived from the insights' own, and can be rebuilt from them. */
export interface VectorIndex {
  kind: "hnsw" | "exact";
  /** What its vectors take of this process's memory. */
  readonly bytes: number;
  /** False where it has to be opened anew: what it was made of has gone. */
  isCurrent(db: Db): Promise<boolean>;
  /** Adds vectors in the transaction that stores them. */
  add(tx: Tx, vectors: readonly IndexedVector[]): Promise<void>;
  /** The nearest of those published in a span of time, nearest first; `similarity` is the cosine. */
  nearest(
    db: Db | Tx,
    vector: Float32Array,
    options: { count: number; from?: Date; to?: Date },
  ): Promise<{ insightId: string; similarity: number }[]>;
}

/** What an index is made for. */
export interface IndexedModel {
  name: string;
  dimensions: number;
}
