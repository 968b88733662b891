import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { withPart, writeReport } from "../../bench/benchmarks-document";
import { noteRatio, ratioTable } from "../../bench/ratios";
import { type Report, runAll, withoutPaths } from "../../bench/run-all";

it("names for each ratio what it stands beside", () => {
  expect(
    ratioTable([
      { what: "polling", reference: "a bare loop", times: 1.234, better: "less" },
      { what: "digests a second", reference: "each alone", times: 55.6, better: "more" },
    ]),
  ).toBe(
    [
      "| measured         | beside      | ratio  |                |",
      "| ---------------- | ----------- | ------ | -------------- |",
      "| polling          | a bare loop | 1.23 × | less is better |",
      "| digests a second | each alone  | 56 ×   | more is better |",
    ].join("\n"),
  );
});

it("puts a part in the place of the one of its name, and leaves the others", () => {
  const text = withPart(withPart("# All\n", "Speed", "one"), "Quality", "two");
  expect(text).toBe("# All\n\n## Speed\n\none\n\n## Quality\n\ntwo\n");
  expect(withPart(text, "Speed", "three")).toBe("# All\n\n## Speed\n\nthree\n\n## Quality\n\ntwo\n");
  expect(withPart(text, "Quality", "four")).toBe("# All\n\n## Speed\n\none\n\n## Quality\n\nfour\n");
});

it("runs each measurement, and writes what it printed and its ratios, without this machine's paths", async () => {
  const folder = mkdtempSync(join(tmpdir(), "overheard report "));
  try {
    const report = await runAll("bench", [["feeds", "--help"]], { print: () => {} });
    expect(report.measured[0]).toMatchObject({ command: "npm run bench -- feeds --help", exitCode: 0, ratios: [] });
    const told: Report = {
      ...report,
      measured: report.measured.map((one) => ({
        ...one,
        ratios: [{ what: "parsing", reference: "rss-parser", times: 0.9, better: "less" as const }],
      })),
    };
    writeReport(told, "Speed", "bench.json", folder);
    writeReport(report, "Quality", "eval.json", folder);
    const text = readFileSync(join(folder, "BENCHMARKS.md"), "utf8");
    expect(text).toMatch(/^# Benchmarks\n[\s\S]*\n## Speed\n\n\d{4}-\d\d-\d\d, \d+ cores \([\s\S]*\n## Quality\n/);
    expect(text).toMatch(/\| parsing +\| rss-parser \| 0.90 × \| less is better \|/);
    expect(text).toContain("Usage: npm run bench -- feeds");
    expect(JSON.parse(readFileSync(join(folder, "bench.json"), "utf8")).ratios).toEqual([
      {
        command: "npm run bench -- feeds --help",
        what: "parsing",
        reference: "rss-parser",
        times: 0.9,
        better: "less",
      },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

it("writes names for folders, and none of where they lie", () => {
  const text = withoutPaths(`${join(tmpdir(), "some data", "a.vtt")} and ${process.cwd()}/tests`, {
    [join(tmpdir(), "some data")]: "FOLDER",
  });
  expect(text).toBe("FOLDER/a.vtt and ./tests");
});

it("lets a bench that runs on its own only print", () => {
  expect(() => noteRatio({ what: "a", reference: "b", times: 1, better: "less" })).not.toThrow();
});
