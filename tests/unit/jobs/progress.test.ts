import { describe, expect, it } from "vitest";
import { outcomeLine, progressLine, progressPrinter } from "../../../jobs/progress";
import type { Progress } from "../../../jobs/run-pipeline";

const progress = (placed: number, discovered: number, unfinishedJobs: number): Progress => ({
  episodes: { discovered, transcribed: 0, extracted: 0, placed, waiting: 0, skipped: 0, failed: 0 },
  unfinishedJobs,
});

describe("progress", () => {
  it("says what happens before any episode is known", () => {
    expect(progressLine(progress(0, 0, 9))).toContain("Asking the publishers");
  });

  it("fills its bar with the work done, and wholly at the end", () => {
    expect(progressLine(progress(5, 5, 5), 10)).toBe("  [█████·····]  5 of 10 episodes read");
    expect(progressLine(progress(9, 1, 0), 10)).toContain("[██████████]");
  });

  it("says at the end what was read and what waits", () => {
    const { episodes } = progress(25, 0, 0);
    expect(outcomeLine({ episodes: { ...episodes, waiting: 1 }, unfinishedJobs: 0 })).toBe(
      "  25 episodes read, 1 waits for a transcript.",
    );
    expect(outcomeLine({ episodes: { ...episodes, placed: 1, waiting: 2, failed: 3 }, unfinishedJobs: 0 })).toBe(
      "  1 episode read, 2 wait for a transcript, 3 failed.",
    );
  });

  it("redraws one line on a terminal and adds lines elsewhere", () => {
    for (const isTTY of [true, false]) {
      const written: string[] = [];
      const printer = progressPrinter({ isTTY, columns: 40, write: (text: unknown) => written.push(String(text)) > 0 });
      printer.show(progress(0, 4, 4));
      printer.show(progress(0, 4, 4));
      printer.show(progress(4, 0, 0));
      printer.end();
      expect(written.filter((text) => text.includes("\r")).length).toBe(isTTY ? 2 : 0);
      expect(written.at(-1)).toBe("  4 episodes read.\n");
    }
  });
});
