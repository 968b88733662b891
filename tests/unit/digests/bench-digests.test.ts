import { expect, it } from "vitest";
import { benchDigests } from "../../bench/digests";

it("ranks many readers from what they share far faster than each alone", { timeout: 60_000 }, async () => {
  const lines: string[] = [];
  const result = await benchDigests({ readers: 80, candidates: 400, alone: 5 }, (line) => lines.push(line));
  expect(result.perSecond / result.alonePerSecond).toBeGreaterThan(4);
  expect(lines.join("\n")).toMatch(/digests a second/);
});
