import fc from "fast-check";
import { expect, it } from "vitest";
import { toPlainText, toVtt } from "../../../lib/transcripts/documents";
import { parseTranscript } from "../../../lib/transcripts/parse-transcript";

const text = fc.array(fc.constantFrom("boats", "pay", "5 < 6", "R&D", "a --> b", "late", "<b>", "crew"), {
  minLength: 8,
  maxLength: 14,
});

it("writes captions that read back to the same words and speakers", () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 8, maxLength: 20 }), fc.boolean(), (sentences, isApproximate) => {
      const segments = sentences.map((words, i) => ({
        startMs: i * 9_000,
        endMs: i * 9_000 + 3_000,
        speaker: i % 2 === 0 ? "Mara Quill" : "Nadia Okonkwo",
        text: words.join(" "),
      }));
      const read = parseTranscript({
        bytes: Buffer.from(toVtt({ segments, isApproximate })),
        contentType: null,
        durationSeconds: null,
        language: null,
      });
      expect(read.segments).toEqual(segments);
    }),
  );
});

it("writes text in paragraphs, each with its time and speaker", () => {
  const segments = [
    { startMs: 0, endMs: 900, speaker: "Mara Quill", text: "Good morning." },
    { startMs: 1_000, endMs: 1_900, speaker: "Mara Quill", text: "What did\nit cost?" },
    { startMs: 3_723_000, endMs: 3_724_000, speaker: null, text: "Twice." },
  ];
  const title = "The ferry";
  expect(toPlainText({ title, segments, isApproximate: false })).toBe(
    "The ferry\n\n[0:00] Mara Quill: Good morning. What did it cost?\n\n[1:02:03] Twice.\n",
  );
  expect(toPlainText({ title, segments, isApproximate: true })).toMatch(
    /^The ferry\n\nIts times are approximate: .*\n\n\[0:00\]/,
  );
});
