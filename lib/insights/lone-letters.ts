/** A consonant alone and small: a word that was begun and given up ("so t number two"), or a sign ("the p value"). */
const loneLetter = /(?<![\p{L}\p{N}'’._&/-])[bdfghjklmpqstvwz](?![\p{L}\p{N}'’._&/-])/gu;

/** Signs are few and always the same; given-up words begin with any letter, and often. */
const fewestLetters = 5;
const wordsPerLetter = 600;

/** True where a text holds a lone letter. */
export const hasLoneLetter = (text: string): boolean => text.search(loneLetter) >= 0;

/** True for a transcript that writes down words that were begun and given up, by how many different letters stand alone in it. */
export function givesUpWords(texts: readonly string[]): boolean {
  const found = texts.flatMap((text) => text.match(loneLetter) ?? []);
  const words = texts.reduce((sum, text) => sum + text.split(" ").length, 0);
  return new Set(found).size >= fewestLetters && found.length * wordsPerLetter >= words;
}

/** A text without its lone letters. */
export const withoutLoneLetters = (text: string): string => text.replace(loneLetter, "");
