import { describe, expect, it } from "vitest";
import { CandidatePool, type PoolTake } from "../../../lib/digests/candidates";
import { type Edition, editionFor } from "../../../lib/digests/edition";
import type { SentItem } from "../../../lib/digests/readers-view";
import type { Taste } from "../../../lib/digests/taste";
import { asOf, hourMs, poolTake, sentBefore, tasteOf } from "../../support/pool-takes";

const choose = (takes: PoolTake[], taste: Taste = tasteOf([]), sent: SentItem[] = []): Edition =>
  editionFor(new CandidatePool(takes, asOf), taste, sent, new Map());
const ids = (edition: Edition) => edition.chosen.map((item) => item.insightId);

describe("news of a story that was sent", () => {
  const first = poolTake("first", { storyId: "s", ageHours: 40, body: "One stage flew twice in 19 days." });
  const fresh = poolTake("fresh", {
    storyId: "s",
    ageHours: 5,
    body: "The stage flew. It asks 900 dollars a kilogram.",
  });
  const sent = [sentBefore(first, 1)];

  it("is a new fact of another voice, and shown with it", () => {
    const edition = choose([first, fresh], tasteOf([]), sent);
    expect(edition.chosen).toMatchObject([{ insightId: "fresh", updateText: "It asks 900 dollars a kilogram." }]);
    expect(edition.chosen[0]?.factors.novelty).toBe(1);
  });

  it("is a number from who said it before, too, on the same show or another, and no name", () => {
    const by = (take: PoolTake) => ({ ...take, speaker: "Ann Lee" });
    const again = { ...fresh, showId: first.showId, showTitle: first.showTitle };
    for (const takes of [
      [by(first), by(fresh)],
      [first, again],
    ])
      expect(choose(takes, tasteOf([]), sent).chosen).toMatchObject([
        { insightId: "fresh", updateText: "It asks 900 dollars a kilogram." },
      ]);
    const named = { ...fresh, body: "The stage that flew was built by Tamsin Aerospace." };
    expect(ids(choose([first, named], tasteOf([]), sent))).toEqual(["fresh"]);
    expect(ids(choose([by(first), by(named)], tasteOf([]), sent))).toEqual([]);
    expect(choose([by(first), by(fresh)]).chosen).toMatchObject([{ voices: 1, factors: { corroboration: 0 } }]);
  });

  it("may stand in a headline", () => {
    const headlined = {
      ...fresh,
      headline: "A stage that flew twice costs 900 dollars a kilogram",
      body: "The stage flew.",
    };
    expect(choose([first, headlined], tasteOf([]), sent).chosen).toMatchObject([{ updateText: headlined.headline }]);
  });

  it("was known already when it was placed in time, though published before", () => {
    const late = { ...fresh, publishedAt: first.publishedAt, placedAt: new Date(asOf.getTime() - hourMs) };
    expect(ids(choose([first, late], tasteOf([]), sent))).toEqual(["fresh"]);
    const inTime = { ...late, placedAt: first.placedAt };
    const none = choose([first, inTime], tasteOf([]), sent);
    expect(none.chosen).toEqual([]);
    expect(none.nearMisses[0]?.keptOutBy).toBe("Its story was in the digest of 2026-11-23, and nothing new was said.");
  });

  it("is not told by a muted show", () => {
    expect(ids(choose([first, fresh], tasteOf([{ showId: fresh.showId, isMuted: true }]), sent))).toEqual([]);
  });
});
