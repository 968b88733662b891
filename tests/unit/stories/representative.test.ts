import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byRepresentation } from "../../../lib/stories/representative";

const publishedAt = new Date("2026-11-24T06:00:00Z");
const take = (identity: string, showId: string, quality: number, ...vector: number[]) => {
  const length = Math.hypot(...vector);
  return {
    id: identity,
    identity,
    showId,
    quality,
    publishedAt,
    vector: Float32Array.from(vector, (value) => value / length),
  };
};

describe("the take that stands for a story", () => {
  it("is what the other shows say too, rather than a better told side remark", () => {
    const takes = [take("side", "a", 0.9, 0.2, 1), take("claim", "a", 0.8, 1, 0), take("echo", "b", 0.7, 1, 0.1)];
    expect(byRepresentation(takes)[0]?.identity).toBe("claim");
  });

  it("is the best told one where only one show speaks", () => {
    const takes = [take("plain", "a", 0.6, 1, 0), take("well told", "a", 0.8, 0, 1)];
    expect(byRepresentation(takes)[0]?.identity).toBe("well told");
  });

  it("does not depend on the order of the takes", () => {
    const takes = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 9 }))
        .map(([show, quality, angle]) => ({ show, quality, angle })),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(takes, (list) => {
        // Feeds of one show have the same titles and guids.
        const all = list.map((t, i) => ({
          ...take(`${i}`, `s${t.show}`, t.quality / 4, t.angle, 3),
          identity: `${i % 2}`,
        }));
        expect(byRepresentation([...all].reverse())).toEqual(byRepresentation(all));
      }),
    );
  });
});
