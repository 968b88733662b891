import { cosine } from "./embedding";

/** A take as far as choosing one to stand for its story needs it. */
export interface RepresentableTake {
  id: string;
  quality: number;
  showId: string;
  vector: Float32Array;
  publishedAt: Date;
  /** The same in every installation that read the same feeds (see `takeIdentity`). */
  identity: string;
}

/** A take as far as telling it from others needs it. */
export interface IdentifiedTake {
  key: string;
  episode: { guid: string; show: { feed: { url: string } | null } };
}

/** Tells takes apart, the same in every installation that read the same feeds; two feeds of one show have the same guids. */
export const takeIdentity = ({ key, episode }: IdentifiedTake) =>
  `${episode.guid} ${key} ${episode.show.feed?.url ?? ""}`;

/** The order of takes that are alike in all else: by identity, and by id where two have one. */
export function byIdentity(a: { identity: string; id: string }, b: { identity: string; id: string }): number {
  const [one, other] = a.identity === b.identity ? [a.id, b.id] : [a.identity, b.identity];
  return one === other ? 0 : one < other ? -1 : 1;
}

/** What being in the middle of its story is worth, against a quality of 0 to 1. */
const centralityWeight = 1;

/**
 * Orders a story's takes: first the one that can stand for all. That is the one which is well said and close to what the
 * other shows say, so that a side remark, however good, does not become the story. Independent of the order given.
 */
export function byRepresentation<T extends RepresentableTake>(given: T[]): T[] {
  // Sums of fractions hang on their order, too.
  const takes = given.toSorted(byIdentity);
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
      b.value - a.value || a.take.publishedAt.getTime() - b.take.publishedAt.getTime() || byIdentity(a.take, b.take),
  );
  return ranked.map(({ take }) => take);
}
