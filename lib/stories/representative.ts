import { cosine } from "./embedding";

/** A take as far as choosing one to stand for its story needs it. */
export interface RepresentableTake {
  quality: number;
  showId: string;
  vector: Float32Array;
  publishedAt: Date;
  /** The same in every installation that read the same feeds. */
  identity: string;
}

/** What being in the middle of its story is worth, against a quality of 0 to 1. */
const centralityWeight = 1;

/**
 * Orders a story's takes: first the one that can stand for all. That is the one which is well said and close to what the
 * other shows say, so that a side remark, however good, does not become the story. Independent of the order given.
 */
export function byRepresentation<T extends RepresentableTake>(takes: T[]): T[] {
  const shows = [...new Set(takes.map((take) => take.showId))];
  const ranked = takes.map((take) => {
    const likeness = shows
      .filter((showId) => showId !== take.showId)
      .map((showId) =>
        Math.max(...takes.filter((other) => other.showId === showId).map((other) => cosine(take.vector, other.vector))),
      );
    const centrality = likeness.length === 0 ? 0 : likeness.reduce((sum, value) => sum + value, 0) / likeness.length;
    return { take, value: take.quality + centralityWeight * centrality };
  });
  ranked.sort(
    (a, b) =>
      b.value - a.value ||
      a.take.publishedAt.getTime() - b.take.publishedAt.getTime() ||
      (a.take.identity < b.take.identity ? -1 : 1),
  );
  return ranked.map(({ take }) => take);
}
