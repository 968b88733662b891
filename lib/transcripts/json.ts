import { z } from "zod";
import { htmlText } from "../feeds/html-text";
import { type Cue, parseTimestamp, speakerName, TranscriptError } from "./transcript";

const time = z.union([z.number(), z.string()]).optional();
const entry = z.object({
  startTime: time,
  start_time: time,
  start: time,
  startMs: time,
  endTime: time,
  end_time: time,
  end: time,
  endMs: time,
  speaker: z.unknown().optional(),
  body: z.string().optional(),
  text: z.string().optional(),
  /** Of lists with a row a word. */
  word: z.string().optional(),
});
type Entry = z.infer<typeof entry>;

/**
 * Parses JSON transcripts: `{segments: [...]}` of the podcast namespace, the same without its envelope, or with other
 * common names. Times are seconds, or milliseconds when they could not be seconds.
 * @throws TranscriptError
 */
export function parseJson(source: string): Cue[] {
  let data: unknown;
  try {
    data = JSON.parse(source);
  } catch {
    throw new TranscriptError("The transcript is broken JSON.");
  }
  const rows = findRows(data).flatMap((row) => {
    const parsed = entry.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
  const raw = rows.flatMap((row) => {
    const text = htmlText(row.body ?? row.text ?? row.word ?? "");
    const start = toNumber(row.startTime ?? row.start_time ?? row.start ?? row.startMs);
    if (!text || start === null) return [];
    const end = toNumber(row.endTime ?? row.end_time ?? row.end ?? row.endMs);
    return [{ start, end: end ?? start, speaker: speakerOf(row), text }];
  });
  const last = raw.at(-1);
  const words = raw.reduce((sum, row) => sum + row.text.split(" ").length, 0);
  // People speak two to three words a second: more than ten seconds a word means that the unit is milliseconds.
  const factor = last && (rows[0]?.startMs !== undefined || last.start / words > 10) ? 1 : 1000;
  return raw.map(({ start, end, speaker, text }) => ({
    startMs: Math.round(start * factor),
    endMs: Math.round(Math.max(start, end) * factor),
    speaker,
    text,
  }));
}

function findRows(data: unknown): unknown[] {
  if (Array.isArray(data)) return data;
  if (data === null || typeof data !== "object") return [];
  for (const name of ["segments", "cues", "transcript", "monologues", "utterances", "results", "words"]) {
    const inner = (data as Record<string, unknown>)[name];
    if (inner !== undefined) return findRows(inner);
  }
  return [];
}

function toNumber(value: number | string | undefined): number | null {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? value : null;
  if (typeof value !== "string") return null;
  const ms = parseTimestamp(value);
  return ms === null ? null : ms / 1000;
}

function speakerOf({ speaker }: Entry): string | null {
  if (typeof speaker === "string") return speakerName(speaker);
  const name = z.object({ name: z.string() }).safeParse(speaker);
  return name.success ? speakerName(name.data.name) : null;
}
