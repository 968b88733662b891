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
    const [from, to] = one < other ? [one, other] : [other, one];
    let row = this.#rows[from];
    if (!row || row.length <= to) {
      const longer = new Float32Array(Math.max(2 * to, 256)).fill(Number.NaN);
      if (row) longer.set(row);
      this.#rows[from] = longer;
      row = longer;
    }
    let value = row[to] ?? Number.NaN;
    if (Number.isNaN(value)) {
      value = this.#compare(this.#things[from], this.#things[to]);
      row[to] = value;
      value = row[to] ?? 0;
    }
    return value;
  }

  #compare(a: Likenable | undefined, b: Likenable | undefined): number {
    if (!a || !b || a.model !== b.model || a.vector.length !== b.vector.length) return 0;
    return Math.max(0, Math.min(1, cosine(a.vector, b.vector)));
  }
}
