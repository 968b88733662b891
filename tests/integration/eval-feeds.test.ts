import { join } from "node:path";
import { it } from "vitest";
import { evaluateFeeds } from "../eval/feeds";
import { expectGolden } from "../support/golden";

const data = join(import.meta.dirname, "..", "fixtures", "feeds");

it("reads every fixture as the golden file beside it says", async () => {
  const lines: string[] = [];
  await evaluateFeeds({ data, json: true, oracle: undefined, print: (line) => lines.push(line) });
  expectGolden(data, lines);
});
