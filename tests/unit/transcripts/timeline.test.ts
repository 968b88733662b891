import { describe, expect, it } from "vitest";
import { parseChapters } from "../../../lib/transcripts/chapters";
import { mayNotFit } from "../../../lib/transcripts/timeline";

describe("a transcript's times", () => {
  const hourMs = 3_600_000;
  const recording = { durationSeconds: 3600, enclosureUrl: "https://media.example/one.mp3" };

  it.each([
    [hourMs, recording, false],
    [hourMs - 100_000, recording, false],
    [hourMs + 10_000, recording, true],
    [hourMs - 300_000, recording, true],
    [hourMs, { ...recording, enclosureUrl: "https://count.example/r/traffic.megaphone.fm/ABC1.mp3" }, true],
    [1_000, { durationSeconds: null, enclosureUrl: null }, false],
  ])("may not fit the recording: %i ms (%#)", (endMs, of, expected) => {
    expect(mayNotFit({ endMs, isPublishers: true }, of)).toBe(expected);
  });

  it("of our own fit the recording that we got, and not those into which others' advertisements are put", () => {
    const ours = { endMs: hourMs - 300_000, isPublishers: false };
    expect(mayNotFit(ours, recording)).toBe(false);
    expect(mayNotFit(ours, { ...recording, enclosureUrl: "https://traffic.megaphone.fm/ABC1.mp3" })).toBe(true);
  });
});

describe("chapters", () => {
  it("are read in order, without what has no name or is not for lists", () => {
    const chapters = [
      { startTime: 168.5, title: "Hearing &amp; aids", img: "https://a.example/i.png" },
      { startTime: 0, title: "Intro" },
      { startTime: 200, title: "  " },
      { startTime: 300, title: "A picture", toc: false },
      { startTime: "soon", title: "Never" },
      "nonsense",
    ];
    expect(parseChapters(JSON.stringify({ version: "1.2.0", chapters }))).toEqual([
      { startMs: 0, title: "Intro" },
      { startMs: 168_500, title: "Hearing & aids" },
    ]);
  });

  it.each(["", "<html>", "[]", '{"chapters": 5}'])("are none in %s", (source) => {
    expect(parseChapters(source)).toEqual([]);
  });
});
