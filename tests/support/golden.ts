import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";

/** Compares lines of `npm run eval -- … --json` with the golden files beside the fixtures they were read from. */
export function expectGolden(folder: string, lines: string[]): void {
  const read = lines.map((line) => JSON.parse(line) as { file: string });
  expect(read.length).toBeGreaterThan(20);
  for (const line of read) {
    const golden = join(folder, `${line.file}.json`);
    expect(existsSync(golden), golden).toBe(true);
    expect(line, line.file).toEqual(JSON.parse(readFileSync(golden, "utf8")));
  }
}
