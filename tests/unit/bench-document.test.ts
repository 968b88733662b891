import { expect, it } from "vitest";
import { ratiosOf, withPart } from "../bench/run-all";

it("finds the ratios in what a bench prints", () => {
  const lines = ["Overheard 4.3 ms a feed (1.6 ×)", "no ratio of 3 here", "0.07 × bare, 11 times with 96 at once"];
  expect(ratiosOf({ command: "bench", lines }).map((ratio) => ratio.times)).toEqual([1.6, 0.07, 11]);
});

it("puts a part in the place of the one of its name, and leaves the others", () => {
  const text = withPart(withPart("# All\n", "Speed", "one"), "Quality", "two");
  expect(text).toBe("# All\n\n## Speed\n\none\n\n## Quality\n\ntwo\n");
  expect(withPart(text, "Speed", "three")).toBe("# All\n\n## Speed\n\nthree\n\n## Quality\n\ntwo\n");
  expect(withPart(text, "Quality", "four")).toBe("# All\n\n## Speed\n\none\n\n## Quality\n\nfour\n");
});
