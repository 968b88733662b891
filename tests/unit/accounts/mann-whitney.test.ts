import { expect, it } from "vitest";
import { mannWhitney } from "../../support/mann-whitney";

it("tells samples apart, with and without ties", () => {
  // Worked out by hand from the ranks.
  expect(mannWhitney([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])).toMatchObject({ u: 0, p: expect.closeTo(0.01219, 4) });
  expect(mannWhitney([1, 3, 5, 7, 9], [2, 4, 6, 8, 10]).p).toBeCloseTo(0.6761, 3);
  expect(mannWhitney([1, 1, 2, 2], [1, 2, 2, 3]).p).toBeCloseTo(0.4292, 3);
  expect(mannWhitney([5, 5], [5, 5]).p).toBeCloseTo(1);
});
