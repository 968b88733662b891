import { describe, expect, it } from "vitest";
import { missedWebMarks } from "../../bench/web";
import { isPageFine } from "../../prove/lighthouse";

describe("the marks of the web bench", () => {
  const met = { ratio: 0.9, signedInP99Ms: 99.9, searchP95Ms: 149.9 };

  it("are met at their very edge", () => {
    expect(missedWebMarks(met, true)).toEqual([]);
  });

  it.each([
    ["a front page slower than a static one", { ratio: 0.89 }, /^\/ was answered 0\.89 times as often.*0\.9 at least/],
    ["a reader's front page that takes long", { signedInP99Ms: 100 }, /100\.0 ms at p99; it must be under 100 ms/],
    ["a search that takes long", { searchP95Ms: 150 }, /150\.0 ms at p95; it must be under 150 ms/],
    ["what could not be measured", { ratio: Number.NaN }, /NaN/],
  ])("miss %s", (_, change, sentence) => {
    expect(missedWebMarks({ ...met, ...change }, true)).toEqual([expect.stringMatching(sentence)]);
  });

  it("ask for times on PostgreSQL alone, and for the ratio everywhere", () => {
    const slow = { ratio: 0.5, signedInP99Ms: 900, searchP95Ms: 900 };
    expect(missedWebMarks(slow, true)).toHaveLength(3);
    expect(missedWebMarks(slow, false)).toEqual([expect.stringMatching(/static page/)]);
  });
});

describe("the marks of the pages as Lighthouse sees them", () => {
  const empty = { performance: 97, scriptKilobytes: 134.6 };
  const scores = { accessibility: 100, bestPractices: 100, seo: 100 };
  const page = { ...scores, performance: 95, layoutShift: 0, scriptKilobytes: 159.6 };

  it("are met at their very edge", () => {
    expect(isPageFine(page, empty)).toBe(true);
  });

  it.each([
    ["accessibility", { accessibility: 99 }],
    ["best practices", { bestPractices: 99 }],
    ["SEO", { seo: 99 }],
    ["performance", { performance: 94 }],
    ["something that moves", { layoutShift: 0.001 }],
    ["too many scripts", { scriptKilobytes: 159.7 }],
    ["what could not be measured", { scriptKilobytes: Number.NaN }],
  ])("miss %s", (_, change) => {
    expect(isPageFine({ ...page, ...change }, empty)).toBe(false);
  });
});
