/** One sentence (or short piece) of a transcript. */
export interface TranscriptSegment {
  startMs: number;
  endMs: number;
  /** Null where the transcript does not name who speaks. */
  speaker: string | null;
  text: string;
}

/** The formats that publishers offer. */
export type TranscriptFormat = "vtt" | "srt" | "json" | "html" | "text";

/** Where the times come from: the publisher, the model that heard the recording, or interpolated from the number of words. */
export type TranscriptTiming = "publisher" | "model" | "interpolated";

/** A transcript as it is kept. */
export interface FinishedTranscript {
  /** "audio" where a model heard it. */
  format: TranscriptFormat | "audio";
  timing: TranscriptTiming;
  wordCount: number;
  segments: TranscriptSegment[];
}

/** A timed piece as a format gives it: a caption, a turn or a word. */
export interface Cue {
  startMs: number;
  endMs: number;
  speaker: string | null;
  text: string;
}

/** A document that is no transcript; `message` says what it is instead. */
export class TranscriptError extends Error {
  override name = "TranscriptError";
}

/** "1:02:03.450", "02:03,450" or "75.5" (seconds) in milliseconds; null when it is none. */
export function parseTimestamp(value: string): number | null {
  const match = /^(?:(?:(\d+):)?(\d{1,2}):)?(\d+)(?:[.,](\d{1,3}))?$/.exec(value.trim());
  if (!match) return null;
  const [, hours = "0", minutes = "0", seconds = "0", fraction = "0"] = match;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, "0"));
}

/** A speaker's name as it is kept: "Speaker 2", and the letters by which models tell speakers apart, name nobody. */
export function speakerName(raw: string | null | undefined): string | null {
  const name = (raw ?? "")
    .replace(/\s+/g, " ")
    .replace(/[:\s]+$/, "")
    .trim();
  if (!name || name.length > 80 || /^(speaker|spk|unknown|guest|host)(?:[\s_-]*\d*|[\s_-]+[a-z])$/i.test(name))
    return null;
  if (/^[a-z]$/i.test(name)) return null;
  return name;
}

/** Splits "Full Name: what they say" as publishers write it; null when the line does not begin with a name. */
export function splitSpeaker(line: string): { speaker: string; text: string } | null {
  const match =
    /^(?:[-–>]+\s*)?\[?([\p{Lu}][\p{L}\p{M}.'’-]*(?: [\p{Lu}\d][\p{L}\p{M}\d.'’-]*){0,4})\]?(?: \([^)]{1,30}\))?:\s+(\S.*)$/su.exec(
      line,
    );
  return match?.[1] && match[2] ? { speaker: match[1], text: match[2] } : null;
}
