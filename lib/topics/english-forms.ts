/** Words that look like a form of another one, nouns in "-ing" that mean something else than what the verb does among them. */
const own = new Set(
  `news gas bus its lens bias embed banking cooling earning engineering evening housing marketing meaning parenting wedding
zoning`.split(/\s+/),
);
/** Forms that no rule leads to their word. */
const irregular = new Map(
  `gases gas buses bus lenses lens biases bias menus menu analysis analys crisis cris crises cris use use used use using use
uses use sued sue dying die children child women woman men man mice mous lice lous geese goos feet foot teeth tooth`
    .split(/\s+/)
    .flatMap((form, i, all) => (i % 2 === 0 ? [[form, all[i + 1] ?? form] as const] : [])),
);

/** Words that British English writes with -re and -our, as far as the other spelling goes. */
const inEr = /^((?:\w*(?:cent|theat)|(?:kilo|centi|milli|nano)?met|(?:milli)?lit|fib|calib|somb|spect|lust))er$/;
const inOr = /((?:arm|behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|rum|tum|vap)o)ur$/;

const isVowel = (word: string, i: number): boolean =>
  /[aeiou]/.test(word[i] ?? "") || (word[i] === "y" && i > 0 && !isVowel(word, i - 1));

/** How often a consonant follows a vowel: 1 in "plan", 2 in "produc". */
function measure(word: string): number {
  let count = 0;
  for (let i = 1; i < word.length; i++) if (!isVowel(word, i) && isVowel(word, i - 1)) count++;
  return count;
}

const hasVowel = (word: string) => [...word].some((_, i) => isVowel(word, i));
/** As "plan" and "hop": such a word has lost an e, or keeps it. */
const endsShort = (word: string) =>
  word.length > 2 &&
  !isVowel(word, word.length - 1) &&
  isVowel(word, word.length - 2) &&
  !isVowel(word, word.length - 3) &&
  !/[wxy]$/.test(word);

function withoutPlural(word: string): string {
  if (word.endsWith("ss") || (/[iu]s$/.test(word) && word.length > 4)) return word;
  if (word.endsWith("ies")) return word.length > 4 ? word.slice(0, -2) : word.slice(0, -1);
  return word.endsWith("s") && word.length > 2 ? word.slice(0, -1) : word;
}

function withoutEnding(word: string): string {
  if (/eed$/.test(word)) return word.length > 5 ? word.slice(0, -1) : word;
  if (/ied$/.test(word)) return word.length > 4 ? word.slice(0, -2) : word.slice(0, -1);
  const stem = word.replace(/(?:ed|ing)$/, "");
  if (stem === word || stem.length < 2 || !hasVowel(stem)) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (/([^aeioulsz])\1$/.test(stem) && stem.length > 3) return stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

/**
 * What an English word's forms have in common: singular and plural, and the forms of a verb. Steps 1 and 5 of Porter's stemmer
 * (1980) without those between, which take "important" for a form of "import", "university" of "universe", and "mindfulness"
 * of "mind": who follows the one does not mean the other. American and British spellings are one.
 * @param word in small letters.
 */
export function englishForm(word: string): string {
  const known = irregular.get(word);
  if (known !== undefined || own.has(word)) return known ?? word;
  const singular = withoutPlural(word);
  if (own.has(singular)) return singular;
  let form = withoutEnding(singular);
  if (form.endsWith("y") && form.length > 2 && hasVowel(form.slice(0, -1))) form = `${form.slice(0, -1)}i`;
  const withoutE = form.replace(/e$/, "");
  if (withoutE !== form && (measure(withoutE) > 1 || (measure(withoutE) === 1 && !endsShort(withoutE))))
    form = withoutE;
  if (form.endsWith("ll") && measure(form) > 1) return form.slice(0, -1);
  return form.replace(inEr, "$1r").replace(inOr, "$1r");
}
