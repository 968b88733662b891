import { describe, expect, it } from "vitest";
import { countPairs, pairLines } from "../../eval/gate-pairs";
import { faultsOfPair, labelledPairs } from "../../support/labelled-pairs";

const pairs = labelledPairs();
const unproved = new Set(["name-not-in-evidence", "number-not-in-evidence", "quote-not-found"]);

const labelled = (start: string) => pairs.filter(({ label }) => label.startsWith(start));

describe("the gate on labelled pairs", () => {
  it("has at least two hundred, forty of them with true names and numbers and a wrong claim", () => {
    expect(pairs.length).toBeGreaterThanOrEqual(200);
    expect(labelled("true").length).toBeGreaterThanOrEqual(140);
    expect(labelled("wrong").length).toBeGreaterThanOrEqual(40);
  });

  it.each(["invented name", "invented number", "invented quote"])("lets no %s through", (label) => {
    const leaked = labelled(label).filter((pair) => !faultsOfPair(pair).some(({ reason }) => unproved.has(reason)));
    expect(leaked.map(({ scene }) => scene.id)).toEqual([]);
  });

  it("drops at most two in a hundred true insights", () => {
    const dropped = labelled("true").flatMap((pair) => {
      const faults = faultsOfPair(pair);
      return faults.length > 0 ? [`${pair.scene.id}: ${faults.map(({ detail }) => detail).join(" ")}`] : [];
    });
    expect(dropped.length / labelled("true").length, dropped.join("\n")).toBeLessThanOrEqual(0.02);
  });

  it("refuses words in another speaker's mouth; other wrong relations are for the model's check", () => {
    const caught = labelled("wrong").filter((pair) => faultsOfPair(pair).length > 0);
    expect(caught.map(({ scene }) => scene.id)).toContain("hospital");
  });

  it("are reported label by label, with what slips through where names and numbers are true", () => {
    const counts = countPairs(pairs);
    expect(counts.reduce((sum, { all }) => sum + all, 0)).toBe(pairs.length);
    for (const { label, refused, all } of counts.filter((count) => count.label.startsWith("invented")))
      expect({ label, refused }).toEqual({ label, refused: all });
    const report = pairLines(pairs).join("\n");
    expect(report).toMatch(/\d+ of \d+ true ones are dropped/);
    expect(report).toMatch(/names and numbers are true and the claim is wrong, \d+ of \d+ slip through/);
    expect(report).toMatch(/wrong relation: \d+ of \d+ slip through/);
  });
});
