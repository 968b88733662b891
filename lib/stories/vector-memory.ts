import type { IndexedVector } from "./vector-index";

/** Vectors of a block, which lie by dimension: all first values, then all second ones, and so on. */
const blockSize = 1024;

interface Block {
  values: Float32Array;
  ids: string[];
  publishedAtMs: Float64Array;
  earliestMs: number;
  latestMs: number;
}

/** A found vector; `similarity` is the cosine. */
export interface Near {
  insightId: string;
  similarity: number;
}

/** The nearest first; of equals the one with the lesser id. */
const byNearness = (a: Near, b: Near) => b.similarity - a.similarity || (a.insightId < b.insightId ? -1 : 1);

/** Adds four dimensions' share to the sums of a block. Apart from the rest, since it is where the time goes. */
function addFour(sums: Float32Array, columns: readonly Float32Array[], weights: readonly number[]): void {
  const [a, b, c, d] = columns as [Float32Array, Float32Array, Float32Array, Float32Array];
  const [p, q, r, s] = weights as [number, number, number, number];
  for (let i = 0; i < blockSize; i++) {
    sums[i] =
      (sums[i] as number) + p * (a[i] as number) + q * (b[i] as number) + r * (c[i] as number) + s * (d[i] as number);
  }
}

/**
 * Unit vectors in memory, compared with all of them: 1 kB each at 256 dimensions. Only the dimensions are read in which the
 * wanted vector is not zero, which are a third of the local embedding's.
 */
export class VectorMemory {
  #blocks: Block[] = [];
  #places = new Map<string, number>();
  #free: number[] = [];
  #sums = new Float32Array(blockSize);

  /** @param dimensions of each vector. */
  constructor(readonly dimensions: number) {}

  /** How many vectors are kept. */
  get size(): number {
    return this.#places.size;
  }

  /** Keeps a vector, in place of the one that was known of the same insight. One of other dimensions is left out. */
  put({ insightId, publishedAt, vector }: IndexedVector): void {
    if (vector.length !== this.dimensions) return;
    const place = this.#places.get(insightId) ?? this.#free.pop() ?? this.#places.size;
    this.#places.set(insightId, place);
    const at = place % blockSize;
    const block = this.#blockOf(place);
    for (let j = 0; j < this.dimensions; j++) block.values[j * blockSize + at] = vector[j] as number;
    block.ids[at] = insightId;
    const ms = publishedAt.getTime();
    block.publishedAtMs[at] = ms;
    block.earliestMs = Math.min(block.earliestMs, ms);
    block.latestMs = Math.max(block.latestMs, ms);
  }

  /** Forgets the insights that are not among these. */
  keepOnly(insightIds: ReadonlySet<string>): void {
    for (const [id, place] of this.#places) {
      if (insightIds.has(id)) continue;
      this.#places.delete(id);
      this.#free.push(place);
      // Within no span of time, so that it is not found.
      this.#blockOf(place).publishedAtMs[place % blockSize] = Number.NaN;
    }
  }

  /** The nearest of those published in a span of time, nearest first; of equals the one with the lesser id. */
  nearest(vector: Float32Array, { count, from, to }: { count: number; from?: Date; to?: Date }): Near[] {
    if (vector.length !== this.dimensions || count <= 0) return [];
    const [fromMs, toMs] = [from?.getTime() ?? Number.NEGATIVE_INFINITY, to?.getTime() ?? Number.POSITIVE_INFINITY];
    const used = [...vector.keys()].filter((j) => vector[j] !== 0);
    let found: Near[] = [];
    // Below this nothing is among the nearest any more.
    let least = Number.NEGATIVE_INFINITY;
    const keepNearest = () => {
      found = found.sort(byNearness).slice(0, count);
      least = found[count - 1]?.similarity ?? least;
    };
    for (const block of this.#blocks) {
      if (block.latestMs < fromMs || block.earliestMs > toMs) continue;
      const sums = this.#compare(block, vector, used);
      for (const [at, insightId] of block.ids.entries()) {
        const similarity = sums[at] as number;
        if (similarity < least) continue;
        const ms = block.publishedAtMs[at] as number;
        if (!(ms >= fromMs && ms <= toMs)) continue;
        found.push({ insightId, similarity });
        if (found.length >= 2 * count + 100) keepNearest();
      }
    }
    keepNearest();
    return found;
  }

  #blockOf(place: number): Block {
    const at = Math.floor(place / blockSize);
    this.#blocks[at] ??= {
      values: new Float32Array(blockSize * this.dimensions),
      ids: [],
      publishedAtMs: new Float64Array(blockSize),
      earliestMs: Number.POSITIVE_INFINITY,
      latestMs: Number.NEGATIVE_INFINITY,
    };
    return this.#blocks[at];
  }

  /** The cosine of each of a block's vectors with the wanted one; good until the next call. */
  #compare({ values }: Block, vector: Float32Array, used: readonly number[]): Float32Array {
    this.#sums.fill(0);
    for (let i = 0; i < used.length; i += 4) {
      // What is missing of the last four counts nothing.
      const four = [0, 1, 2, 3].map((more) => used[i + more] ?? 0);
      addFour(
        this.#sums,
        four.map((j) => values.subarray(j * blockSize, (j + 1) * blockSize)),
        four.map((j, more) => (i + more < used.length ? (vector[j] as number) : 0)),
      );
    }
    return this.#sums;
  }
}
