import { decodeDocument } from "../feeds/decode-feed";
import { hasCaptionTimes, parseCaptions } from "./captions";
import { parseHtml } from "./html";
import { parseJson } from "./json";
import { assertSane, countWords } from "./sanity";
import { toSegments } from "./segments";
import {
  type FinishedTranscript,
  TranscriptError,
  type TranscriptFormat,
  type TranscriptSegment,
  type TranscriptTiming,
} from "./transcript";
import { parsePlainText, timeTurns } from "./turns";

/** A publisher's transcript, parsed. */
export type ParsedTranscript = FinishedTranscript & { format: TranscriptFormat };

/** Tells the format by what the document holds; publishers' content types and file names often say another. */
export function detectFormat(source: string): TranscriptFormat {
  const start = source.replace(/^\ufeff/, "").trimStart();
  if (/^WEBVTT/.test(start)) return "vtt";
  if (/^(?:\{\s*["}]|\[\s*[[{\]])/.test(start)) return "json";
  if (hasCaptionTimes(start)) return "srt";
  if (
    /^<(!doctype|html|head|body|div|p|cite|article|section|\?xml|!--)/i.test(start) ||
    /<(p|cite|time|br)\b[^>]*>/i.test(start.slice(0, 5_000))
  )
    return "html";
  return "text";
}

/**
 * Parses a publisher's transcript in any of the five formats into sentences with times.
 * @throws TranscriptError with a sentence that says what is wrong with it.
 */
export function parseTranscript(input: {
  bytes: Buffer;
  contentType: string | null;
  durationSeconds: number | null;
  /** The show's. */
  language: string | null;
}): ParsedTranscript {
  const source = decodeDocument(input.bytes, input.contentType);
  if (source.trim() === "") throw new TranscriptError("The transcript is empty.");
  const format = detectFormat(source);
  const { segments, timing } = read(source, format, input.durationSeconds);
  assertSane({ source, format, segments }, input);
  const wordCount = countWords(segments);
  return { format, timing, wordCount, segments };
}

function read(
  source: string,
  format: TranscriptFormat,
  durationSeconds: number | null,
): { segments: TranscriptSegment[]; timing: TranscriptTiming } {
  switch (format) {
    case "vtt":
    case "srt":
      return { segments: toSegments(parseCaptions(source)), timing: "publisher" };
    case "json":
      return { segments: toSegments(parseJson(source)), timing: "publisher" };
    case "html":
    case "text": {
      const { cues, timed } = timeTurns(
        format === "html" ? parseHtml(source) : parsePlainText(source),
        durationSeconds,
      );
      return { segments: toSegments(cues), timing: timed ? "publisher" : "interpolated" };
    }
  }
}
