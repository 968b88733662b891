import { decodeDocument } from "../feeds/decode-feed";
import { parseCaptions } from "./captions";
import { parseHtml } from "./html";
import { parseJson } from "./json";
import { toSegments } from "./segments";
import { TranscriptError, type TranscriptFormat, type TranscriptSegment, type TranscriptTiming } from "./transcript";
import { parsePlainText, timeTurns } from "./turns";

/** Fewer words than this are no transcript of an episode. */
const fewestWords = 50;

/** A transcript, parsed. */
export interface ParsedTranscript {
  format: TranscriptFormat;
  timing: TranscriptTiming;
  wordCount: number;
  segments: TranscriptSegment[];
}

/** Tells the format by what the document holds; publishers' content types and file names often say another. */
export function detectFormat(source: string): TranscriptFormat {
  const start = source.replace(/^\ufeff/, "").trimStart();
  if (/^WEBVTT/.test(start)) return "vtt";
  if (/^[[{]/.test(start) && /["[\]{}]/.test(start.slice(1, 50))) return "json";
  if (/^\s*(?:\d+:)?\d{1,2}:\d{2}[.,]?\d{0,3}\s*-+>/m.test(start.slice(0, 5_000))) return "srt";
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
}): ParsedTranscript {
  const source = decodeDocument(input.bytes, input.contentType);
  if (source.trim() === "") throw new TranscriptError("The transcript is empty.");
  const format = detectFormat(source);
  const { segments, timing } = read(source, format, input.durationSeconds);
  const wordCount = segments.reduce((sum, segment) => sum + segment.text.split(/\s+/).length, 0);
  if (wordCount < fewestWords) {
    throw new TranscriptError(
      format === "html"
        ? "The transcript's address leads to a web page without a transcript, probably an error page."
        : `The transcript is almost empty: it has ${wordCount} words.`,
    );
  }
  if (format === "html" && /<title>[^<]*(not found|404|error|access denied|forbidden|just a moment)/i.test(source)) {
    throw new TranscriptError("The transcript's address leads to an error page.");
  }
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
