import { describe, expect, it } from "vitest";
import type { SpokenSegment } from "../../../lib/insights/insight";
import { planParts, segmentTokens } from "../../../lib/insights/parts";

const talk = {
  bread: "The dough ferments overnight and the baker folds the flour, water and salt before the oven is hot.",
  rockets: "The rocket burns kerosene in nine engines and the stage lands on a ship to be flown again.",
};

/** Sentences about one matter, then about another. */
function said(counts: [keyof typeof talk, number][]): SpokenSegment[] {
  return counts
    .flatMap(([matter, count]) => Array.from({ length: count }, (_, at) => `${talk[matter]} That was number ${at}.`))
    .map((text, at) => ({ startMs: at * 8_000, endMs: (at + 1) * 8_000, speaker: null, text }));
}

const tokens = (segments: readonly SpokenSegment[]) => segments.reduce((sum, one) => sum + segmentTokens(one), 0);

describe("parts of a long episode", () => {
  it("are one where all fits, and none of nothing", () => {
    const segments = said([["bread", 10]]);
    expect(planParts(segments, { mostTokens: tokens(segments), overlapTokens: 50 })).toEqual([{ first: 0, last: 9 }]);
    expect(planParts([], { mostTokens: 100, overlapTokens: 10 })).toEqual([]);
  });

  it.each([42, 50, 58])("begin where the talk turns to something else (sentence %d of 100)", (turn) => {
    const segments = said([
      ["bread", turn],
      ["rockets", 100 - turn],
    ]);
    const mostTokens = Math.ceil(tokens(segments) * 0.8);
    const [first, second, ...more] = planParts(segments, { mostTokens, overlapTokens: 100 });
    expect(more).toEqual([]);
    expect(first).toEqual({ first: 0, last: turn - 1 });
    // What is said twice is before the border.
    expect(second?.last).toBe(99);
    expect(second?.first).toBeLessThan(turn);
    expect(tokens(segments.slice(second?.first, turn))).toBeLessThanOrEqual(100);
  });

  it("begin at a chapter of the publisher's where the talk does not say", () => {
    const segments = said([["bread", 100]]);
    const mostTokens = Math.ceil(tokens(segments) * 0.8);
    const chapters = [
      { startMs: 0, title: "Hello" },
      { startMs: 44 * 8_000, title: "Ovens" },
    ];
    expect(planParts(segments, { mostTokens, overlapTokens: 100 }, chapters)[0]).toEqual({ first: 0, last: 43 });
  });

  it("hold everything, none of it more than fits, whatever the length", () => {
    for (const length of [3, 17, 200, 731]) {
      const segments = said([["bread", length]]);
      const limits = { mostTokens: 700, overlapTokens: 120 };
      const parts = planParts(segments, limits);
      const covered = new Set(
        parts.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, at) => first + at)),
      );
      expect(covered.size).toBe(length);
      for (const { first, last } of parts)
        expect(tokens(segments.slice(first, last + 1))).toBeLessThanOrEqual(limits.mostTokens);
    }
  });
});
