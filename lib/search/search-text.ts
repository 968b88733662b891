/** Scripts that are written without spaces between words. */
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

/**
 * A text as it is indexed and asked for: in lower case, without accents on Latin letters, and with spaces between the words
 * of scripts that write none, since PostgreSQL's parser would take a whole sentence for a word.
 */
export function searchText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("’", "'")
    .replace(spaceless, (run) => ` ${[...segmenter.segment(run)].map(({ segment }) => segment).join(" ")} `);
}

/** The words of a text that go into the dictionary: letters only, three to thirty of them, in their normal form. */
export function dictionaryWords(text: string): string[] {
  const words = searchText(text).match(/(?<![\p{L}\p{N}])\p{L}{3,30}(?![\p{L}\p{N}])/gu) ?? [];
  return [...new Set(words)];
}

/** The trigrams of a word as pg_trgm cuts them: two blanks before it and one behind. */
export function trigrams(word: string): string[] {
  const padded = [..."  ", ...word, " "];
  return [...new Set(padded.slice(2).map((_, i) => padded.slice(i, i + 3).join("")))];
}

/** PostgreSQL's configuration for a language: English words are stemmed, others are taken as they are. */
export function textConfig(language: string | null): "english" | "simple" {
  return language === null || /^en\b/iu.test(language) ? "english" : "simple";
}
