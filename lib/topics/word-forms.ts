import { stemmer as arabic } from "@orama/stemmers/arabic";
import { stemmer as danish } from "@orama/stemmers/danish";
import { stemmer as dutch } from "@orama/stemmers/dutch";
import { stemmer as finnish } from "@orama/stemmers/finnish";
import { stemmer as french } from "@orama/stemmers/french";
import { stemmer as german } from "@orama/stemmers/german";
import { stemmer as greek } from "@orama/stemmers/greek";
import { stemmer as hungarian } from "@orama/stemmers/hungarian";
import { stemmer as hindi } from "@orama/stemmers/indian";
import { stemmer as indonesian } from "@orama/stemmers/indonesian";
import { stemmer as italian } from "@orama/stemmers/italian";
import { stemmer as norwegian } from "@orama/stemmers/norwegian";
import { stemmer as portuguese } from "@orama/stemmers/portuguese";
import { stemmer as romanian } from "@orama/stemmers/romanian";
import { stemmer as russian } from "@orama/stemmers/russian";
import { stemmer as spanish } from "@orama/stemmers/spanish";
import { stemmer as swedish } from "@orama/stemmers/swedish";
import { stemmer as ukrainian } from "@orama/stemmers/ukrainian";
import { englishForm } from "./english-forms";

/** "Zentrum" has the plural "Zentren", "Museum" "Museen" and "Studium" "Studien", which the stemmer keeps apart. */
const germanForm = (word: string) => german(word.replace(/(zentr|muse|i)ums?$/u, "$1en"));

/** By primary language (BCP 47). A language that is not here is matched by its words as they are written. */
const stemmers: Record<string, (word: string) => string> = {
  ar: arabic,
  da: danish,
  de: germanForm,
  el: greek,
  en: englishForm,
  es: spanish,
  fi: finnish,
  fr: french,
  hi: hindi,
  hu: hungarian,
  id: indonesian,
  it: italian,
  nb: norwegian,
  nl: dutch,
  no: norwegian,
  pt: portuguese,
  ro: romanian,
  ru: russian,
  sv: swedish,
  uk: ukrainian,
};

/** Scripts without spaces between words: there each character stands for itself, so that a phrase is found as a run of them. */
const unspaced =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";
const word = new RegExp(
  `[${unspaced}]\\p{M}*|\\p{L}[+#]{1,2}(?![\\p{L}\\p{N}])|[[\\p{L}\\p{N}&]--[${unspaced}]][[\\p{L}\\p{N}\\p{M}&]--[${unspaced}]]*`,
  "gv",
);

/** "U.S." and "d.c." */
const dotted = /(?<![\p{L}\p{N}.])\p{L}(?:\.\p{L})+(?:\.|(?![\p{L}\p{N}]))/gu;

/** The primary language of a BCP 47 tag: "en" of "en-GB". */
export function primaryLanguage(tag: string): string {
  return tag.split(/[-_]/)[0]?.toLowerCase() ?? "";
}

/**
 * The words of a text in order, each reduced to what its forms have in common ("data centres" to "data", "centr"), without
 * accents. The same text and language give the same words on any machine.
 * @param language BCP 47, of the text; a phrase is read in the language of the text it is looked for in.
 */
export function wordForms(text: string, language: string): string[] {
  const stem = stemmers[primaryLanguage(language)];
  const plain = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(dotted, (letters) => letters.replaceAll(".", ""));
  const words = plain.match(word) ?? [];
  return words.map((form) => (stem?.(form) ?? form).normalize("NFD").replace(/[\u0300-\u036f]/g, ""));
}

/** Whether a phrase's words stand in a text's words, in its order and next to each other. No words are never found. */
export function hasPhrase(forms: string[], phrase: string[]): boolean {
  if (phrase.length === 0) return false;
  const last = forms.length - phrase.length;
  for (let at = 0; at <= last; at++) if (phrase.every((form, i) => forms[at + i] === form)) return true;
  return false;
}
