import { z } from "zod";

/** Segments that follow each other: indexes of the first and last, inclusive. */
export interface SegmentRun {
  first: number;
  last: number;
}

/** Indexes of segments as runs, in order. */
export function runsOf(indexes: Iterable<number>): SegmentRun[] {
  const runs: SegmentRun[] = [];
  for (const index of [...new Set(indexes)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last.last === index - 1) last.last = index;
    else runs.push({ first: index, last: index });
  }
  return runs;
}

/** Runs as they stand in the database. */
export const storedRuns = z.array(z.object({ first: z.number().int(), last: z.number().int() })).catch([]);
