import { expect, it } from "vitest";
import { benchPolling } from "../bench/feeds";

it("polls many feeds again and again without keeping memory", async () => {
  const lines: string[] = [];
  const [result] = await benchPolling({ feeds: 60, hosts: 20, latenciesMs: [0], databaseUrl: undefined }, (line) =>
    lines.push(line),
  );
  const [first = 0, ...others] = result?.heapBytes ?? [];
  expect(others).toHaveLength(2);
  expect(Math.max(...others) / first).toBeLessThan(1.2);
  expect(lines.join("\n")).toMatch(/Overheard .* feeds a second/);
});
