import { describe, expect, it } from "vitest";
import { gateFaults } from "../../../lib/insights/gate";
import { misspellings } from "../../../lib/insights/name-spelling";
import { type LabelledPair, labelledPairs } from "../../support/labelled-pairs";

const pairs = labelledPairs();
const unproved = new Set(["name-not-in-evidence", "number-not-in-evidence", "quote-not-found"]);

function faultsOf({ scene, draft }: LabelledPair) {
  const titles = [scene.show, scene.title, scene.notes].filter(Boolean);
  const metadata = [...titles, ...scene.people];
  const texts = scene.segments.map((segment) => segment.text);
  return gateFaults(
    draft,
    {
      segments: scene.segments,
      metadata,
      publishedAt: new Date("2026-11-24"),
      aliases: misspellings(texts, { texts: titles, persons: scene.people }),
    },
    "written",
  );
}

const labelled = (start: string) => pairs.filter(({ label }) => label.startsWith(start));

describe("the gate on labelled pairs", () => {
  it("has at least two hundred, forty of them with true names and numbers and a wrong claim", () => {
    expect(pairs.length).toBeGreaterThanOrEqual(200);
    expect(labelled("true").length).toBeGreaterThanOrEqual(140);
    expect(labelled("wrong").length).toBeGreaterThanOrEqual(40);
  });

  it.each(["invented name", "invented number", "invented quote"])("lets no %s through", (label) => {
    const leaked = labelled(label).filter((pair) => !faultsOf(pair).some(({ reason }) => unproved.has(reason)));
    expect(leaked.map(({ scene }) => scene.id)).toEqual([]);
  });

  it("drops at most two in a hundred true insights", () => {
    const dropped = labelled("true").flatMap((pair) => {
      const faults = faultsOf(pair);
      return faults.length > 0 ? [`${pair.scene.id}: ${faults.map(({ detail }) => detail).join(" ")}`] : [];
    });
    expect(dropped.length / labelled("true").length, dropped.join("\n")).toBeLessThanOrEqual(0.02);
  });

  it("refuses words in another speaker's mouth; other wrong relations are for the model's check", () => {
    const caught = labelled("wrong").filter((pair) => faultsOf(pair).length > 0);
    expect(caught.map(({ scene }) => scene.id)).toContain("hospital");
  });
});
