/** Letters of scripts that are written from right to left. */
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}]/u;
const leftToRight = /(?=\p{L})[^\p{Script=Hebrew}\p{Script=Arabic}]/u;
const marks = /[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/gu;
const mirrored: Record<string, string> = {
  "(": ")",
  ")": "(",
  "[": "]",
  "]": "[",
  "«": "»",
  "»": "«",
  "“": "”",
  "”": "“",
};
const tatweel = "ـ";

/**
 * The forms of each Arabic letter: alone, at the end of a word, at its beginning and in its middle, as Unicode lists them one
 * after the other in its blocks of presentation forms. Letters that do not join with the next one have the first two.
 */
const forms = new Map<string, string[]>();
for (const [first, last] of [
  [0xfb50, 0xfbaf],
  [0xfbfc, 0xfbff],
  [0xfe80, 0xfefc],
] as const)
  for (let code = first; code <= last; code++) {
    const form = String.fromCodePoint(code);
    const letters = form.normalize("NFKC");
    if (letters !== form) forms.set(letters, [...(forms.get(letters) ?? []), form].slice(0, 4));
  }

/** A text as a program draws it that puts one letter beside the next from left to right, word by word. */
export interface VisualText {
  /** Whether its words follow each other from right to left. */
  isRightToLeft: boolean;
  /** Each with its letters from left to right; what runs against the text's direction stays together. */
  words: string[];
}

/** The order in which a text's words and letters are drawn: a simple form of Unicode's bidirectional algorithm (UAX 9). */
export function visualText(text: string): VisualText {
  const letter = /\p{L}/u.exec(text)?.[0] ?? "";
  const isRightToLeft = rightToLeft.test(letter);
  const runs: { isAgainst: boolean; words: string[] }[] = [];
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    const isAgainst = isRightToLeft ? leftToRight.test(word) && !rightToLeft.test(word) : rightToLeft.test(word);
    const run = runs.at(-1);
    if (run && isAgainst && run.isAgainst) run.words.push(word);
    else runs.push({ isAgainst, words: [word] });
  }
  return {
    isRightToLeft,
    words: runs.map(({ isAgainst, words }) => {
      const drawn = words.map(visualWord);
      return (isAgainst && !isRightToLeft ? drawn.reverse() : drawn).join(" ");
    }),
  };
}

/** A word with its letters from left to right; numbers in it stay as they are. */
function visualWord(word: string): string {
  if (!rightToLeft.test(word)) return word;
  const parts = joined(word.replace(marks, "")).match(/[\p{N}\p{Script=Latin}]+(?:[.,:/-]\p{N}+)*|./gu) ?? [];
  return parts
    .reverse()
    .map((part) => mirrored[part] ?? part)
    .join("");
}

/** Arabic letters in the forms that they take beside each other. */
function joined(word: string): string {
  const letters = word.replace(/لا|لأ|لإ|لآ/gu, (pair) => forms.get(pair)?.[0] ?? pair);
  const characters = [...letters].map((character) => character.normalize("NFKC"));
  const joinsNext = (character = "") => character === tatweel || (forms.get(character)?.length ?? 0) > 2;
  const joinsPrevious = (character = "") => character === tatweel || (forms.get(character)?.length ?? 0) > 1;
  return characters
    .map((character, at) => {
      const own = forms.get(character);
      if (!own) return character;
      const before = joinsNext(characters[at - 1]) && joinsPrevious(character);
      const after = joinsNext(character) && joinsPrevious(characters[at + 1]);
      return own[before ? (after ? 3 : 1) : after ? 2 : 0] ?? character;
    })
    .join("");
}
