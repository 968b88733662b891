import { describe, expect, it } from "vitest";
import { planPieces } from "../../../lib/transcripts/audio-pieces";
import {
  estimateMicroUsd,
  longestPieceMs,
  pieceLimits,
  transcriptionCostMicroUsd,
  transcriptionModel,
} from "../../../lib/transcripts/models";

const names = [
  "gpt-transcribe",
  "gpt-4o-transcribe",
  "gpt-4o-mini-transcribe",
  "gpt-4o-transcribe-diarize",
  "whisper-1",
  "a-server-of-ones-own",
];

describe("transcription models", () => {
  it.each(names)("are asked for pieces below their limits: %s", (name) => {
    const model = transcriptionModel(name, undefined);
    for (const bytesPerSecond of [6_000, 16_000, 40_000]) {
      const plans = planPieces(5 * 3_600_000, bytesPerSecond, pieceLimits(model, undefined));
      for (const { startMs, endMs } of plans) {
        expect(endMs - startMs).toBeLessThanOrEqual(model.maxSeconds * 1000 + 1);
        expect(((endMs - startMs) / 1000) * bytesPerSecond).toBeLessThanOrEqual(25_000_000 * 1.05);
      }
      // Each begins before the one in front of it ends, and together they are all of it.
      for (const [i, { startMs }] of plans.slice(1).entries()) expect(startMs).toBeLessThan(plans[i]?.endMs ?? 0);
      expect([plans[0]?.startMs, plans.at(-1)?.endMs]).toEqual([0, 5 * 3_600_000]);
    }
  });

  it("without time stamps are given pieces that anchor the time", () => {
    for (const name of names) {
      const model = transcriptionModel(name, undefined);
      if (model.responseFormat === "json") expect(longestPieceMs(model, undefined)).toBe(60_000);
      else expect(longestPieceMs(model, undefined)).toBeGreaterThan(600_000);
      expect(longestPieceMs(model, 30)).toBe(30_000);
    }
  });

  it("cost what the table says, for their dated versions as well, and what the operator says where that is set", () => {
    const hour = (name: string, usd?: number) => transcriptionCostMicroUsd(transcriptionModel(name, usd), 3_600_000);
    expect(hour("whisper-1")).toBe(360_000);
    expect(hour("gpt-4o-transcribe-2025-03-20")).toBe(360_000);
    expect(hour("whisper-1", 0.001)).toBe(60_000);
    expect(hour("a-server-of-ones-own")).toBe(0);
    expect(hour("a-server-of-ones-own", 0.002)).toBe(120_000);
    // Beforehand the overlaps count, too.
    expect(estimateMicroUsd(transcriptionModel("gpt-transcribe", undefined), 3600, undefined)).toBeGreaterThan(270_000);
    expect(estimateMicroUsd(transcriptionModel("gpt-transcribe", undefined), 3600, undefined)).toBeLessThan(310_000);
  });
});
