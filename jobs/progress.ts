import type { WriteStream } from "node:tty";
import { countedInDigits } from "../lib/format/counts";
import type { Progress } from "./run-pipeline";

type Output = Pick<WriteStream, "write" | "isTTY" | "columns">;

/** The bar of a run in one line: `[█████·····]  12 of 26 episodes read`. */
export function progressLine({ episodes, unfinishedJobs }: Progress, width = 24): string {
  const { discovered, transcribed, extracted, placed, waiting, failed } = episodes;
  const all = discovered + transcribed + extracted + placed + waiting + failed;
  if (all === 0) return "  Asking the publishers for new episodes …";
  // Each stage is a third of an episode's way.
  const done = (placed + waiting + failed + (transcribed + extracted * 2) / 3) / all;
  const filled = unfinishedJobs === 0 ? width : Math.floor(done * width);
  return `  [${"█".repeat(filled)}${"·".repeat(width - filled)}]  ${placed} of ${all} episodes read${waiting > 0 ? `, ${waiting} waiting for a transcript` : ""}`;
}

/** What became of a run that is over, in one line. */
export function outcomeLine({ episodes: { placed, waiting, failed } }: Progress): string {
  const rest = [
    ...(waiting > 0 ? [`${waiting} ${waiting === 1 ? "waits" : "wait"} for a transcript`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return `  ${[`${countedInDigits(placed, "episode")} read`, ...rest].join(", ")}.`;
}

/** Draws progress over one line on a terminal, and as plain lines (at most one every five seconds) elsewhere. */
export function progressPrinter(output: Output): { show(progress: Progress): void; end(): void } {
  let last = "";
  let latest: Progress | undefined;
  let lastAt = 0;
  return {
    show(progress) {
      latest = progress;
      const line = progressLine(progress);
      if (line === last) return;
      if (output.isTTY) output.write(`\r${line.slice(0, (output.columns ?? 80) - 1)}\x1b[K`);
      else if (Date.now() - lastAt > 5000 || progress.unfinishedJobs === 0) {
        output.write(`${line}\n`);
        lastAt = Date.now();
      }
      last = line;
    },
    end() {
      if (output.isTTY && last) output.write("\n");
      if (latest?.unfinishedJobs === 0) output.write(`${outcomeLine(latest)}\n`);
    },
  };
}
