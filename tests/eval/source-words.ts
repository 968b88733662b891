import { htmlText } from "../../lib/feeds/html-text";
import type { TranscriptFormat } from "../../lib/transcripts/transcript";

/** A word of a transcript's source; a name that says who speaks may be left out of the text. */
export interface SourceWord {
  word: string;
  isLabel: boolean;
}

/** Letters and digits alone, so that punctuation and case do not count. */
export function plainWords(text: string): string[] {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .split(/\s+/u)
    .map((word) => word.replace(/[^\p{L}\p{N}]+/gu, ""))
    .filter(Boolean);
}

const label = /^\s*(?:[-–>]+\s*)?(?:\*\*)?\[?(\p{Lu}[^:\n]{0,60}):(?:\*\*)?(?:\s|$)/u;

function wordsOfLines(text: string): SourceWord[] {
  return text.split("\n").flatMap((line) => {
    const name = label.exec(line);
    const rest = name ? line.slice(name[0].length) : line;
    return [
      ...plainWords(name?.[1] ?? "").map((word) => ({ word, isLabel: true })),
      ...plainWords(rest).map((word) => ({ word, isLabel: false })),
    ];
  });
}

const stamp = /\\?\[\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\\?\]/g;
const timing = /-->/;

/**
 * Every word of a transcript's source outside of times, tags and headings, found by means of its own: the measure of what a
 * parser loses.
 */
export function sourceWords(source: string, format: TranscriptFormat): SourceWord[] {
  const text = source.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  switch (format) {
    case "vtt":
    case "srt": {
      const lines = text.split("\n");
      const kept = lines.filter((line, i) => {
        if (timing.test(line) || /^(?:WEBVTT|NOTE|STYLE|Kind:|Language:)/.test(line)) return false;
        return !(/^\d+$/.test(line.trim()) && timing.test(lines[i + 1] ?? ""));
      });
      return wordsOfLines(
        kept
          .map((line) => htmlText(line.replace(/<v(?:\.[^\s>]*)?\s+([^>]*)>/g, "$1: ").replace(/<\/?[^>]*>/g, "")))
          .join("\n"),
      );
    }
    case "json": {
      const bodies = [...text.matchAll(/"(?:body|text)"\s*:\s*("(?:[^"\\]|\\.)*")/g)];
      return bodies.flatMap(([, body]) =>
        plainWords(htmlText(String(JSON.parse(body ?? '""')))).map((word) => ({ word, isLabel: false })),
      );
    }
    case "html": {
      const speech = text
        .replace(/<head\b[\s\S]*?<\/head>|<script\b[\s\S]*?<\/script>|<style\b[\s\S]*?<\/style>|<!--[\s\S]*?-->/gi, "")
        .replace(/<time\b[\s\S]*?<\/time>/gi, "\n")
        .replace(/<cite\b[^>]*>([\s\S]*?)<\/cite>/gi, (_, name) => `\n${String(name).replace(/:\s*$/, "")}:\n`)
        .replace(/<\/(?:p|div|h\d|li)>/gi, "\n");
      return wordsOfLines(
        speech
          .split("\n")
          .map((line) => htmlText(line))
          .join("\n"),
      );
    }
    case "text":
      return wordsOfLines(
        text
          .replace(stamp, " ")
          .replace(/!?\[([^\]]*)\]\([^)\s]*\)/g, "$1")
          .replace(/^#+\s.*$/gm, ""),
      );
  }
}

/** Words that a parser lost or made up, with a few examples. */
export interface WordLoss {
  words: number;
  lost: number;
  added: number;
  examples: string[];
}

const window = 60;

/** Compares the words of a source with those that were read of it, in order. */
export function compareWords(source: SourceWord[], read: string[]): WordLoss {
  const loss: WordLoss = { words: source.length, lost: 0, added: 0, examples: [] };
  let i = 0;
  let j = 0;
  const lose = (word: SourceWord) => {
    if (word.isLabel) return;
    loss.lost++;
    if (loss.examples.length < 8) loss.examples.push(`-${word.word}`);
  };
  while (i < source.length || j < read.length) {
    const [theirs, ours] = [source[i], read[j]];
    if (theirs && theirs.word === ours) {
      i++;
      j++;
      continue;
    }
    if (theirs?.isLabel) {
      i++;
      continue;
    }
    // The nearest place where both go on together.
    const spoken = source.slice(i, i + 3 * window).filter((word) => !word.isLabel);
    const skip = nextMatch(spoken, read.slice(j, j + 3 * window));
    for (let k = 0; k < skip.read; k++) {
      loss.added++;
      if (loss.examples.length < 8) loss.examples.push(`+${read[j + k]}`);
    }
    j += skip.read;
    for (let k = 0; k < skip.source && i < source.length; i++) {
      const word = source[i] as SourceWord;
      lose(word);
      if (!word.isLabel) k++;
    }
  }
  return loss;
}

function nextMatch(source: SourceWord[], read: string[]): { source: number; read: number } {
  for (let total = 1; total < 2 * window; total++)
    for (let a = Math.min(total, window); a >= Math.max(0, total - window); a--) {
      const b = total - a;
      const isPair = (k: number) => source[a + k]?.word !== undefined && source[a + k]?.word === read[b + k];
      if (isPair(0) && (isPair(1) || a + 1 >= source.length)) return { source: a, read: b };
    }
  return { source: Math.min(window, source.length), read: Math.min(window, read.length) };
}
