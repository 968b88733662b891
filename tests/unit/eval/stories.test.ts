import { describe, expect, it } from "vitest";
import { localEmbedder } from "../../../lib/stories/local-embedding";
import { jaccardSingleLink, tfidfSinglePass } from "../../eval/cluster-baselines";
import { bCubed, judgePairs, pairwise } from "../../eval/cluster-scores";
import { evaluateStories } from "../../eval/stories";

const groups = (text: string) => new Map([...text].map((group, i) => [`t${i}`, group]));

describe("scores of groups", () => {
  it("are those of the books", () => {
    const right = groups("aaaabb");
    expect(bCubed(groups("xxyyzz"), right)).toMatchObject({ precision: 1, recall: 4 / 6 });
    expect(bCubed(groups("xxxxxx"), right).precision).toBeCloseTo((4 * (4 / 6) + 2 * (2 / 6)) / 6);
    expect(pairwise(groups("xxyyzz"), right)).toMatchObject({ precision: 1, recall: 3 / 7 });
    expect(pairwise(groups("uvwxyz"), right)).toEqual({ precision: 1, recall: 0, f1: 0 });
    expect(bCubed(right, right).f1).toBe(1);
  });

  it("count judged pairs", () => {
    const pairs = [
      { a: "t0", b: "t1", same: true, related: true },
      { a: "t0", b: "t2", same: true, related: true },
      { a: "t0", b: "t3", same: false, related: true },
      { a: "t1", b: "t0", same: false, related: false },
    ];
    expect(judgePairs(groups("xxyz"), pairs)).toEqual({ same: 2, merged: 1, other: 2, kept: 1, near: 1, nearKept: 1 });
  });
});

describe("baselines", () => {
  const items = ["the red kestrel flies", "a red kestrel flew", "bread needs yeast"].map((text, i) => ({
    id: `t${i}`,
    text,
  }));

  it("put together what shares words", () => {
    for (const found of [jaccardSingleLink(items, 0.3), tfidfSinglePass(items, 0.1)]) {
      expect(found.get("t0")).toBe(found.get("t1"));
      expect(found.get("t0")).not.toBe(found.get("t2"));
    }
  });
});

describe("the evaluation of stories", () => {
  const evaluate = async (json: boolean, data: string) => {
    const lines: string[] = [];
    await evaluateStories({ data, json, embedder: localEmbedder, scale: null, print: (line) => lines.push(line) });
    return lines;
  };

  it("keeps the project's own takes apart and together as it promises", { timeout: 60_000 }, async () => {
    const ours =
      (await evaluate(false, "tests/fixtures/stories")).find((line) => line.includes("as stories are made")) ?? "";
    const [, , f1] = ours.split(")")[1]?.trim().split(/\s+/).map(Number) ?? [];
    const [, kept = 0, other = 1] = (/kept (\d+)\/(\d+)/.exec(ours) ?? []).map(Number);
    expect(f1).toBeGreaterThanOrEqual(0.95);
    expect(kept / other).toBeGreaterThanOrEqual(0.97);
  });

  it("prints the nine takes of one change of plan as one story, and what else those companies did as others", {
    timeout: 30_000,
  }, async () => {
    const lines = (await evaluate(true, "tests/fixtures/stories/items.jsonl")).map((line) => JSON.parse(line));
    expect(lines).toHaveLength(153);
    expect(lines[0]).toEqual({ id: expect.any(String), story: expect.any(String) });
    const sizes = [...Map.groupBy(lines, (line) => line.story).values()].map((takes) => takes.length);
    expect(Math.max(...sizes)).toBe(9);
  });
});
