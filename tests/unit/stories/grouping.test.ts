import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupingOf, type Likenesses } from "../../../lib/stories/grouping";

/** Takes as points on a line: near ones are alike. */
const onLine = (points: number[], rest: Partial<Likenesses> = {}): Likenesses => ({
  count: points.length,
  likeness: (i, j) => Math.max(0, 1 - Math.abs((points[i] ?? 0) - (points[j] ?? 0)) / 10),
  contradict: () => false,
  ...rest,
});

const partition = (groups: number[]) =>
  [...Map.groupBy(groups.keys(), (i) => groups[i]).values()].map((members) => members.join(" ")).sort();

describe("groups of takes", () => {
  it("join what is alike, and leave the rest alone", () => {
    expect(partition(groupingOf(onLine([0, 1, 2, 50, 51, 99])).at(0.44))).toEqual(["0 1 2", "3 4", "5"]);
  });

  it("join two that share nothing when the same others are alike to both", () => {
    const likeness = (i: number, j: number) => ([i, j].includes(2) || [i, j].includes(3) ? 0.6 : 0);
    const takes: Likenesses = { count: 4, contradict: () => false, likeness };
    expect(partition(groupingOf(takes).at(0.44))).toEqual(["0 1 2 3"]);
  });

  it("never hold two takes that contradict each other, not by way of others either", () => {
    const points = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 25 });
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 5 }), (list, step) => {
        const contradict = (i: number, j: number) => i !== j && (i + j) % (step + 1) === 0;
        const groups = groupingOf(onLine(list, { contradict })).at(0.3);
        for (const i of groups.keys())
          for (let j = 0; j < i; j++) expect(groups[i] === groups[j] && contradict(i, j)).toBe(false);
      }),
    );
  });

  it("hold on to what was together a little longer than what was not", () => {
    const points = [0, 7.1];
    const apart = groupingOf(onLine(points)).at(0.56);
    const together = groupingOf(onLine(points, { together: () => true })).at(0.56);
    expect([partition(apart), partition(together)]).toEqual([["0", "1"], ["0 1"]]);
  });

  it("only grow as the threshold falls", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 30 }), (points) => {
        const grouping = groupingOf(onLine(points));
        const [strict, loose] = [grouping.at(0.7), grouping.at(0.3)];
        for (const i of strict.keys())
          for (let j = 0; j < i; j++) if (strict[i] === strict[j]) expect(loose[i]).toBe(loose[j]);
      }),
    );
  });

  it("are the same for any order of takes that are all unlike in a different degree", () => {
    const points = fc.uniqueArray(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(points, (list) => {
        const sorted = [...list].sort((a, b) => a - b);
        const reversed = [...sorted].reverse();
        const sets = (ordered: number[]) =>
          partition(groupingOf(onLine(ordered)).at(0.44)).map((group) =>
            group
              .split(" ")
              .map((i) => ordered[Number(i)])
              .sort()
              .join(),
          );
        expect(sets(reversed).sort()).toEqual(sets(sorted).sort());
      }),
    );
  });
});
