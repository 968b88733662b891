import { appendFileSync } from "node:fs";

/** A figure of ours beside a named reference of the same run. */
export interface Ratio {
  /** What was measured: "polling 1,000 feeds". */
  what: string;
  /** What it stands beside: "a bare loop, 64 at once". */
  reference: string;
  /** Ours divided by the reference's. */
  times: number;
  /** Whether less is better (time, memory) or more (rate). */
  better: "less" | "more";
}

/** Notes a ratio for `npm run bench`, which names a file to write it to; on its own a bench only prints. */
export function noteRatio(ratio: Ratio): void {
  const file = process.env.BENCH_RATIOS;
  if (file) appendFileSync(file, `${JSON.stringify(ratio)}\n`);
}

/** One table of all ratios, in Markdown that also reads well on a terminal. */
export function ratioTable(ratios: readonly Ratio[]): string {
  const rows = ratios.map(({ what, reference, times, better }) => [
    what,
    reference,
    `${times.toFixed(times < 10 ? 2 : 0)} ×`,
    better === "less" ? "less is better" : "more is better",
  ]);
  const all = [["measured", "beside", "ratio", ""], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0), 3));
  const line = (cells: string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const [heading = [], ...others] = all;
  return [line(heading), line(widths.map((width) => "-".repeat(width))), ...others.map(line)].join("\n");
}
