import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { SpokenSegment } from "../../lib/insights/insight";
import { coreMs } from "../bench/core-time";
import { benchModel, longestLane } from "../bench/insights";
import { madeTalk, readTalk } from "../bench/read-talk";
import { writeSideBySide } from "../eval/side-by-side";
import { proveInsights } from "../prove/insights";

it("pays for no stored answer again when it is killed and started anew", { timeout: 240_000 }, async () => {
  const proof = await proveInsights({ episodes: 3, kills: 1, latencyMs: 300 });
  expect(proof.faults).toEqual([]);
  expect(proof.kills).toBe(1);
  expect(proof.insights).toBe(9);
});

it("asks as many at once as it may, and knows beforehand what answers cost", { timeout: 240_000 }, async () => {
  const bench = await benchModel({ episodes: 6, atOnce: 3, latencyMs: 300, learnFrom: 6 });
  expect(bench.mostAtOnce).toBe(3);
  expect(longestLane([2, 3, 2, 3, 2], 2)).toBe(6);
  expect(longestLane([1, 1, 5], 2)).toBe(6);
  expect(bench.idealMs).toBeGreaterThan(0);
  expect(Math.abs(bench.estimateMicroUsd / bench.costMicroUsd - 1)).toBeLessThan(0.05);
});

it("reads a long episode without a model in about as much time an hour as a short one", {
  timeout: 240_000,
}, async () => {
  readTalk(madeTalk(1, 0));
  const msAnHour = async (talk: SpokenSegment[]) => {
    const ms = await coreMs(() => expect(readTalk(talk)).toBe(7));
    return ms / ((talk.at(-1)?.endMs ?? 0) / 3600_000);
  };
  const short = await msAnHour(madeTalk(1, 1));
  const long = await msAnHour(madeTalk(4, 2));
  expect(long / short).toBeLessThan(3);
});

it("makes a page that shows two runs without saying which is which", () => {
  const folder = mkdtempSync(join(tmpdir(), "overheard runs "));
  try {
    const pick = (headline: string) => ({ headline, body: "It is <b>so</b>.", quote: "It is so" });
    const files = ["a", "b"].map((name) => {
      const file = join(folder, `${name}.jsonl`);
      const lines = ["one", "two", "three", "four"].map((episode) =>
        JSON.stringify({ episode, picks: [pick(`${name} of ${episode}`)] }),
      );
      writeFileSync(file, `${lines.join("\n")}\n`);
      return file;
    });
    const out = join(folder, "page.html");
    expect(writeSideBySide(files[0] ?? "", files[1] ?? "", out)).toEqual({ episodes: 4 });
    const html = readFileSync(out, "utf8");
    expect(html).toContain("It is &lt;b&gt;so&lt;/b&gt;.");
    const firsts = [...html.matchAll(/<b>([ab]) of \w+<\/b>/g)].map(([, name]) => name);
    expect(firsts.filter((_, index) => index % 2 === 0)).toContain("b");
    expect(firsts.filter((_, index) => index % 2 === 0)).toContain("a");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
