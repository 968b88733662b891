import { expect, it } from "vitest";
import { benchDisk } from "../bench/disk";
import { benchGrowth, growthRatios, growthRows, growthTable } from "../bench/growth";
import { benchStart } from "../bench/start";

it("measures how much the disk fills by 1,000 episodes", async () => {
  const lines: string[] = [];
  const { megabytesPerThousand, answers } = await benchDisk({ episodes: 4 }, (line) => lines.push(line));
  expect(megabytesPerThousand).toBeGreaterThan(50);
  const [text = 0, times = 0, insights = 0, vectors = 0] = Object.values(answers);
  // An hour's text has some 50 kB; each word's times take several times as much, and a vector 8 kB that nothing shortens.
  expect(text).toBeGreaterThan(10);
  expect(times).toBeGreaterThan(text * 2);
  expect(insights).toBeLessThan(text);
  expect(vectors).toBeGreaterThan(10);
  expect(lines[0]).toMatch(
    /^Disk, by 4 episodes of an hour with [1-9][\d.]* insights each: \d+ MB for 1,000 episodes$/,
  );
});

it("measures the start and the memory of all processes", async () => {
  const lines: string[] = [];
  const { seconds, megabytes } = await benchStart({ starts: 1, idleSeconds: 1 }, (line) => lines.push(line));
  expect(seconds).toBeGreaterThan(0);
  expect(megabytes).toBeGreaterThan(100);
  expect(lines).toHaveLength(2);
});

it("measures a digest and each kind of page as more is stored", { timeout: 300_000 }, async () => {
  const grown = await benchGrowth([150, 300], () => {});
  const rows = growthRows([], grown);
  expect(Object.keys(rows).length).toBeGreaterThan(6);
  for (const [name, figures] of Object.entries(rows).slice(2)) {
    expect(
      figures.map(({ stored }) => stored),
      name,
    ).toEqual([150, 300]);
    for (const { ms } of figures) expect(ms, name).toBeGreaterThan(0);
  }
});

it("calls more than twice the time too much, and exactly twice not", () => {
  const sizes = [1_000, 100_000];
  const rows = growthRows(
    sizes.map((stored, i) => ({ stored, msANewInsight: [10, 20][i] ?? 0, msAnInsight: [10, 25][i] ?? 0 })),
    sizes.map((stored, i) => ({ stored, msADigest: [4, 2][i] ?? 0, msAPage: { show: [5, 50][i] ?? 0 } })),
  );
  expect(growthRatios(rows).map(({ times, isWithin }) => [times, isWithin])).toEqual([
    [2, true],
    [2.5, false],
    [0.5, true],
    [10, false],
  ]);
  expect(growthRatios(rows)[3]).toMatchObject({
    what: "page: show with 100,000 stored",
    reference: "with 1,000; at most 2 × is asked for",
    better: "less",
  });
  const lines = growthTable(rows).split("\n");
  expect(lines.filter((line) => line.endsWith("MORE THAN 2 TIMES"))).toHaveLength(2);
  expect(lines[4]).toMatch(/^page: show +5\.0 ms +50\.0 ms +10\.00 times, exponent 0\.50, MORE THAN 2 TIMES$/);
  expect(() => growthRatios({ digest: [{ stored: 1, ms: 1 }] })).toThrow(/no two sizes/);
});
