import type { TimedSentence } from "./script";

/** The transcript formats that publishers use and that the sample shows cover. */
export type TranscriptFormat = "vtt" | "srt" | "json" | "html" | "text";

/** How each format is served. */
export const transcriptTypes: Record<TranscriptFormat, { contentType: string; extension: string }> = {
  vtt: { contentType: "text/vtt", extension: "vtt" },
  srt: { contentType: "application/x-subrip", extension: "srt" },
  json: { contentType: "application/json", extension: "json" },
  html: { contentType: "text/html", extension: "html" },
  text: { contentType: "text/plain", extension: "txt" },
};

/** Renders an episode's sentences as a publisher of that format would. */
export function renderTranscript(sentences: TimedSentence[], format: TranscriptFormat): string {
  switch (format) {
    case "vtt":
      return `WEBVTT\n\n${sentences.map((s) => `${clock(s.startMs, ".")} --> ${clock(s.endMs, ".")}\n<v ${s.speaker}>${escapeMarkup(s.text)}\n`).join("\n")}`;
    case "srt":
      return sentences
        .map((s, i) => `${i + 1}\n${clock(s.startMs, ",")} --> ${clock(s.endMs, ",")}\n${s.speaker}: ${s.text}\n`)
        .join("\n");
    case "json":
      return JSON.stringify({
        version: "1.0.0",
        segments: sentences.map((s) => ({
          speaker: s.speaker,
          startTime: s.startMs / 1000,
          endTime: s.endMs / 1000,
          body: s.text,
        })),
      });
    case "html":
      return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Transcript</title></head><body>\n${turnsOf(
        sentences,
      )
        .map(
          (t) =>
            `<cite>${escapeMarkup(t.speaker)}:</cite>\n<time>${clock(t.startMs, ".").slice(0, 8).replace(/^00:/, "")}</time>\n<p>${escapeMarkup(t.text)}</p>`,
        )
        .join("\n")}\n</body></html>\n`;
    case "text":
      return `${turnsOf(sentences)
        .map((t) => `${t.speaker}: ${t.text}`)
        .join("\n\n")}\n`;
  }
}

/** Joins the sentences of a turn again, for the formats that have no finer times. */
function turnsOf(sentences: TimedSentence[]): TimedSentence[] {
  const turns: TimedSentence[] = [];
  for (const sentence of sentences) {
    const last = turns.at(-1);
    // Within a turn sentences follow without a pause.
    if (last && last.speaker === sentence.speaker && last.endMs === sentence.startMs) {
      turns[turns.length - 1] = { ...last, endMs: sentence.endMs, text: `${last.text} ${sentence.text}` };
    } else turns.push(sentence);
  }
  return turns;
}

function clock(ms: number, point: "." | ","): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(11, 19)}${point}${iso.slice(20, 23)}`;
}

function escapeMarkup(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
