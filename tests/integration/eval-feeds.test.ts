import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { evaluateFeeds } from "../eval/feeds";

const data = join(import.meta.dirname, "..", "fixtures", "feeds");

it("reads every fixture as the golden file beside it says", async () => {
  const lines: string[] = [];
  await evaluateFeeds({ data, json: true, oracle: undefined, print: (line) => lines.push(line) });
  const read = lines.map((line) => JSON.parse(line) as { file: string });
  expect(read.length).toBeGreaterThan(20);
  for (const line of read) {
    const golden = join(data, `${line.file}.json`);
    expect(existsSync(golden), golden).toBe(true);
    expect(line, line.file).toEqual(JSON.parse(readFileSync(golden, "utf8")));
  }
});
