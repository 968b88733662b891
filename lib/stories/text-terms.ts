import { stemmer } from "stemmer";
import { isCommonWord, isProperWord, namesLikeWords } from "../insights/common-words";
import { numbersIn } from "../insights/numbers";
import { finiteVerbs } from "../insights/verbs";
import { contentWords, plainWord } from "../insights/words";

/** Beside function words: words that say nothing about what a claim is about. */
const stopWords = new Set(
  `ago alright anyway anyways became become begin begins came come comes coming course done end ever everything far find finds first
found full further give given gives goes going gone guess guy guys half hey hmm huh hundred keep keeps kind last least long look
looking lots maybe mean means million billion moment month months new news nothing old part people percent pretty put quarter quite
rather really second show shows simply sort start take taken takes taking talk talking tell think three thousand time times today
told took trillion try turn twice two four five six seven eight nine ten twenty thirty forty fifty way ways week weeks whatever
whole wow yeah year years yes january february march april may june july august september october november december monday
tuesday wednesday thursday friday saturday sunday`.split(/\s+/),
);

/** What a claim is about, in comparable pieces. */
export interface TextTerms {
  /** Stemmed content words in order, numbers in digits among them. */
  stems: string[];
  /** Stems of proper names. */
  names: Set<string>;
  /** Numbers with their units, as "4200000000 money". */
  numbers: Set<string>;
}

const stemOf = (word: string) => stemmer(word);

/**
 * The words of a sentence that may be names: with a capital inside it, or at its beginning when another follows or it has
 * several capitals itself ("HP").
 */
function namesIn(sentence: string): string[] {
  const words = sentence.match(/[\p{L}][\p{L}\p{N}'’-]*/gu) ?? [];
  return words
    .filter(
      (word, i) =>
        /^\p{Lu}/u.test(word) && (i > 0 || /\p{Lu}/u.test(word.slice(1)) || /^\p{Lu}/u.test(words[i + 1] ?? "")),
    )
    .flatMap((word) => contentWords(word));
}

/**
 * The stem of the name that opens a text, where every word has its capital; null where it opens with none: a name that
 * dictionaries know as one, or no word at all, or a brand that is a word ("Apple") before a verb.
 */
export function openingName(text: string): string | null {
  const [, written = "", next = ""] = /^["“‘(]*(\p{Lu}[\p{L}\p{N}’'-]*)(?:\s+(\p{Ll}[\p{L}’'-]*))?/u.exec(text) ?? [];
  const [word] = contentWords(written).map(plainWord);
  if (word === undefined || word.length < 2 || stopWords.has(word)) return null;
  const isBrand = namesLikeWords.has(word) && next !== "" && finiteVerbs([word, plainWord(next)]).includes(1);
  return isBrand || isProperWord(word) || !isCommonWord(word) ? stemOf(word) : null;
}

/** Reads the terms of a claim. */
export function textTerms(text: string): TextTerms {
  const stems = contentWords(text)
    .filter((word) => !stopWords.has(word))
    .map(stemOf);
  const names = new Set(
    text
      .split(/(?<=[.?!])\s+/u)
      .flatMap(namesIn)
      .map(plainWord)
      .filter((word) => !stopWords.has(word) && word.length > 1)
      .map(stemOf),
  );
  const numbers = new Set(numbersIn(text).map((number) => `${number.value} ${number.unit ?? ""}`.trim()));
  return { stems, names, numbers };
}
