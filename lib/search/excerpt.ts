import { stemmer } from "stemmer";
import type { QueryTerm } from "./query";
import { searchText } from "./search-text";

/** A piece of a text; marked where it is what was looked for. */
export interface ExcerptPart {
  text: string;
  isMarked: boolean;
}

interface FoundWord {
  start: number;
  end: number;
  isHit: boolean;
}

/** Whether a word of a text is one that was asked for: the same, of the same stem, or beginning with it. */
function isAskedFor(word: string, wanted: QueryTerm[]): boolean {
  const plain = searchText(word).trim();
  const stem = stemmer(plain);
  return wanted.some(({ words, isPrefix, isExcluded }) => {
    if (isExcluded) return false;
    return words.some(
      (asked, at) =>
        plain === asked || stem === stemmer(asked) || (isPrefix && at === words.length - 1 && plain.startsWith(asked)),
    );
  });
}

const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

/** Words with their places. Where words have no spaces between them, those that the segmenter sees. */
function wordsOf(text: string, wanted: QueryTerm[]): FoundWord[] {
  const found = spaceless.test(text)
    ? [...segmenter.segment(text)].flatMap(({ segment, index, isWordLike }) =>
        isWordLike ? [{ word: segment, start: index }] : [],
      )
    : [...text.matchAll(/[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)*/gu)].map((match) => ({
        word: match[0],
        start: match.index,
      }));
  return found.map(({ word, start }) => ({ start, end: start + word.length, isHit: isAskedFor(word, wanted) }));
}

/**
 * The part of a text where most of what was asked for stands together, with it marked.
 * @param mostWords of the excerpt; the whole text where it has no more.
 */
export function excerpt(text: string, wanted: QueryTerm[], mostWords: number): ExcerptPart[] {
  const words = wordsOf(text, wanted);
  let from = 0;
  if (words.length > mostWords) {
    let best = -1;
    for (let start = 0; start + mostWords <= words.length; start++) {
      const hits = words.slice(start, start + mostWords).filter((word) => word.isHit).length;
      // A few words before the first hit make it readable.
      const lead = words.slice(start, start + 6).some((word) => word.isHit) ? 0 : 0.5;
      if (hits + lead > best) {
        best = hits + lead;
        from = start;
      }
    }
  }
  const shown = words.slice(from, from + mostWords);
  const start = from === 0 ? 0 : (shown[0]?.start ?? 0);
  const isWhole = from + mostWords >= words.length;
  const end = isWhole ? text.length : (shown.at(-1)?.end ?? text.length);
  const parts: ExcerptPart[] = [];
  let at = start;
  for (const word of shown) {
    if (!word.isHit) continue;
    parts.push(
      { text: text.slice(at, word.start), isMarked: false },
      { text: text.slice(word.start, word.end), isMarked: true },
    );
    at = word.end;
  }
  parts.push({ text: text.slice(at, end), isMarked: false });
  if (from > 0) parts.unshift({ text: "… ", isMarked: false });
  if (!isWhole) parts.push({ text: " …", isMarked: false });
  return parts.filter((part) => part.text !== "");
}
