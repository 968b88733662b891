/** By which shows the stories of some places could be told, for a choice that has to come from several. */
export class ShowsToCome {
  readonly #places: readonly number[];
  readonly #first: (place: number) => string | null;
  readonly #all: (place: number) => readonly string[];

  /**
   * @param places in the order in which they are looked at.
   * @param first the show that would tell the story of a place; null where nobody may.
   * @param all every show that could tell it: asked for only where the first ones are too few.
   */
  constructor(
    places: readonly number[],
    first: (place: number) => string | null,
    all: (place: number) => readonly string[],
  ) {
    this.#places = places;
    this.#first = first;
    this.#all = all;
  }

  /**
   * How many shows beside some could still be among the five, each by a story of its own; counts no further than `enough`.
   * @param isSeen shows that are among them already.
   * @param isTaken places whose stories are.
   */
  count(isSeen: (showId: string) => boolean, isTaken: (place: number) => boolean, enough: number): number {
    const first = this.countFirst(isSeen, isTaken, enough);
    return first < enough ? Math.min(enough, this.#matched(isSeen, isTaken, enough)) : first;
  }

  /** As `count`, of the shows that would tell their stories without any need to come from several. */
  countFirst(isSeen: (showId: string) => boolean, isTaken: (place: number) => boolean, enough: number): number {
    const found: string[] = [];
    for (const place of this.#places) {
      if (found.length >= enough) break;
      if (isTaken(place)) continue;
      const showId = this.#first(place);
      if (showId !== null && !isSeen(showId) && !found.includes(showId)) found.push(showId);
    }
    return found.length;
  }

  /** The most stories that can be given a show each that no other one has (Kuhn, 1955). */
  #matched(isSeen: (showId: string) => boolean, isTaken: (place: number) => boolean, enough: number): number {
    const teller = new Map<string, number>();
    const give = (place: number, tried: Set<string>): boolean => {
      for (const showId of this.#all(place)) {
        if (isSeen(showId) || tried.has(showId)) continue;
        tried.add(showId);
        const other = teller.get(showId);
        if (other !== undefined && !give(other, tried)) continue;
        teller.set(showId, place);
        return true;
      }
      return false;
    };
    for (const place of this.#places) {
      if (teller.size >= enough) break;
      if (!isTaken(place) && this.#first(place) !== null) give(place, new Set());
    }
    return teller.size;
  }
}
