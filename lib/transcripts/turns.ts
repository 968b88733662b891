import { type Cue, speakerName, splitSpeaker } from "./transcript";

/** Speech without an end, and sometimes without a beginning: what text and HTML transcripts give. */
export interface Turn {
  startMs: number | null;
  speaker: string | null;
  text: string;
}

/** How fast people speak where nothing says better: 150 words a minute. */
const msPerWord = 400;

/** Splits plain text into turns at empty lines, or at line breaks where a name begins the line. */
export function parsePlainText(source: string): Turn[] {
  const blocks = source
    .replace(/^\ufeff/, "")
    .replace(/\r\n?/g, "\n")
    .split(/\n\s*\n|\n(?=[\p{Lu}][^\n:]{1,40}: )/u);
  const turns: Turn[] = [];
  for (const block of blocks) {
    const line = block.replace(/\s+/g, " ").trim();
    if (!line) continue;
    const named = splitSpeaker(line);
    if (named) turns.push({ startMs: null, speaker: speakerName(named.speaker), text: named.text });
    else turns.push({ startMs: null, speaker: turns.at(-1)?.speaker ?? null, text: line });
  }
  return turns;
}

/**
 * Gives every turn its time. Where turns know their beginnings, each ends where the next begins; elsewhere the time is
 * spread over the words, to fill the episode's length where it is known.
 * @returns the cues, and whether the publisher gave the times.
 */
export function timeTurns(turns: Turn[], durationSeconds: number | null): { cues: Cue[]; timed: boolean } {
  const words = turns.map((turn) => turn.text.split(" ").length);
  const timed = turns.length > 0 && turns.filter((turn) => turn.startMs !== null).length >= turns.length * 0.8;
  const total = words.reduce((sum, count) => sum + count, 0);
  const pace = !timed && durationSeconds && total > 0 ? clampPace((durationSeconds * 1000) / total) : msPerWord;
  let at = 0;
  const cues = turns.map((turn, i) => {
    const startMs = timed ? Math.max(at, turn.startMs ?? at) : at;
    const spokenUntil = startMs + (words[i] ?? 0) * pace;
    const next = turns.slice(i + 1).find((later) => later.startMs !== null)?.startMs;
    const endMs =
      timed && next !== null && next !== undefined && next > startMs
        ? Math.min(next, startMs + (words[i] ?? 0) * msPerWord * 3)
        : spokenUntil;
    at = timed ? startMs : endMs;
    return { startMs: Math.round(startMs), endMs: Math.round(endMs), speaker: turn.speaker, text: turn.text };
  });
  return { cues, timed };
}

/** A length that music or advertisements stretch, or a transcript of a part only, would set the pace wrong. */
function clampPace(ms: number): number {
  return Math.min(msPerWord * 1.6, Math.max(msPerWord * 0.6, ms));
}
