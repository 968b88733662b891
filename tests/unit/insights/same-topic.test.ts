import { describe, expect, it } from "vitest";
import { salienceOf } from "../../../lib/insights/salience";

const lines = [
  [
    "Otters feed on bream along the river bank, and bream feed where the reed grows.",
    "A river bank with reed shelters bream, so otters hunt the bank at night.",
    "Reed along the bank keeps the river cold, which bream and otters need.",
  ],
  [
    "Lenders price a mortgage by the rate that bonds pay, so mortgage rates follow bonds.",
    "A mortgage with a fixed rate shields owners when lenders raise rates.",
    "Bonds fell and lenders raised the mortgage rate for owners within weeks.",
  ],
];

/** An hour in two halves; a sentence takes ten seconds. */
const hour = Array.from({ length: 360 }, (_, at) => ({
  startMs: at * 10_000,
  endMs: (at + 1) * 10_000,
  speaker: null,
  text: lines[Math.floor(at / 180)]?.[at % 3] ?? "",
}));

describe("whether two moments are on one topic", () => {
  const { sameTopic } = salienceOf(hour, "Otters and mortgages");
  const minute = 60_000;

  it("is less likely where the words change between them than where they go on", () => {
    const apart = 4 * minute;
    const across = sameTopic(30 * minute - apart / 2, 30 * minute + apart / 2);
    for (const middle of [10, 15, 20, 40, 45, 50])
      expect(sameTopic(middle * minute - apart / 2, middle * minute + apart / 2)).toBeGreaterThan(across);
  });

  it("is less likely the farther they are apart, in either order", () => {
    const near = sameTopic(10 * minute, 11 * minute);
    const far = sameTopic(10 * minute, 20 * minute);
    expect(near).toBeGreaterThan(far);
    expect(sameTopic(20 * minute, 10 * minute)).toBe(far);
    expect(near).toBeLessThanOrEqual(1);
    expect(far).toBeGreaterThanOrEqual(0);
  });
});
