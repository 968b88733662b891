import { expect, it } from "vitest";
import { benchMemory, benchTranscribing, benchTranscriptParsing } from "../bench/transcripts";

// The short form of `npm run bench -- transcripts`: only ratios within one run decide.

it("parses every format, none many times slower than the quickest", () => {
  const perSecond = Object.values(benchTranscriptParsing(1, () => {}));
  expect(perSecond).toHaveLength(5);
  expect(Math.max(...perSecond) / Math.min(...perSecond)).toBeLessThan(30);
});

it("keeps a service busy: hardly more than the time it takes itself", async () => {
  const ratios: number[] = [];
  // A busy machine may come between once, not each time.
  while (ratios.length < 4 && !(Math.min(...ratios) <= 1.15))
    ratios.push(await benchTranscribing({ minutes: 7, atOnce: 4, latencyMs: 5_000 }, () => {}));
  expect(Math.min(...ratios)).toBeLessThanOrEqual(1.15);
});

it("takes no more memory for a long recording than for a short one", async () => {
  // Shorter ones end before a process has filled the room that it leaves to waste.
  expect(await benchMemory([30, 120], () => {})).toBeLessThan(1.3);
});
