import { expect, it } from "vitest";
import { readersText, simulateReaders } from "../../prove/readers";

it("gives readers of many tastes no story twice over sixty days, and lets them miss none that they should see", {
  timeout: 120_000,
}, () => {
  const result = simulateReaders(60, { searchEvery: 8 });
  expect(result.problems, readersText(result)).toEqual([]);
  expect(result.mustSee).toBeGreaterThan(300);
  expect(result.updates).toBeGreaterThan(50);
  expect(result.fills).toBeGreaterThan(50);
});
