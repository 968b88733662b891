import { type Direction, directionsIn } from "./directions";

/**
 * Tells which takes of a story dissent: those that say of a thing that it moved, where the takes of at least two other
 * shows, a majority, say that it moved the other way or not at all. Conservative: without such a majority all agree, and so
 * does a take that says the majority's, too.
 * @param takes the one that stands for the story first.
 * @returns for the index of each dissenting take that of the first take which it contradicts.
 */
export function dissentingTakes(takes: { text: string; showId: string }[]): Map<number, number> {
  const directions = takes.map((take) => directionsIn(take.text));
  const dissenting = new Map<number, number>();
  const things = new Set(directions.flatMap((map) => [...map.keys()]));
  for (const thing of things) {
    const showsBy = new Map<Direction, Set<string>>();
    for (const [i, map] of directions.entries())
      for (const way of map.get(thing) ?? [])
        showsBy.set(way, (showsBy.get(way) ?? new Set()).add(takes[i]?.showId ?? ""));
    const [first, second] = [...showsBy.entries()].sort((a, b) => b[1].size - a[1].size);
    if (!first || !second || first[1].size < 2 || second[1].size >= first[1].size) continue;
    const against = directions.findIndex((map) => map.get(thing)?.has(first[0]));
    for (const [i, map] of directions.entries()) {
      const ways = map.get(thing);
      const showId = takes[i]?.showId ?? "";
      if (ways && !ways.has(first[0]) && !first[1].has(showId) && !dissenting.has(i)) dissenting.set(i, against);
    }
  }
  return dissenting;
}
