import { expect, it } from "vitest";
import { benchStories } from "../bench/stories";

it("finds the nearest by the derived index, and places at a pace that hardly depends on what is stored", {
  timeout: 400_000,
}, async () => {
  // The second size is beyond what is indexed row by row.
  const { figures, exponent } = await benchStories({ stored: [300, 2_700] }, () => {});
  expect(figures.map(({ stored, index }) => [stored, index])).toEqual([
    [300, "hnsw"],
    [2_700, "hnsw"],
  ]);
  for (const { recall } of figures) expect(recall).toBeGreaterThanOrEqual(0.97);
  expect(exponent).toBeLessThan(0.7);
});
