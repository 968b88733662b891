import { htmlText } from "../feeds/html-text";
import { type Cue, parseTimestamp, speakerName, splitSpeaker } from "./transcript";

const timing = /^\s*((?:\d+:)?\d{1,2}:\d{2}[.,]?\d{0,3})\s*-+>\s*((?:\d+:)?\d{1,2}:\d{2}[.,]?\d{0,3})/;

/**
 * Parses WebVTT and SubRip, which differ little in the wild: with or without hours, point or comma, voice spans that are
 * never closed, speakers as "Name:". A voice lasts until another one is named only where the format says so (VTT's `<v>`).
 */
export function parseCaptions(source: string): Cue[] {
  const lines = source.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  const cues: Cue[] = [];
  for (let i = 0; i < lines.length; i++) {
    const times = timing.exec(lines[i] ?? "");
    if (!times) continue;
    const startMs = parseTimestamp(times[1] ?? "");
    const endMs = parseTimestamp(times[2] ?? "");
    const text: string[] = [];
    while (i + 1 < lines.length && (lines[i + 1] ?? "").trim() !== "" && !timing.test(lines[i + 1] ?? "")) {
      i++;
      text.push(lines[i] ?? "");
    }
    // Without the empty line between, the next cue's number was taken for text.
    if (timing.test(lines[i + 1] ?? "") && /^\d+$/.test(text.at(-1)?.trim() ?? "")) text.pop();
    if (startMs === null || endMs === null || text.length === 0) continue;
    cues.push(...readCue(text.join("\n"), startMs, Math.max(startMs, endMs)));
  }
  return cues;
}

function readCue(raw: string, startMs: number, endMs: number): Cue[] {
  const voices = raw.split(/(?=<v[ .])/i);
  const parts = voices.flatMap((voice) => {
    const name = /^<v(?:\.[^\s>]*)?\s+([^>]*)>/i.exec(voice);
    const text = htmlText(voice.replace(/<\/?(v|c|lang|ruby|rt)\b[^>]*>|<\d[\d:.]*>/gi, ""));
    if (!text) return [];
    if (name) return [{ speaker: speakerName(htmlText(name[1] ?? "")), text }];
    const named = splitSpeaker(text);
    return [named ? { speaker: speakerName(named.speaker), text: named.text } : { speaker: null, text }];
  });
  const length = parts.reduce((sum, part) => sum + part.text.length, 0);
  let at = startMs;
  return parts.map((part) => {
    const partEnd = at + ((endMs - startMs) * part.text.length) / length;
    const cue = { startMs: Math.round(at), endMs: Math.round(partEnd), ...part };
    at = partEnd;
    return cue;
  });
}
