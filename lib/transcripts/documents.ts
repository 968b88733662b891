import { clock } from "../format/durations";
import type { TranscriptSegment } from "./transcript";

/** "01:02:03.450" (WebVTT, 4.2: a timestamp). */
function vttTime(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const part = (value: number, length: number) => String(value).padStart(length, "0");
  const minutes = Math.floor(whole / 60_000);
  return `${part(Math.floor(minutes / 60), 2)}:${part(minutes % 60, 2)}:${part(Math.floor(whole / 1000) % 60, 2)}.${part(whole % 1000, 3)}`;
}

/** What would be markup in WebVTT. */
const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** What is written into a file. */
export interface WholeTranscript {
  title: string;
  segments: TranscriptSegment[];
  /** The times may be off in the recording that listeners get. */
  isApproximate: boolean;
}

const approximate = "Its times are approximate: the recording may differ from the one that this was written down from.";

/** A transcript as WebVTT, a caption for each sentence, with its speaker. */
export function toVtt({ segments, isApproximate }: Pick<WholeTranscript, "segments" | "isApproximate">): string {
  const cues = segments.map(({ startMs, endMs, speaker, text }) => {
    // A caption has to end after it begins.
    const times = `${vttTime(startMs)} --> ${vttTime(Math.max(endMs, startMs + 1))}`;
    return `${times}\n${speaker ? `<v ${escaped(oneLine(speaker))}>` : ""}${escaped(oneLine(text))}`;
  });
  return `WEBVTT\n\n${isApproximate ? `NOTE ${approximate}\n\n` : ""}${cues.join("\n\n")}\n`;
}

/** A paragraph of plain text gets a new time after so many characters. */
const paragraphLength = 900;

/** A transcript as plain text: a paragraph for each speaker with the time at which it starts. */
export function toPlainText({ title, segments, isApproximate }: WholeTranscript): string {
  const paragraphs: { head: string; text: string; speaker: string | null }[] = [];
  for (const { startMs, speaker, text } of segments) {
    const last = paragraphs.at(-1);
    if (last && last.speaker === speaker && last.text.length < paragraphLength) last.text += ` ${oneLine(text)}`;
    else
      paragraphs.push({
        head: `[${clock(startMs)}]${speaker ? ` ${oneLine(speaker)}:` : ""}`,
        text: oneLine(text),
        speaker,
      });
  }
  const head = [oneLine(title), ...(isApproximate ? [approximate] : [])];
  return `${[...head, ...paragraphs.map(({ head, text }) => `${head} ${text}`)].join("\n\n")}\n`;
}
