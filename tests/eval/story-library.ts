import type { Claim } from "../../lib/stories/claim";
import { cosine, type EmbeddingScale } from "../../lib/stories/embedding";
import { groupNeighbourhood, neighbourhoodOf, type PlacedTakes, type Take } from "../../lib/stories/neighbourhood";
import { takeIdentity } from "../../lib/stories/representative";
import type { Groups } from "./cluster-scores";

/** A text to place, as it would have come in. */
export interface Arrival {
  id: string;
  show: string;
  episode: string;
  claim: Claim & { publishedAt: Date };
}

function takeOf({ id, show, episode, claim }: Arrival): Take {
  return {
    claim: { ...claim, storyId: null },
    insight: {
      ...{ id, key: id, headline: "", body: "", quoteText: "", firstSegment: 0, lastSegment: 0, quality: 0 },
      ...{ embedding: null, embeddingModel: null, storyId: null, language: claim.language, topics: [] },
      episode: {
        ...{ id: episode, guid: episode, showId: show, publishedAt: claim.publishedAt },
        show: { feed: null },
      },
    },
  };
}

const publishedAt = ({ insight }: Take) => insight.episode.publishedAt.getTime();

/** Stories that no digest has shown, in memory. */
class Library implements PlacedTakes {
  readonly #takes = new Map<string, Take>();
  readonly #firstSeen = new Map<string, Date>();

  #all(from?: Date, to?: Date): Take[] {
    const [low, high] = [from?.getTime() ?? Number.NEGATIVE_INFINITY, to?.getTime() ?? Number.POSITIVE_INFINITY];
    return [...this.#takes.values()].filter((take) => publishedAt(take) >= low && publishedAt(take) <= high);
  }

  nearest(vector: Float32Array, { count, from, to }: { count: number; from?: Date; to?: Date }): Promise<string[]> {
    const near = this.#all(from, to)
      .map((take) => ({ take, similarity: cosine(take.claim.vector, vector) }))
      .sort(
        (a, b) => b.similarity - a.similarity || (takeIdentity(a.take.insight) < takeIdentity(b.take.insight) ? -1 : 1),
      );
    return Promise.resolve(near.slice(0, count).map(({ take }) => take.insight.id));
  }

  withNames(names: readonly string[], { count, from, to }: { count: number; from: Date; to: Date }): Promise<string[]> {
    const holding = this.#all(from, to)
      .filter(({ claim }) => names.every((name) => claim.facts.names.has(name)))
      .sort((a, b) => publishedAt(b) - publishedAt(a));
    return Promise.resolve(holding.slice(0, count).map(({ insight }) => insight.id));
  }

  takes(ids: readonly string[]): Promise<Take[]> {
    return Promise.resolve(ids.flatMap((id) => this.#takes.get(id) ?? []));
  }

  latestOf(storyIds: readonly string[], count: number): Promise<{ id: string; storyId: string; total: number }[]> {
    const rows = storyIds.flatMap((storyId) => {
      const told = this.#all().filter(({ insight }) => insight.storyId === storyId);
      const latest = told.sort((a, b) => publishedAt(b) - publishedAt(a)).slice(0, count);
      return latest.map(({ insight }) => ({ id: insight.id, storyId, total: told.length }));
    });
    return Promise.resolve(rows);
  }

  stories(ids: readonly string[]): Promise<{ id: string; firstSeenAt: Date; isShown: boolean }[]> {
    return Promise.resolve(
      ids.map((id) => ({ id, firstSeenAt: this.#firstSeen.get(id) ?? new Date(0), isShown: false })),
    );
  }

  move(take: Take, storyId: string): void {
    this.#firstSeen.set(storyId, this.#firstSeen.get(storyId) ?? take.insight.episode.publishedAt);
    this.#takes.set(take.insight.id, {
      insight: { ...take.insight, storyId },
      claim: { ...take.claim, storyId },
    });
  }

  merge(from: string, into: string): void {
    for (const take of this.#all()) if (take.insight.storyId === from) this.move(take, into);
  }

  groups(): Groups {
    return new Map([...this.#takes.values()].map(({ insight }) => [insight.id, insight.storyId ?? insight.id]));
  }
}

/** Places texts episode by episode, the oldest first, as the pipeline does while no digest has shown a story. */
export async function placeInOrder(
  arrivals: readonly Arrival[],
  options: { scale: EmbeddingScale | null; threshold: number },
): Promise<Groups> {
  const library = new Library();
  const episodes = [...Map.groupBy(arrivals.map(takeOf), ({ insight }) => insight.episode.id).values()].sort(
    ([a], [b]) =>
      a && b ? publishedAt(a) - publishedAt(b) || (a.insight.episode.guid < b.insight.episode.guid ? -1 : 1) : 0,
  );
  let stories = 0;
  for (const fresh of episodes) {
    const neighbourhood = await neighbourhoodOf(library, fresh);
    const { moves, merges } = await groupNeighbourhood(library, neighbourhood, options);
    for (const { from, into } of merges) library.merge(from, into);
    const begun = new Map<number, string>();
    for (const { insightId, to } of moves) {
      const take = neighbourhood.takes.find(({ insight }) => insight.id === insightId);
      if (!take) continue;
      const storyId = "storyId" in to ? to.storyId : (begun.get(to.newStoryOf) ?? `story ${++stories}`);
      if ("newStoryOf" in to) begun.set(to.newStoryOf, storyId);
      library.move(take, storyId);
    }
  }
  return library.groups();
}
