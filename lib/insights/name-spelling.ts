import { isCommonWord, isProperWord } from "./common-words";
import { aliasGroups } from "./name-aliases";
import { isAdjectiveOf, namesIn } from "./names";
import { functionWords, plainWord, wordsIn } from "./words";

/** How a show's transcripts write a name that its publisher spells otherwise. */
export interface NameAlias {
  /** As it stands in transcripts: plain words. */
  heard: string;
  /** As the publisher writes it. */
  spelling: string;
}

/** Shorter words differ by too little to tell a misspelling from another name. */
const shortestWord = 4;

/** About how a word sounds in English: letters that are heard alike are one, doubled ones and most vowels are gone. */
export function soundOf(word: string): string {
  return plainWord(word)
    .replace(/[^a-z]/gu, "")
    .replace(/^(?:kn|gn|pn|wr|ps)/u, (pair) => pair.slice(1))
    .replace(/(?<=.)gn/gu, "n")
    .replace(/(?:ght|gh)/gu, "t")
    .replace(/ph|v/gu, "f")
    .replace(/sch|sh|ch|cz|tsch/gu, "x")
    .replace(/ck|q|c(?![eiy])|x(?=[^x])/gu, "k")
    .replace(/c|z/gu, "s")
    .replace(/d(?=t)|th|d/gu, "t")
    .replace(/j|g/gu, "k")
    .replace(/w(?=[^aeiouy]|$)/gu, "f")
    .replace(/h/gu, "")
    .replace(/[aeiouy]+/gu, (vowels, at: number) => (at === 0 ? "a" : vowels.length > 0 ? "" : ""))
    .replace(/(.)\1+/gu, "$1");
}

/** How many letters have to be changed, added or removed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * True where one word is most likely the other, misheard: nearly the same letters, or the same sound and not far off.
 * @param share of the letters that may differ where the sound is the same.
 */
export function soundsLike(heard: string, written: string, share = 1 / 3): boolean {
  const [a, b] = [plainWord(heard), plainWord(written)];
  if (a === b || a.length < shortestWord || b.length < shortestWord) return false;
  // "Moreau" and "Morea", not "Morgan"; plurals and possessives are no misspellings.
  if (a.replace(/'?s$/u, "") === b.replace(/'?s$/u, "")) return false;
  const far = distance(a, b);
  const longest = Math.max(a.length, b.length);
  if (a.charAt(0) === b.charAt(0) && far === 1 && longest >= 6) return true;
  return soundOf(a) === soundOf(b) && soundOf(a).length >= 2 && far <= Math.floor(longest * share);
}

/** Countries, their peoples and whatever else is known by several names. */
const knownNames = new Set(aliasGroups.flat());

const isAdjective = (a: string, b: string) => isAdjectiveOf(a, b) || isAdjectiveOf(b, a);

/**
 * True where no word of a name that was heard is a word of its own: "Niger" is not Nigeria, "Tiger Lake" not Tiger Luke.
 * A name that is known may be misheard only beside a word of the name that is right, for one that nobody knows: "Magnus
 * Carlson" is Magnus Carlsen.
 */
function mayBeMisheard({ heard, spelling }: NameAlias): boolean {
  const written = wordsIn(spelling).map((word) => word.plain);
  const words = heard.split(" ");
  const isAnchored = words.some((word, at) => word === written[at] && !isCommonWord(word));
  return words.every((word, at) => {
    const target = written[at] ?? "";
    if (word === target) return true;
    if (isCommonWord(word) || functionWords.has(word) || knownNames.has(word) || isAdjective(word, target))
      return false;
    return !isProperWord(word) || (isAnchored && !isProperWord(target));
  });
}

/** What a publisher wrote: titles and notes, and the names of persons that are credited. */
export interface PublishedTexts {
  texts: readonly string[];
  persons: readonly string[];
}

/**
 * Names that a transcript misspells, by what the publisher writes in titles, notes and credits: a capitalised run of the
 * transcript that the publisher never writes, of as many words, each the same or sounding like the publisher's. A single
 * word is compared with the surnames of credited persons alone, since a title's may be anything else.
 * @param segments the transcript's texts.
 */
export function misspellings(segments: readonly string[], { texts, persons }: PublishedTexts): NameAlias[] {
  const published = [...texts, ...persons];
  const writtenWords = new Set(published.flatMap((text) => wordsIn(text).map((word) => word.plain)));
  const written = new Map<string, string[]>();
  for (const text of published)
    for (const name of namesIn(text)) {
      // A single ordinary word that opens a sentence is no name one can be sure of.
      if (name.words.length === 1 && name.words.every(isCommonWord)) continue;
      written.set(name.words.join(" "), name.text.replace(/['’]s$/u, "").split(/\s+/u));
    }
  const credited = new Set(persons.flatMap((person) => namesIn(person).map((name) => name.words.join(" "))));
  const found = new Map<string, string>();
  const add = (heard: string, spelling: string): boolean => {
    const isLikely = mayBeMisheard({ heard, spelling });
    if (isLikely) found.set(heard, spelling);
    return isLikely;
  };
  for (const text of segments)
    for (const name of namesIn(text)) {
      const heard = name.words.join(" ");
      if (name.words.every((word) => writtenWords.has(word) || functionWords.has(word)) || found.has(heard)) continue;
      for (const [plain, spelling] of written) {
        const target = plain.split(" ");
        if (name.words.length === 1 && !credited.has(plain)) continue;
        // The publisher has the surname alone, behind a first name: "Massimo Vinyelli", not "March Niger".
        const mayBeFirst = !isCommonWord(name.words[0] ?? "") && !knownNames.has(name.words[0] ?? "");
        if (target.length === 1 && name.words.length === 2 && mayBeFirst && soundsLike(name.words[1] ?? "", plain)) {
          if (add(heard, `${name.text.split(/\s+/u)[0]} ${spelling[0]}`)) break;
          continue;
        }
        const surname = name.words.length === 1 ? target.slice(-1) : target;
        if (surname.length !== name.words.length) continue;
        // Beside a word of the name that is right, the others may be further off: "Ada Moro" is Ada Moreau, "Moro" nobody.
        const share = name.words.some((word, at) => word === surname[at]) ? 1 / 2 : 1 / 3;
        const alike = name.words.map((word, at) => word === surname[at] || soundsLike(word, surname[at] ?? "", share));
        if (!alike.every(Boolean)) continue;
        if (add(heard, (name.words.length === 1 ? spelling.slice(-1) : spelling).join(" "))) break;
      }
    }
  return [...found].map(([heard, spelling]) => ({ heard, spelling }));
}

/**
 * The aliases learned of a show's other episodes that still hold: what the publisher has written since as it was heard is a
 * name of its own.
 */
export function standingAliases(aliases: readonly NameAlias[], { texts, persons }: PublishedTexts): NameAlias[] {
  const written = ` ${[...texts, ...persons].flatMap((text) => wordsIn(text).map((word) => word.plain.replace(/'s$/u, ""))).join(" ")} `;
  return aliases.filter((alias) => mayBeMisheard(alias) && !written.includes(` ${alias.heard} `));
}

/** The publisher's spellings of what stands misspelt in a text. */
export function spellingsHeard(text: string, aliases: readonly NameAlias[]): string[] {
  if (aliases.length === 0) return [];
  const plain = ` ${wordsIn(text)
    .map((word) => word.plain.replace(/'s$/u, ""))
    .join(" ")} `;
  return aliases.filter(({ heard }) => plain.includes(` ${heard} `)).map(({ spelling }) => spelling);
}

/** A text with misspelt names as their publisher writes them; for what we write, never for quotes. */
export function inPublishersSpelling(text: string, aliases: readonly NameAlias[]): string {
  let result = text;
  for (const { heard, spelling } of aliases) {
    const words = wordsIn(result);
    const wanted = heard.split(" ");
    for (let at = words.length - wanted.length; at >= 0; at--) {
      const run = words.slice(at, at + wanted.length);
      const [first, last] = [run[0], run.at(-1)];
      if (!first || !last || !run.every((word, index) => word.plain.replace(/'s$/u, "") === wanted[index])) continue;
      const possessive = /['’]s$/u.exec(result.slice(first.start, last.end))?.[0] ?? "";
      if (!/^\p{Lu}/u.test(result.slice(first.start))) continue;
      result = result.slice(0, first.start) + spelling + possessive + result.slice(last.end);
    }
  }
  return result;
}
