import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Contender,
  chooseDigest,
  corroboration,
  freshness,
  freshnessEvery,
  novelty,
  scoreOf,
} from "../../../lib/digests/ranking";
import { weights } from "../../../lib/digests/weights";
import { cosine } from "../../../lib/stories/embedding";

const unit = fc.double({ min: 0.01, max: 1, noNaN: true });

interface Entry extends Contender {
  vector: Float32Array;
}

const alike = (a: Entry, b: Entry) => Math.max(0, cosine(a.vector, b.vector));
const numberOf = (entry: Entry) => Number(/\d+$/.exec(entry.insightId)?.[0] ?? 0);

/** Chooses from a list in which an insight's number is its place, in whatever order the list is. */
function choose(list: Entry[], fill = false) {
  const places = Math.max(0, ...list.map((entry) => numberOf(entry) + 1));
  const most = new Float64Array(places).fill(-1);
  const at = (place: number) => list.find((entry) => numberOf(entry) === place) as Entry;
  for (const entry of list) most[numberOf(entry)] = scoreOf({ ...entry.factors, novelty: 1 });
  return chooseDigest({ most, at, others: () => [] }, alike, { fill });
}

const candidates: fc.Arbitrary<Entry[]> = fc
  .array(
    fc.record({
      story: fc.integer({ min: 0, max: 12 }),
      episode: fc.integer({ min: 0, max: 10 }),
      quality: unit,
      voices: fc.integer({ min: 1, max: 8 }),
      ageHours: fc.double({ min: 0, max: 168, noNaN: true }),
      angle: fc.double({ min: 0, max: Math.PI / 2, noNaN: true }),
      likeness: fc.double({ min: 0, max: 1, noNaN: true }),
      keptOut: fc.boolean(),
      isOutside: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((list) =>
    list.map(({ story, episode, quality, voices, ageHours, angle, likeness, keptOut, isOutside }, i) => ({
      insightId: `insight-${i}`,
      storyId: `story-${story}`,
      episodeId: `episode-${episode}`,
      // Two episodes a show.
      showId: `show-${Math.floor(episode / 2)}`,
      headline: `Headline ${i}`,
      showTitle: `Show ${Math.floor(episode / 2)}`,
      vector: Float32Array.of(Math.cos(angle), Math.sin(angle)),
      keptOutBy: keptOut && story % 3 === 0 ? "It was shown." : null,
      isOutside,
      quality,
      factors: {
        quality,
        corroboration: corroboration(voices),
        freshness: freshness(ageHours * 3600_000),
        affinity: 1,
        novelty: novelty(likeness),
      },
    })),
  );

const isAble = (one: Entry) => !one.keptOutBy && one.factors.quality >= weights.minimumQuality;
const inside = (list: Entry[]) => list.filter((one) => isAble(one) && !one.isOutside);
const distinct = (list: Entry[], key: "storyId" | "episodeId" | "showId") =>
  new Set(list.map((candidate) => candidate[key])).size;

/** The same choice by trying everything in each round, with nothing put off. */
function plainlyChosen(list: Entry[], fill: boolean): string[] {
  const chosen: Entry[] = [];
  for (const pass of fill ? [false, true] : [false]) {
    const able = list.filter((one) => isAble(one) && one.isOutside === pass);
    const possible = Math.min(weights.fewestShows, distinct([...chosen, ...able], "showId"));
    for (;;) {
      const left = weights.digestSize - chosen.length;
      const open = able.filter(
        (one) =>
          left > 0 &&
          !chosen.some((item) => item.storyId === one.storyId || item.episodeId === one.episodeId) &&
          chosen.filter((item) => item.showId === one.showId).length < weights.mostPerShow &&
          (possible - distinct(chosen, "showId") < left || !chosen.some((item) => item.showId === one.showId)),
      );
      const value = (one: Entry) => {
        const nearest = Math.max(0, ...chosen.map((item) => alike(item, one)));
        return Math.round(scoreOf(one.factors) * (1 - weights.diversity * nearest) * 1e6) / 1e6;
      };
      const [best] = open.sort((a, b) => value(b) - value(a) || numberOf(a) - numberOf(b));
      if (!best) break;
      chosen.push(best);
    }
  }
  return chosen.map((one) => one.insightId).sort();
}

describe("choosing the five", () => {
  it("keeps every cap and the floor", () => {
    fc.assert(
      fc.property(candidates, fc.boolean(), (list, fill) => {
        const { chosen } = choose(list, fill);
        expect(chosen.length).toBeLessThanOrEqual(5);
        expect(distinct(chosen, "storyId")).toBe(chosen.length);
        expect(distinct(chosen, "episodeId")).toBe(chosen.length);
        for (const item of chosen) {
          expect(isAble(item)).toBe(true);
          expect(fill || !item.isOutside).toBe(true);
          expect(chosen.filter((other) => other.showId === item.showId).length).toBeLessThanOrEqual(2);
        }
      }),
    );
  });

  it("chooses what trying everything would choose, though it looks at little", () => {
    fc.assert(
      fc.property(candidates, fc.boolean(), (list, fill) => {
        const { chosen } = choose(list, fill);
        expect(chosen.map((one) => one.insightId).sort()).toEqual(plainlyChosen(list, fill));
      }),
      { numRuns: 300 },
    );
  });

  it("has four shows where four are to be had", () => {
    fc.assert(
      fc.property(candidates, (list) => {
        // One story and one episode each, so that only the cap on shows is at work.
        const apart = list.map((one, i) => ({ ...one, storyId: `s${i}`, episodeId: `e${i}` }));
        const { chosen } = choose(apart);
        expect(distinct(chosen, "showId")).toBeGreaterThanOrEqual(Math.min(4, distinct(inside(apart), "showId")));
      }),
    );
  });

  it("fills only after everything inside, and changes nothing of that", () => {
    fc.assert(
      fc.property(candidates, (list) => {
        const strict = choose(list).chosen;
        const filled = choose(list, true).chosen;
        expect(filled.slice(0, strict.length)).toEqual(strict);
        expect(filled.slice(strict.length).every((item) => item.isOutside)).toBe(true);
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
          expect(choose(shuffled, true)).toEqual(choose(list, true));
        },
      ),
    );
  });

  it("orders by score and says of each near miss why it is one", () => {
    fc.assert(
      fc.property(candidates, (list) => {
        const { chosen, nearMisses } = choose(list);
        const scores = chosen.map((item) => scoreOf(item.factors));
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        const others = list
          .filter((one) => !chosen.some((item) => item.storyId === one.storyId))
          .map((one) => scoreOf(one.factors));
        expect(nearMisses.map((miss) => miss.score)).toEqual(others.sort((a, b) => b - a).slice(0, 5));
        for (const miss of nearMisses) expect(miss.keptOutBy).not.toBe("");
      }),
    );
  });

  const one = (change: Partial<Entry>, quality: number): Entry => ({
    insightId: "i0",
    storyId: "s",
    episodeId: "e",
    showId: "show",
    headline: "Headline",
    showTitle: "Show",
    vector: Float32Array.of(1, 0),
    keptOutBy: null,
    isOutside: false,
    quality,
    factors: { quality, corroboration: 0, freshness: 1, affinity: 1, novelty: 1 },
    ...change,
  });

  it("gives fewer than five rather than something below the floor", () => {
    const { chosen, nearMisses } = choose([one({}, weights.minimumQuality - 0.01)], true);
    expect(chosen).toEqual([]);
    expect(nearMisses[0]?.keptOutBy).toMatch(/quality floor/);
  });

  it("says what is outside a reader's follows", () => {
    const { chosen, nearMisses } = choose([one({ isOutside: true }, 0.9)]);
    expect(chosen).toEqual([]);
    expect(nearMisses[0]?.keptOutBy).toBe("It is outside what you follow.");
  });

  it("prefers another subject to more of the same", () => {
    const list = Array.from({ length: 8 }, (_, i) =>
      one(
        {
          insightId: `i${i}`,
          storyId: `s${i}`,
          episodeId: `e${i}`,
          showId: `show${i}`,
          vector: i < 7 ? Float32Array.of(1, 0) : Float32Array.of(0, 1),
        },
        i < 7 ? 0.9 : 0.8,
      ),
    );
    const { chosen, nearMisses } = choose(list);
    expect(chosen.map((item) => item.insightId)).toContain("i7");
    // Those scored higher than the one that was preferred.
    expect(nearMisses[0]).toMatchObject({ score: 0.9, keptOutBy: "It is much like another one of the five." });
  });

  it("says that four shows are to be among the five where that kept out a higher score", () => {
    const list = [0.99, 0.98, 0.97, 0.96, 0.6, 0.59, 0.58].map((quality, i) =>
      one(
        {
          ...{ insightId: `i${i}`, storyId: `s${i}`, episodeId: `e${i}` },
          ...{ showId: `show${[0, 0, 1, 1, 2, 3, 4][i]}`, vector: Float32Array.of(0, 0) },
        },
        quality,
      ),
    );
    const { chosen, nearMisses } = choose(list);
    expect(chosen.map((item) => item.insightId)).toEqual(["i0", "i1", "i2", "i4", "i5"]);
    expect(nearMisses.map(({ keptOutBy }) => keptOutBy)).toEqual([
      "The five come from at least four shows, and its own is among them.",
      "Scored lower than the five.",
    ]);
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

  it("let freshness decay slower in an edition that comes less often", () => {
    const [day, week] = [24, 168].map((hours) => freshness(hours * 3600_000)) as [number, number];
    expect(freshnessEvery(1, day)).toBe(day);
    expect(freshnessEvery(7, week)).toBeCloseTo(day);
  });

  it("lower novelty with likeness", () => {
    expect(novelty(0)).toBe(1);
    expect(novelty(1)).toBeCloseTo(1 - weights.noveltyLoss);
  });
});
