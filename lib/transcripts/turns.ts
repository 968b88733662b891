import { longestRising } from "./ordered-times";
import { type Cue, parseTimestamp, speakerName, splitSpeaker } from "./transcript";

/** Speech without an end, and sometimes without a beginning: what text and HTML transcripts give. */
export interface Turn {
  startMs: number | null;
  speaker: string | null;
  text: string;
}

/** How fast people speak where nothing says better: 150 words a minute. */
const msPerWord = 400;

/** "[12:34]", "(1:02:03.50)" and Markdown's "\\[12:34]" anywhere; bare times only where they begin a line. */
const stamp = /\\?[[(](\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)\\?[\])]/;
const bareStamp = /^(\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)(?=[\s–-]|$)[\s–-]*/;

/** A line that is a name and nothing else, and what Markdown sets in bold before a colon. */
const nameAlone = /^(\p{Lu}[\p{L}\p{M}\d.'’ -]{0,60}):$/u;
const boldName = /^\*\*([^*\n]{1,80}?):?\*\*:?(?:\s+|$)/;
/** "Ann Lee (12:34)" and "Ann Lee 00:12:34" before what she says. */
const nameWithStamp =
  /^(\p{Lu}[\p{L}\p{M}.'’-]*(?: [\p{Lu}\d][\p{L}\p{M}\d.'’-]*){0,4}):?\s+[[(]?(\d{1,2}:\d{2}(?::\d{2})?)[\])]?:?(?:\s+|$)/u;

const withoutMarkdown = (text: string) =>
  text
    .replace(/!?\[([^\]\n]*)\]\((?:https?:|\/|#|mailto:)[^)\s]*(?:\s"[^"]*")?\)/g, "$1")
    .replace(/(\*\*|__|`)(?=\S)(.*?\S)\1/g, "$2")
    .replace(/(^|[\s(“"])[*_](?=\S)([^*_\n]*\S)[*_](?=[\s).,;:!?”"]|$)/g, "$1$2")
    .replace(/\\([[\]()*_#>.!-])/g, "$1");

/**
 * Splits plain text into turns at empty lines, or at line breaks where a name or a time begins the line. Times may stand
 * anywhere, names as "Name:", in bold, before a time or on a line of their own; Markdown's marks are taken away.
 */
export function parsePlainText(source: string): Turn[] {
  const blocks = source
    .replace(/^\ufeff/, "")
    .replace(/\r\n?/g, "\n")
    .split(
      /\n\s*\n|\n(?=\*\*[^*\n]{1,80}\*\*|[\p{Lu}][^\n:]{1,40}: |\\?[[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?\\?[\])]?[\s–-])/u,
    );
  const turns: Turn[] = [];
  let speaker: string | null = null;
  let startMs: number | null = null;
  const say = (text: string) => {
    const said = withoutMarkdown(text).replace(/\s+/g, " ").trim();
    if (!said) return;
    turns.push({ startMs, speaker, text: said });
    startMs = null;
  };
  for (const block of blocks) {
    let rest = block
      .replace(/^\s*>\s?/gm, "")
      .replace(/\s+/g, " ")
      .trim();
    if (!rest || /^#{1,6} /.test(rest)) continue;
    const takeStamp = (pattern: RegExp) => {
      const match = pattern.exec(rest);
      if (match?.index !== 0) return;
      startMs = parseTimestamp(match[1] ?? "") ?? startMs;
      rest = rest.slice(match[0].length).trim();
    };
    takeStamp(stamp);
    takeStamp(bareStamp);
    const stamped = nameWithStamp.exec(rest);
    const named = boldName.exec(rest) ?? nameAlone.exec(rest) ?? stamped;
    if (named) {
      speaker = speakerOf(named[1]);
      if (named === stamped) startMs = parseTimestamp(stamped[2] ?? "") ?? startMs;
      rest = rest.slice(named[0].length).trim();
    } else {
      const split = splitSpeaker(rest);
      if (split) {
        speaker = speakerName(split.speaker);
        rest = split.text;
      }
    }
    // The first time of a turn is its own; one in its middle begins another.
    for (let match = stamp.exec(rest); match; match = stamp.exec(rest)) {
      say(rest.slice(0, match.index));
      startMs = parseTimestamp(match[1] ?? "") ?? startMs;
      rest = rest.slice(match.index + match[0].length);
    }
    say(rest);
  }
  return turns;
}

/** "Break", "Music" and the like stand where names stand, and name nobody. */
function speakerOf(name: string | undefined): string | null {
  return /^(?:break|music|intro|outro|ad|advert(?:isement)?|sponsor|transcript|jingle)$/i.test(name ?? "")
    ? null
    : speakerName(name);
}

/** From this share of turns with times on, the times are the publisher's; else what is between them is interpolated. */
const timedShare = 0.8;

/**
 * Gives every turn its time. Where turns know their beginnings, each ends where the next begins; between those that do, time
 * is spread over the words, and without any, to fill the episode's length where it is known.
 * @returns the cues, and whether the publisher gave the times.
 */
export function timeTurns(turns: Turn[], durationSeconds: number | null): { cues: Cue[]; timed: boolean } {
  const words = turns.map((turn) => turn.text.split(" ").length);
  const known = turns.flatMap((turn, place) => (turn.startMs === null ? [] : [{ place, ms: turn.startMs }]));
  const anchors = longestRising(known.map(({ ms }) => ms)).flatMap((i) => known[i] ?? []);
  const timed = turns.length > 0 && anchors.length >= turns.length * timedShare;
  const total = words.reduce((sum, count) => sum + count, 0);
  const pace =
    anchors.length === 0 && durationSeconds && total > 0 ? clampPace((durationSeconds * 1000) / total) : msPerWord;
  const startsAt = new Map(anchors.map(({ place, ms }) => [place, ms]));
  const starts: number[] = [];
  for (let i = 0, at = 0; i < turns.length; ) {
    at = startsAt.get(i) ?? at;
    let next = i + 1;
    while (next < turns.length && !startsAt.has(next)) next++;
    const spoken = sum(words, i, next);
    const until = startsAt.get(next);
    const step = until === undefined ? pace : Math.min(pace * 3, (until - at) / Math.max(1, spoken));
    for (; i < next; i++) {
      starts.push(at);
      at += (words[i] ?? 0) * step;
    }
  }
  const cues = turns.map((turn, i) => {
    const startMs = starts[i] ?? 0;
    const longest = startMs + (words[i] ?? 0) * msPerWord * (anchors.length > 0 ? 3 : pace / msPerWord);
    const next = starts[i + 1];
    const spokenMs = startMs + (words[i] ?? 0) * pace;
    const endMs = next !== undefined && next > startMs ? Math.min(next, longest) : spokenMs;
    return { startMs: Math.round(startMs), endMs: Math.round(endMs), speaker: turn.speaker, text: turn.text };
  });
  return { cues, timed };
}

function sum(values: number[], from: number, to: number): number {
  return values.slice(from, to).reduce((total, value) => total + value, 0);
}

/** A length that music or advertisements stretch, or a transcript of a part only, would set the pace wrong. */
function clampPace(ms: number): number {
  return Math.min(msPerWord * 1.6, Math.max(msPerWord * 0.6, ms));
}
