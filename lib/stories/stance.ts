import { stemmer } from "stemmer";

/** Words that say of a thing that it moved; bare comparisons ("more than", "less likely") say it of too many. */
const up = new Set([
  "rose",
  "rise",
  "rises",
  "rising",
  "grew",
  "grow",
  "grows",
  "increase",
  "increased",
  "increases",
  "doubled",
  "climbed",
  "climb",
]);
const down = new Set([
  "fell",
  "fall",
  "falls",
  "fallen",
  "drop",
  "dropped",
  "drops",
  "fewer",
  "decline",
  "declined",
  "reduced",
  "reduce",
  "cut",
  "halved",
  "shrank",
  "prevented",
  "prevents",
]);
const negation = new Set(["no", "not", "never", "didn't", "doesn't", "don't", "without", "nor", "hardly"]);

type Direction = "up" | "down" | "unchanged";

/** How far from a word its direction may stand, in words. */
const reach = 4;

/** What a text says happened to each thing it names: it rose, it fell, or it did neither. */
function directionsIn(text: string): Map<string, Direction> {
  const found = new Map<string, Direction>();
  for (const sentence of text.split(/(?<=[.?!;])\s+/)) {
    const words = sentence.toLowerCase().match(/[\p{L}'’]+/gu) ?? [];
    for (const [i, word] of words.entries()) {
      const way = up.has(word) ? "up" : down.has(word) ? "down" : null;
      if (!way) continue;
      // "did not fall", "no fewer strokes", and "prevented no strokes".
      const around = words.slice(Math.max(0, i - 3), i + 2);
      const negated = around.some((near) => negation.has(near.replace("’", "'")));
      for (const near of words.slice(Math.max(0, i - reach), i + reach + 1)) {
        if (near.length < 4 || up.has(near) || down.has(near) || negation.has(near)) continue;
        const stem = stemmer(near);
        if (!found.has(stem)) found.set(stem, negated ? "unchanged" : way);
      }
    }
  }
  return found;
}

/**
 * Tells which takes of a story dissent: those that say of a thing that it moved, where the takes of at least two other
 * shows, a majority, say that it moved the other way or not at all. Conservative: without such a majority all agree.
 * @param takes the one that stands for the story first.
 * @returns for the index of each dissenting take that of the first take which it contradicts.
 */
export function dissentingTakes(takes: { text: string; showId: string }[]): Map<number, number> {
  const directions = takes.map((take) => directionsIn(take.text));
  const dissenting = new Map<number, number>();
  const things = new Set(directions.flatMap((map) => [...map.keys()]));
  for (const thing of things) {
    const showsBy = new Map<Direction, Set<string>>();
    for (const [i, map] of directions.entries()) {
      const way = map.get(thing);
      const showId = takes[i]?.showId;
      if (way && showId) showsBy.set(way, (showsBy.get(way) ?? new Set()).add(showId));
    }
    const [first, second] = [...showsBy.entries()].sort((a, b) => b[1].size - a[1].size);
    if (!first || !second || first[1].size < 2 || second[1].size >= first[1].size) continue;
    const against = directions.findIndex((map) => map.get(thing) === first[0]);
    for (const [i, map] of directions.entries()) {
      const way = map.get(thing);
      const showId = takes[i]?.showId ?? "";
      if (way && way !== first[0] && !first[1].has(showId) && !dissenting.has(i)) dissenting.set(i, against);
    }
  }
  return dissenting;
}
