import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inOrder, longestRising } from "../../../lib/transcripts/ordered-times";
import { parseTranscript } from "../../../lib/transcripts/parse-transcript";
import { toSegments } from "../../../lib/transcripts/segments";
import { TranscriptError } from "../../../lib/transcripts/transcript";

const word = fc.constantFrom("boats", "queue", "pays", "3.5", "late", "crew", "harbour", "Vik", "it", "costs", "twice");
const sentence = fc.array(word, { minLength: 3, maxLength: 25 }).map((words) => `The ${words.join(" ")} ends.`);
const cue = fc.record({
  startMs: fc.integer({ min: 0, max: 600_000 }),
  lengthMs: fc.integer({ min: 0, max: 20_000 }),
  speaker: fc.constantFrom("Ann Lee", "Bo Tran", null),
  text: sentence,
});
const cues = fc.array(cue, { minLength: 8, maxLength: 40 }).map((list) =>
  list.map(({ lengthMs, ...rest }, i) => ({
    ...rest,
    text: `${rest.text} Number ${i}.`,
    endMs: rest.startMs + lengthMs,
  })),
);
type Cues = { startMs: number; endMs: number; speaker: string | null; text: string }[];

const clock = (ms: number, point: string) => {
  const part = (value: number, length = 2) => String(value).padStart(length, "0");
  return `${part(Math.floor(ms / 3600_000))}:${part(Math.floor(ms / 60_000) % 60)}:${part(Math.floor(ms / 1000) % 60)}${point}${part(ms % 1000, 3)}`;
};

/** The same speech in each format, as publishers write it. */
const writers: Record<string, (list: Cues) => string> = {
  vtt: (list) =>
    `WEBVTT\n\n${list.map((c) => `${clock(c.startMs, ".")} --> ${clock(c.endMs, ".")}\n${c.speaker ? `<v ${c.speaker}>` : ""}${c.text}\n`).join("\n")}`,
  srt: (list) =>
    list
      .map(
        (c, i) =>
          `${i + 1}\n${clock(c.startMs, ",")} --> ${clock(c.endMs, ",")}\n${c.speaker ? `${c.speaker}: ` : ""}${c.text}\n`,
      )
      .join("\n"),
  json: (list) =>
    JSON.stringify({
      version: "1.0.0",
      segments: list.map((c) => ({
        startTime: c.startMs / 1000,
        endTime: c.endMs / 1000,
        speaker: c.speaker,
        body: c.text,
      })),
    }),
  html: (list) =>
    list.map((c) => `<cite>${c.speaker ?? ""}:</cite><time>${clock(c.startMs, ".")}</time><p>${c.text}</p>`).join("\n"),
  text: (list) =>
    list.map((c) => `[${clock(c.startMs, ".")}] ${c.speaker ? `${c.speaker}: ` : ""}${c.text}`).join("\n\n"),
};

const wordsOf = (texts: string[]) => texts.join(" ").split(/\s+/).join(" ");

describe("whatever is said, and however its times are", () => {
  it.each(Object.entries(writers))("no word is lost or moved, and times never run backwards: %s", (_format, write) => {
    fc.assert(
      fc.property(cues, (list) => {
        const { segments } = parseTranscript({
          bytes: Buffer.from(write(list)),
          contentType: null,
          durationSeconds: null,
          language: null,
        });
        expect(wordsOf(segments.map(({ text }) => text))).toBe(wordsOf(list.map(({ text }) => text)));
        let at = 0;
        for (const { startMs, endMs } of segments) {
          expect(startMs).toBeGreaterThanOrEqual(at);
          expect(endMs).toBeGreaterThanOrEqual(startMs);
          at = startMs;
        }
      }),
      { numRuns: 60 },
    );
  });

  it("sentences keep who says them", () => {
    fc.assert(
      fc.property(cues, (list) => {
        const sorted = list.toSorted((a, b) => a.startMs - b.startMs);
        const speakers = (of: { speaker: string | null; text: string }[]) =>
          of.flatMap(({ speaker, text }) => text.split(/\s+/).map(() => speaker));
        const named = sorted.map((c) => ({ ...c, speaker: c.speaker ?? "Cy" }));
        expect(speakers(toSegments(named))).toEqual(speakers(named));
      }),
    );
  });

  it("documents are read or refused in one sentence, whatever they are", () => {
    const piece = fc.constantFrom(
      "WEBVTT\n",
      "00:01.000 --> ",
      "\n\n",
      "<v ",
      "{",
      "[",
      '"',
      "1\n",
      "Ann: ",
      "word ",
      "<p>",
      "\\[",
      "**",
      "-->",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        try {
          parseTranscript({
            bytes: Buffer.from(pieces.join("")),
            contentType: null,
            durationSeconds: null,
            language: "en",
          });
        } catch (error) {
          expect(error).toBeInstanceOf(TranscriptError);
          expect((error as Error).message).toMatch(/^The transcript.*\.$/);
        }
      }),
    );
  });
});

describe("putting times in order", () => {
  it("keeps the longest part that is, and moves the rest between its neighbours", () => {
    expect(longestRising([1, 9, 2, 3, 3, 0, 4])).toEqual([0, 2, 3, 4, 6]);
    const starts = (values: number[]) =>
      inOrder(values.map((startMs) => ({ startMs, endMs: startMs + 5 }))).map(({ startMs }) => startMs);
    expect(starts([10, 900, 20, 30])).toEqual([10, 15, 20, 30]);
    expect(starts([10, 20, 3, 30])).toEqual([10, 20, 25, 30]);
  });

  it("leaves none that runs backwards", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 })), (values) => {
        const sorted = inOrder(values.map((startMs) => ({ startMs, endMs: startMs + 7 })));
        for (const [i, { startMs, endMs }] of sorted.entries()) {
          expect(startMs).toBeGreaterThanOrEqual(sorted[i - 1]?.startMs ?? 0);
          expect(endMs).toBeGreaterThanOrEqual(startMs);
        }
      }),
    );
  });
});
