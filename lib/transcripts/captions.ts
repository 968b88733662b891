import { htmlText } from "../feeds/html-text";
import { type Cue, parseTimestamp, speakerName, splitSpeaker } from "./transcript";

const time = String.raw`(?:\d+:)?(?:\d{1,2}:)?\d+(?:[.,]\d{1,9})?`;
/** "00:01.000 --> 00:02.000 align:start", and without arrow or colons in brackets: "[1.5s - 2.75s] words". */
const arrow = new RegExp(String.raw`^\s*[[(]?\s*(${time})s?\s*-+>\s*(${time})s?\s*(?:[\])]:?\s*(.*))?`);
const brackets = new RegExp(String.raw`^\s*[[(]\s*(${time})s?\s*(?:-|–|—|to|,)\s*(${time})s?\s*[\])]:?\s*(.*)$`);

interface Timing {
  startMs: number;
  endMs: number;
  /** What stands behind the times on the same line; settings of VTT do not count. */
  rest: string;
}

function timingOf(line: string | undefined): Timing | null {
  const match = line === undefined ? null : (arrow.exec(line) ?? brackets.exec(line));
  if (!match) return null;
  const startMs = parseTimestamp(match[1] ?? "");
  const endMs = parseTimestamp(match[2] ?? "");
  return startMs === null || endMs === null ? null : { startMs, endMs: Math.max(startMs, endMs), rest: match[3] ?? "" };
}

/** Whether a document has captions: a line of times near its beginning. */
export function hasCaptionTimes(source: string): boolean {
  return source
    .slice(0, 5_000)
    .split("\n")
    .some((line) => timingOf(line) !== null);
}

interface Caption extends Timing {
  lines: string[];
}

/**
 * Parses WebVTT and SubRip, which differ little in the wild: with or without hours, in bare or bracketed seconds, point or
 * comma, with odd or no numbers and without the empty lines between, voice spans that are never closed, speakers as "Name:"
 * or dashes. What a roll-up caption shows again counts once.
 */
export function parseCaptions(source: string): Cue[] {
  return withoutRollUp(readCaptions(source)).flatMap(readCaption);
}

function readCaptions(source: string): Caption[] {
  const lines = source.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  const captions: Caption[] = [];
  for (let i = 0; i < lines.length; i++) {
    if (/^(?:NOTE|STYLE|REGION)\b/.test(lines[i] ?? "") && (lines[i - 1] ?? "").trim() === "") {
      while (i + 1 < lines.length && (lines[i + 1] ?? "").trim() !== "") i++;
      continue;
    }
    const timing = timingOf(lines[i]);
    if (!timing) continue;
    const text = timing.rest.trim() ? [timing.rest] : [];
    while (i + 1 < lines.length && !timingOf(lines[i + 1])) {
      const line = lines[i + 1] ?? "";
      // Where an empty line stands between times and words, the words still belong to the times.
      if (line.trim() === "" && (text.length > 0 || isNumberOrTimes(lines, i + 2))) break;
      i++;
      if (line.trim() !== "") text.push(line);
    }
    // Without the empty line between, the next caption's number was taken for text.
    if (timingOf(lines[i + 1]) && /^\d+$/.test(text.at(-1)?.trim() ?? "")) text.pop();
    if (text.length > 0) captions.push({ ...timing, lines: text });
  }
  return captions;
}

function isNumberOrTimes(lines: string[], index: number): boolean {
  return (
    timingOf(lines[index]) !== null || (/^\d+$/.test(lines[index]?.trim() ?? "") && timingOf(lines[index + 1]) !== null)
  );
}

/** How many of a document's captions begin with the line that ended the one before, where that is its way. */
const rollUpShare = 0.25;

/** Live captions roll up: each shows the last line again above the new one. */
function withoutRollUp(captions: Caption[]): Caption[] {
  const plain = (line: string | undefined) => htmlText((line ?? "").replace(/<[^>]*>/g, ""));
  const repeats = (i: number) => {
    const first = plain(captions[i]?.lines[0]);
    return i > 0 && first !== "" && first === plain(captions[i - 1]?.lines.at(-1));
  };
  const several = captions.filter((caption) => caption.lines.length > 1).length;
  const repeating = captions.filter((caption, i) => caption.lines.length > 1 && repeats(i)).length;
  if (several < 4 || repeating < several * rollUpShare) return captions;
  return captions.flatMap((caption, i) => {
    if (!repeats(i)) return [caption];
    return caption.lines.length > 1 ? [{ ...caption, lines: caption.lines.slice(1) }] : [];
  });
}

function readCaption({ startMs, endMs, lines }: Caption): Cue[] {
  const isDialogue = lines.length > 1 && lines.every((line) => /^\s*(?:[-–—]|>>)\s*\S/.test(line));
  const voices = lines.join("\n").split(isDialogue ? /\n|(?=<v[ .])/i : /(?=<v[ .])/i);
  const parts = voices.flatMap((voice) => {
    const name = /^<v(?:\.[^\s>]*)?\s+([^>]*)>/i.exec(voice);
    const spoken = voice.replace(/<\/?(?:v|c|lang|ruby|rt|font|b|i|u)\b[^>]*>|<\d[\d:.]*>|\{\\[^}]*\}/gi, "");
    const text = htmlText(spoken);
    if (!text) return [];
    if (name) return [{ speaker: speakerName(htmlText(name[1] ?? "")), text }];
    const named = splitSpeaker(text);
    if (named) return [{ speaker: speakerName(named.speaker), text: named.text }];
    return [{ speaker: null, text: text.replace(/^(?:[-–—]|>>)\s+/, "") }];
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
