import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Choice, chooseSpread } from "../../../lib/insights/choose";

const choices = fc
  .array(fc.record({ value: fc.double({ min: 0, max: 1, noNaN: true }), at: fc.integer({ min: 0, max: 600 }) }), {
    maxLength: 9,
  })
  .map((list) =>
    list
      .sort((a, b) => a.at - b.at)
      .map(({ value, at }): Choice => ({ value, startMs: at * 1000, endMs: at * 1000 + 20_000 })),
  );
const near = (a: Choice, b: Choice) => Math.exp(-Math.abs(a.startMs - b.startMs) / 60_000);

function worth(chosen: readonly Choice[]): number {
  return chosen.reduce((sum, choice, index) => {
    const before = chosen[index - 1];
    if (before && before.endMs > choice.startMs) return Number.NEGATIVE_INFINITY;
    return sum + choice.value - (before ? 0.75 * near(before, choice) : 0);
  }, 0);
}

function* subsets(size: number, count: number, from = 0): Generator<number[]> {
  if (count === 0) yield [];
  else for (let at = from; at < size; at++) for (const rest of subsets(size, count - 1, at + 1)) yield [at, ...rest];
}

describe("choosing what goes together", () => {
  it("finds the best set there is, of as many as fit", () => {
    fc.assert(
      fc.property(choices, (list) => {
        const chosen = chooseSpread(list, 3, near);
        const picks = chosen.flatMap((index) => list[index] ?? []);
        const best = Math.max(
          Number.NEGATIVE_INFINITY,
          ...[...subsets(list.length, chosen.length)].map((set) => worth(set.flatMap((index) => list[index] ?? []))),
        );
        expect(chosen.length).toBe(Math.min(chosen.length, 3));
        if (list.length > 0) expect(worth(picks)).toBeCloseTo(best, 9);
        const more = [...subsets(list.length, chosen.length + 1)].some(
          (set) => worth(set.flatMap((index) => list[index] ?? [])) > Number.NEGATIVE_INFINITY,
        );
        expect(chosen.length === 3 || !more).toBe(true);
      }),
    );
  });

  it("prefers another topic to a slightly better second passage on the same", () => {
    const list = [
      { value: 0.8, startMs: 0, endMs: 10_000 },
      { value: 0.75, startMs: 12_000, endMs: 20_000 },
      { value: 0.6, startMs: 900_000, endMs: 910_000 },
    ];
    expect(chooseSpread(list, 2, near)).toEqual([0, 2]);
  });
});
