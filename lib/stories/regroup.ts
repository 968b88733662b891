/** A take in its old and its new group. */
export interface RegroupedTake {
  insightId: string;
  /** The story it tells so far; null for one that is placed now. */
  storyId: string | null;
  /** Its group, named by anything. */
  group: number;
}

/** What is known of a story when its takes are grouped again. */
export interface RegroupedStory {
  id: string;
  firstSeenAt: Date;
  /** All its takes are among those that were grouped. */
  isWhole: boolean;
  /** A digest has shown it: its address was sent to readers. */
  isShown: boolean;
}

/** Where takes go: to a story that is there, or to the new one of a group. */
export type Destination = { storyId: string } | { newStoryOf: number };

/** What changes in stories. */
export interface Regrouping {
  moves: { insightId: string; to: Destination }[];
  /** All takes of `from` go to `into`, and its address forwards there. */
  merges: { from: string; into: string }[];
}

/**
 * Turns groups of takes into stories that are there, as far as they concern groups with a new take. A story is where most of
 * its takes are. Of several in one group the one that digests have shown stays, then the one with most takes, then the
 * oldest; the others merge into it. Takes that a story's majority has left leave it, unless a digest has shown it: readers
 * would meet the rest as if it were new.
 */
export function regroup(takes: readonly RegroupedTake[], stories: readonly RegroupedStory[]): Regrouping {
  const byGroup = Map.groupBy(takes, (take) => take.group);
  const touched = new Set(takes.filter((take) => take.storyId === null).map((take) => take.group));
  const homes = new Map<string, { group: number; takes: number }>();
  for (const [group, members] of byGroup)
    for (const [storyId, mine] of Map.groupBy(
      members.filter((take) => take.storyId !== null),
      (take) => take.storyId ?? "",
    ))
      if (mine.length > (homes.get(storyId)?.takes ?? 0)) homes.set(storyId, { group, takes: mine.length });
  const known = new Map(stories.map((story) => [story.id, story]));
  const rank = (a: RegroupedStory, b: RegroupedStory) =>
    Number(b.isShown) - Number(a.isShown) ||
    (homes.get(b.id)?.takes ?? 0) - (homes.get(a.id)?.takes ?? 0) ||
    a.firstSeenAt.getTime() - b.firstSeenAt.getTime() ||
    (a.id < b.id ? -1 : 1);

  const merges: Regrouping["merges"] = [];
  const destinations = new Map<number, Destination>();
  for (const group of touched) {
    const residents = stories.filter((story) => homes.get(story.id)?.group === group).sort(rank);
    const [keep, ...others] = residents;
    destinations.set(group, keep ? { storyId: keep.id } : { newStoryOf: group });
    if (keep) for (const { id } of others) merges.push({ from: id, into: keep.id });
  }
  const moves: Regrouping["moves"] = [];
  for (const [group, members] of byGroup) {
    const to = destinations.get(group);
    for (const { insightId, storyId } of members) {
      if (storyId === null) {
        if (to) moves.push({ insightId, to });
        continue;
      }
      const home = homes.get(storyId)?.group;
      if (home === group || home === undefined) continue;
      const story = known.get(storyId);
      if (!story?.isWhole || story.isShown) continue;
      // It leaves: for the group's story, or, where the new take is with those that stay, for a story of its own.
      if (to) moves.push({ insightId, to });
      else if (touched.has(home)) moves.push({ insightId, to: { newStoryOf: group } });
    }
  }
  return { moves, merges };
}
