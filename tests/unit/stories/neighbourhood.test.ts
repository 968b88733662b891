import { describe, expect, it } from "vitest";
import { claimOf, storyThreshold } from "../../../lib/stories/claim";
import { embedLocally } from "../../../lib/stories/local-embedding";
import { groupNeighbourhood, neighbourhoodOf, type PlacedTakes, type Take } from "../../../lib/stories/neighbourhood";
import { bCubed } from "../../eval/cluster-scores";
import { placeInOrder } from "../../eval/story-library";
import { ownTakes } from "../../support/told-takes";

const text =
  "Norna bought the ferry line Halden for 40 million euros, because its piers are worth more than its ships.";

function takeAt(id: string, day: string, storyId: string | null): Take {
  const publishedAt = new Date(`${day}T06:00:00Z`);
  return {
    claim: { ...claimOf(text, { vector: embedLocally(text), publishedAt, language: "en", episodeId: id }), storyId },
    insight: {
      ...{ id, key: id, headline: "", body: "", quoteText: "", firstSegment: 0, lastSegment: 0, quality: 0 },
      ...{ embedding: null, embeddingModel: null, storyId, language: "en", topics: [] },
      episode: { ...{ id, guid: id, showId: id, publishedAt }, show: { feed: null } },
    },
  };
}

/** Takes that were placed, each the one take of its story. */
function placed(all: readonly Take[]): PlacedTakes {
  const within = (take: Take, from?: Date, to?: Date) =>
    (!from || take.insight.episode.publishedAt >= from) && (!to || take.insight.episode.publishedAt <= to);
  const told = (ids: readonly string[]) => all.filter(({ insight }) => ids.includes(insight.storyId ?? ""));
  return {
    nearest: async (_, { from, to }) => all.filter((take) => within(take, from, to)).map(({ insight }) => insight.id),
    withNames: async () => [],
    takes: async (ids) => all.filter(({ insight }) => ids.includes(insight.id)),
    latestOf: async (ids) =>
      told(ids).map(({ insight }) => ({ id: insight.id, storyId: insight.storyId ?? "", total: 1 })),
    stories: async (ids) => ids.map((id) => ({ id, firstSeenAt: new Date(0), isShown: false })),
  };
}

describe("what a new take is compared with", () => {
  it("are takes of its time, which it can join, and the nearest of any time, which it cannot", async () => {
    const library = placed([takeAt("near", "2026-11-08", "one"), takeAt("old", "2026-06-01", "two")]);
    const neighbourhood = await neighbourhoodOf(library, [takeAt("new", "2026-11-10", null)]);
    expect(neighbourhood.takes.map(({ insight }) => insight.id)).toEqual(["old", "near", "new"]);
    expect([...neighbourhood.background]).toEqual(["old"]);
    expect(await groupNeighbourhood(library, neighbourhood, { scale: null })).toEqual({
      moves: [{ insightId: "new", to: { storyId: "one" } }],
      merges: [],
    });
  });

  it("makes the stories of the project's own set, placed in order", { timeout: 60_000 }, async () => {
    const { takes, storyOf } = ownTakes();
    const arrivals = takes.map(({ id, show, text, publishedAt }) => {
      const episode = `${show} ${publishedAt}`;
      const at = new Date(publishedAt);
      const claim = claimOf(text, { vector: embedLocally(text), publishedAt: at, language: "en", episodeId: episode });
      return { id, show, episode, claim: { ...claim, publishedAt: at } };
    });
    const groups = await placeInOrder(arrivals, { scale: null, threshold: storyThreshold });
    const { precision, f1 } = bCubed(groups, storyOf);
    expect(f1).toBeGreaterThanOrEqual(0.95);
    expect(precision).toBeGreaterThanOrEqual(0.97);
  });
});
