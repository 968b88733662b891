import { isCommonWord } from "./common-words";
import { functionWords } from "./words";

const determiners = new Set(
  "a an the its their his her our my your this that these those some any no each every both all half one two three four five six seven eight nine ten twenty".split(
    " ",
  ),
);
const prepositions = new Set(
  "of in on at by for from with to into onto over under after before during since without within between among against through about than per via as".split(
    " ",
  ),
);
const conjunctions = new Set("and or but nor".split(" "));

const isPlural = (word: string): boolean =>
  /[^s'u]s$/u.test(word) && !functionWords.has(word) && !/(?:is|ous)$/u.test(word);

/** What a verb is followed by and a plural noun seldom: an object of its own. */
const takesObject = (next: string | undefined): boolean =>
  next !== undefined && !prepositions.has(next) && !conjunctions.has(next) && !/^(?:is|are|was|were)$/u.test(next);

/**
 * True where a word of a headline is most likely its verb though no list has it, by its ending and its place: "toppled the
 * capital", "jails people", "farmers outproduce their neighbours". There are more verbs than any list has, and models use them.
 * @param words plain words in order.
 */
export function hasLikelyVerb(words: readonly string[]): boolean {
  return words.some((word, at) => {
    const [before = "", next] = [words[at - 1], words[at + 1]];
    if (at === 0 || functionWords.has(word) || /^\d/u.test(word)) return false;
    if (determiners.has(before) || prepositions.has(before) || conjunctions.has(before)) return false;
    if (/[^e]ed$/u.test(word) && word.length >= 4) return next !== undefined;
    if (isPlural(word)) return !isPlural(before) && isCommonWord(word) && takesObject(next);
    const isBase = !/(?:ing|ly|tion|ment|ness|ity)$/u.test(word) && isCommonWord(word) && next !== undefined;
    if (isPlural(before)) return isBase;
    // "Teachers in Seoul clock 52 hours": behind a name that a preposition brought.
    return prepositions.has(words[at - 2] ?? "") && isPlural(words[at - 3] ?? "") && isBase && takesObject(next);
  });
}
