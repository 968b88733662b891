import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countSignals,
  learn,
  learnedFactor,
  learningInWords,
  nothingLearned,
  type Signal,
} from "../../../lib/digests/learning";
import { affinity, followGain, learnedOf } from "../../../lib/digests/taste";
import { weights } from "../../../lib/digests/weights";

const now = new Date("2026-11-24T06:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3600_000);
const signal = (kind: Signal["kind"], topics: string[], showId: string | null = null, days = 1): Signal => ({
  kind,
  at: daysAgo(days),
  topics,
  showId,
});
const window = { now, since: null };

describe("what is learned from signals", () => {
  it("is as documented", () => {
    const factor = (more: number, save: number, less: number) => learnedFactor({ more, save, less });
    expect(factor(0, 0, 0)).toBe(1);
    expect(factor(3, 0, 0)).toBe(1.2);
    expect(factor(0, 2, 0)).toBeCloseTo(1.0909);
    expect(factor(0, 0, 1)).toBeCloseTo(0.8462);
    expect(factor(2, 0, 1)).toBe(1);
  });

  it("stays in its bounds, and each further signal moves it less", () => {
    const count = fc.nat({ max: 10_000 });
    fc.assert(
      fc.property(count, count, count, (more, save, less) => {
        const factor = learnedFactor({ more, save, less });
        expect(Math.abs(factor - 1)).toBeLessThanOrEqual(weights.mostLearned);
        expect(learnedFactor({ more: more + 1, save, less })).toBeGreaterThanOrEqual(factor);
        expect(learnedFactor({ more, save, less: less + 1 })).toBeLessThanOrEqual(factor);
      }),
    );
    const steps = [1, 2, 3, 4].map((more) => learnedFactor({ more, save: 0, less: 0 }));
    const gains = steps.map((step, i) => step - (steps[i - 1] ?? 1));
    expect(gains).toEqual([...gains].sort((a, b) => b - a));
  });

  it("forgets what is before a reset, half a year old, or not yet said", () => {
    const signals = [signal("more", ["energy"], "s", 181), signal("more", ["energy"], "s", 20)];
    expect(learn(signals, window).topics.get("energy")).toBe(learnedFactor({ more: 1, save: 0, less: 0 }));
    expect(learn(signals, { now, since: daysAgo(10) })).toEqual(nothingLearned);
    expect(learn([signal("more", ["energy"], "s", -1)], window)).toEqual(nothingLearned);
  });

  it("does not depend on the order of signals, and counts an insight's topic once", () => {
    const signals = fc.array(
      fc.record({
        kind: fc.constantFrom<Signal["kind"]>("more", "less", "save"),
        topics: fc.uniqueArray(fc.constantFrom("energy", "space", "health")),
        showId: fc.constantFrom(null, "a", "b"),
        at: fc.integer({ min: 1, max: 200 }).map(daysAgo),
      }),
    );
    fc.assert(
      fc.property(signals, (list) => {
        const sorted = (map: Map<string, number>) => [...map].sort();
        const [there, back] = [learn(list, window), learn([...list].reverse(), window)];
        expect([sorted(there.topics), sorted(there.shows)]).toEqual([sorted(back.topics), sorted(back.shows)]);
      }),
    );
    expect(countSignals([signal("more", ["energy", "energy"])], window).topics.get("energy")?.more).toBe(1);
  });

  it("says it in words, what moved most first, and leaves out what came out even or is gone", () => {
    const counts = countSignals(
      [
        ...[1, 2, 3].map(() => signal("more", ["energy"], "kitchen")),
        signal("save", ["space"]),
        signal("less", ["health", "gone"]),
        ...["more", "more", "less"].map((kind) => signal(kind as Signal["kind"], ["even"])),
      ],
      window,
    );
    const names = {
      topics: new Map(["energy", "space", "health", "even"].map((slug) => [slug, slug.toUpperCase()])),
      shows: new Map([["kitchen", "Kitchen Table"]]),
    };
    expect(learningInWords(counts, names)).toEqual([
      {
        text: "You said “more like this” on 3 insights about ENERGY: it counts 1.2 times.",
        factor: 1.2,
        topicSlug: "energy",
        showId: null,
      },
      {
        text: "You said “more like this” on 3 insights from Kitchen Table: it counts 1.2 times.",
        factor: 1.2,
        topicSlug: null,
        showId: "kitchen",
      },
      {
        text: "You said “less like this” on 1 insight about HEALTH: it counts 0.85 times.",
        factor: 0.8462,
        topicSlug: "health",
        showId: null,
      },
      {
        text: "You saved 1 insight about SPACE: it counts 1.05 times.",
        factor: 1.05,
        topicSlug: "space",
        showId: null,
      },
    ]);
  });
});

describe("affinity", () => {
  it("is 1 for nobody in particular, grows with follows, and stays in its bounds", () => {
    expect(affinity(followGain(0, 0, 0), 1)).toBe(1);
    expect(affinity(followGain(1.5, 0, 0), 1)).toBe(1.75);
    expect(affinity(followGain(0, 2, 0), 1)).toBe(2);
    expect(affinity(followGain(0, 0, 1), 1)).toBe(1.75);
    expect(affinity(followGain(9, 2, 40), 1.5)).toBe(3.75);
  });

  it("takes from learning what was learned of topics times what was learned of the show, in bounds", () => {
    expect(learnedOf(1.15, 1)).toBe(1.15);
    expect(learnedOf(1.2, 1.5)).toBe(1.5);
    expect(learnedOf(0.6, 0.5)).toBe(0.5);
  });
});
