import { stemmer } from "stemmer";
import type { SpokenSegment } from "./insight";
import { functionWords, wordsIn } from "./words";

/** Talk is looked at in pieces of this many words, about 15 seconds. */
export const blockWords = 45;

/** A short stretch of talk, whoever speaks. */
export interface Block {
  startMs: number;
  endMs: number;
  text: string;
  /** Plain words. */
  words: string[];
  /** Stems of its words with subject matter. */
  stems: string[];
}

const stems = new Map<string, string>();

function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size > 50_000) stems.clear();
  const stem = stemmer(word);
  stems.set(word, stem);
  return stem;
}

/** Stems of a text's words with subject matter. */
export function contentStems(words: readonly string[]): string[] {
  return words
    .map((word) => word.replace(/'s$/u, ""))
    .filter((word) => word.length > 1 && !functionWords.has(word))
    .map(stemOf);
}

/** Cuts an episode into blocks of 45 words; times within a segment are shared out evenly. */
export function blocksOf(segments: readonly SpokenSegment[]): Block[] {
  const blocks: Block[] = [];
  let texts: string[] = [];
  let startMs = 0;
  const close = (endMs: number) => {
    const text = texts.join(" ");
    const words = wordsIn(text).map((word) => word.plain);
    blocks.push({ startMs, endMs, text, words, stems: contentStems(words) });
    texts = [];
  };
  let endMs = 0;
  for (const segment of segments) {
    const list = segment.text.split(/\s+/u).filter(Boolean);
    const step = (segment.endMs - segment.startMs) / Math.max(1, list.length);
    list.forEach((text, at) => {
      if (texts.length === 0) startMs = segment.startMs + at * step;
      texts.push(text);
      endMs = segment.startMs + (at + 1) * step;
      if (texts.length === blockWords) close(endMs);
    });
  }
  if (texts.length > 0) close(endMs);
  return blocks;
}
