import { expect, it } from "vitest";
import { failTranscribing, faultsText } from "../prove/fail-transcribing";
import { killedText, killTranscribing } from "../prove/kill-transcribing";

// The short forms of `npm run prove -- transcripts`.

it("bills no piece twice that was answered, wherever the process is killed", { timeout: 240_000 }, async () => {
  const result = await killTranscribing({ pieces: 3, atOnce: 2, isShort: true });
  expect(result).toMatchObject({ pieces: 3, billedAgain: 0, stage: "transcribed" });
  expect(result.kills).toBeGreaterThan(4);
  expect(killedText(result).holds, killedText(result).text).toBe(true);
});

it("finishes or stops with a reason whatever the service does, and goes on with the others", async () => {
  const { text, holds } = faultsText(await failTranscribing());
  expect(holds, text).toBe(true);
});
