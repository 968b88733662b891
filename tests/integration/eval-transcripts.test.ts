import { join } from "node:path";
import { expect, it } from "vitest";
import { compareWords, plainWords, sourceWords } from "../eval/source-words";
import { evaluateTranscripts } from "../eval/transcripts";
import { expectGolden } from "../support/golden";

const data = join(import.meta.dirname, "..", "fixtures", "transcripts");

it("reads every fixture as the golden file beside it says", () => {
  const lines: string[] = [];
  evaluateTranscripts({ data, json: true, expected: undefined, print: (line) => lines.push(line) });
  expectGolden(data, lines);
});

it("says how much of their times is covered, where the fixtures name any", () => {
  const lines: string[] = [];
  evaluateTranscripts({ data, json: false, expected: undefined, print: (line) => lines.push(line) });
  expect(lines.filter((line) => /NaN|Infinity|undefined/.test(line))).toEqual([]);
  expect(lines.at(-1)).toMatch(/^22 of 22 files were read: .*; least coverage \d\.\d+\.$/);
});

it("counts the words that a parser lost or made up, and not the names of who speaks", () => {
  const source = sourceWords("Ann Lee: The boat is late again, and nobody knows why.\n\nBo: So it is.", "text");
  const count = (read: string) => {
    const { lost, added } = compareWords(source, plainWords(read));
    return [lost, added];
  };
  expect(count("The boat is late again, and nobody knows why. So it is.")).toEqual([0, 0]);
  expect(count("The boat is late, and nobody really knows why. So it is. So it is.")).toEqual([1, 4]);
});
