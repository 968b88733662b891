import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Candidate, chooseDigest, corroboration, freshness, novelty, scoreOf } from "../../../lib/digests/ranking";
import { weights } from "../../../lib/digests/weights";
import { cosine } from "../../../lib/stories/embedding";

const unit = fc.double({ min: 0.01, max: 1, noNaN: true });

const candidates: fc.Arbitrary<Candidate[]> = fc
  .array(
    fc.record({
      story: fc.integer({ min: 0, max: 12 }),
      episode: fc.integer({ min: 0, max: 10 }),
      quality: unit,
      voices: fc.integer({ min: 1, max: 8 }),
      ageHours: fc.double({ min: 0, max: 168, noNaN: true }),
      angle: fc.double({ min: 0, max: Math.PI / 2, noNaN: true }),
      keptOut: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((list) =>
    list.map(({ story, episode, quality, voices, ageHours, angle, keptOut }, i) => ({
      insightId: `insight-${i}`,
      identity: `insight-${i}`,
      storyId: `story-${story}`,
      episodeId: `episode-${episode}`,
      // Two episodes a show.
      showId: `show-${Math.floor(episode / 2)}`,
      headline: `Headline ${i}`,
      showTitle: `Show ${Math.floor(episode / 2)}`,
      voices,
      vector: Float32Array.of(Math.cos(angle), Math.sin(angle)),
      updateText: null,
      ...(keptOut && story % 3 === 0 ? { keptOutBy: "It was shown." } : {}),
      factors: {
        quality,
        corroboration: corroboration(voices),
        freshness: freshness(ageHours * 3600_000),
        affinity: 1,
        novelty: 1,
      },
    })),
  );

const able = (list: Candidate[]) =>
  list.filter((candidate) => !candidate.keptOutBy && candidate.factors.quality >= weights.minimumQuality);
const distinct = (list: Candidate[], key: "storyId" | "episodeId" | "showId") =>
  new Set(list.map((candidate) => candidate[key])).size;

describe("choosing the five", () => {
  it("keeps every cap and the floor", () => {
    fc.assert(
      fc.property(candidates, (list) => {
        const { chosen } = chooseDigest(list, cosine);
        expect(chosen.length).toBeLessThanOrEqual(5);
        expect(distinct(chosen, "storyId")).toBe(chosen.length);
        expect(distinct(chosen, "episodeId")).toBe(chosen.length);
        for (const item of chosen) {
          expect(item.keptOutBy).toBeUndefined();
          expect(item.factors.quality).toBeGreaterThanOrEqual(weights.minimumQuality);
          expect(chosen.filter((other) => other.showId === item.showId).length).toBeLessThanOrEqual(2);
        }
      }),
    );
  });

  it("has four shows where five stories of four shows and more are to be had", () => {
    fc.assert(
      fc.property(candidates, (list) => {
        // One story and one episode each, so that only the cap on shows is at work.
        const apart = list.map((candidate, i) => ({ ...candidate, storyId: `s${i}`, episodeId: `e${i}` }));
        const shows = distinct(able(apart), "showId");
        const { chosen } = chooseDigest(apart, cosine);
        expect(distinct(chosen, "showId")).toBeGreaterThanOrEqual(Math.min(4, shows));
      }),
    );
  });

  it("does not depend on the order of the candidates", () => {
    fc.assert(
      fc.property(
        candidates.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(chooseDigest(shuffled, cosine)).toEqual(chooseDigest(list, cosine));
        },
      ),
    );
  });

  it("orders by score and says of each near miss why it is one", () => {
    fc.assert(
      fc.property(candidates, (list) => {
        const { chosen, nearMisses } = chooseDigest(list, cosine);
        const scores = chosen.map((item) => scoreOf(item.factors));
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        for (const miss of nearMisses) {
          expect(miss.keptOutBy).not.toBe("");
          expect(chosen.map((item) => item.insightId)).not.toContain(miss.insightId);
        }
      }),
    );
  });

  it("gives fewer than five rather than something below the floor", () => {
    const [weak] =
      fc.sample(
        candidates.filter((list) => list.length > 0),
        1,
      )[0] ?? [];
    if (!weak) throw new Error("No candidate.");
    const factors = { ...weak.factors, quality: weights.minimumQuality - 0.01 };
    const { chosen, nearMisses } = chooseDigest([{ ...weak, keptOutBy: undefined, factors } as Candidate], cosine);
    expect(chosen).toEqual([]);
    expect(nearMisses[0]?.keptOutBy).toMatch(/quality floor/);
  });

  it("prefers another subject to more of the same", () => {
    const base = {
      showTitle: "Show",
      headline: "Headline",
      voices: 1,
      updateText: null,
      factors: { quality: 0.9, corroboration: 0, freshness: 1, affinity: 1, novelty: 1 },
    };
    const list = Array.from({ length: 8 }, (_, i) => ({
      ...base,
      insightId: `i${i}`,
      identity: `i${i}`,
      storyId: `s${i}`,
      episodeId: `e${i}`,
      showId: `show${i}`,
      vector: i < 7 ? Float32Array.of(1, 0) : Float32Array.of(0, 1),
      factors: { ...base.factors, quality: i < 7 ? 0.9 : 0.8 },
    }));
    expect(chooseDigest(list, cosine).chosen.map((item) => item.insightId)).toContain("i7");
  });
});

describe("the factors", () => {
  it("count one voice as no corroboration, and each doubling alike", () => {
    expect(corroboration(1)).toBe(0);
    expect(corroboration(4) - corroboration(2)).toBeCloseTo(corroboration(2) - corroboration(1));
  });

  it("halve freshness in its half-life, and never exceed 1", () => {
    expect(freshness(0)).toBe(1);
    expect(freshness(-5)).toBe(1);
    expect(freshness(weights.freshnessHalfLifeHours * 3600_000)).toBeCloseTo(0.5);
  });

  it("lower novelty with likeness", () => {
    expect(novelty(0)).toBe(1);
    expect(novelty(1)).toBeCloseTo(1 - weights.noveltyLoss);
  });
});
