import { cosine } from "../stories/embedding";

/** A vector with what made it: vectors of different models are never compared. */
export interface Likenable {
  /** The insight's id. */
  id: string;
  vector: Float32Array;
  model: string;
}

/**
 * How alike insights are (0 to 1), each pair worked out once: thousands of readers are sent the same insights, so that
 * what one reader's ranking has compared is there for the next one.
 */
export class Likenesses {
  readonly #numbers = new Map<string, number>();
  readonly #things: Likenable[] = [];
  readonly #rows: Float32Array[] = [];

  /** The number of a thing, for `between`. */
  add(thing: Likenable): number {
    const known = this.#numbers.get(thing.id);
    if (known !== undefined) return known;
    this.#numbers.set(thing.id, this.#things.length);
    return this.#things.push(thing) - 1;
  }

  /** The greater of their cosine and 0; 0 where their models differ. Symmetric, in single precision. */
  between(one: number, other: number): number {
    return this.#known(this.#rowOf(one), one, other);
  }

  /** The greatest likeness of one thing to others; 0 where there are none. */
  toNearest(one: number, others: readonly number[]): number {
    const row = this.#rowOf(one);
    let most = 0;
    for (const other of others) {
      const likeness = this.#known(row, one, other);
      if (likeness > most) most = likeness;
    }
    return most;
  }

  #rowOf(one: number): Float32Array {
    const row = this.#rows[one];
    if (row && row.length >= this.#things.length) return row;
    const longer = new Float32Array(2 * this.#things.length).fill(Number.NaN);
    if (row) longer.set(row);
    this.#rows[one] = longer;
    return longer;
  }

  #known(row: Float32Array, one: number, other: number): number {
    const known = row[other] ?? 0;
    if (!Number.isNaN(known)) return known;
    row[other] = this.#compare(this.#things[one], this.#things[other]);
    return row[other] ?? 0;
  }

  #compare(a: Likenable | undefined, b: Likenable | undefined): number {
    if (!a || !b || a.model !== b.model || a.vector.length !== b.vector.length) return 0;
    return Math.max(0, Math.min(1, cosine(a.vector, b.vector)));
  }
}
