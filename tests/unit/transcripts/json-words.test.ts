import { expect, it } from "vitest";
import { parseJson } from "../../../lib/transcripts/json";

it("reads lists with a row a word", () => {
  const words = "Rents fell in every street".split(" ");
  const rows = words.map((word, i) => ({ word, start: i * 0.4, end: i * 0.4 + 0.3 }));
  for (const document of [rows, { words: rows }])
    expect(parseJson(JSON.stringify(document)).map(({ text, startMs }) => [text, startMs])).toEqual(
      words.map((word, i) => [word, i * 400]),
    );
});
