import { isCommonWord, isProperWord, namesLikeWords } from "./common-words";
import { aliasGroups, peoples, roleWords } from "./name-aliases";
import { mayBeName, opensAsName, standsWithoutArticle } from "./name-openers";
import { rankOf, romanNumerals } from "./number-readings";
import { small } from "./number-words";
import { unitWord } from "./units";
import { isBaseVerb, isPast } from "./verbs";
import { countWords, functionWords, plainWord, type Word, wordsIn } from "./words";

/** A run of capitalised words: "Kestrel Motors", "GPU". */
export interface FoundName {
  /** Plain words in order. */
  words: string[];
  /** As in the text. */
  text: string;
  /** True where its first word opens a sentence and may have its capital from there. */
  opensSentence: boolean;
  /** True where an ordinary word opens a sentence as only names do. */
  opensAsName?: boolean;
  /** The plain word before it in its sentence; empty where there is none. */
  before: string;
  /** Offset in the text. */
  start: number;
}

const aliasesOf = new Map<string, string[]>();
for (const group of aliasGroups)
  for (const name of group) aliasesOf.set(name, [...(aliasesOf.get(name) ?? []), ...group]);

/** "Polish trains" are of Poland, whatever polish is. */
const peopleWords = new Set(peoples.flat());
// "Democratic rules" are nobody's.
peopleWords.delete("democratic");

const ordinarySuffix = /(?:ing|ers|ors|ions|ness|ments|ists|ities|ies|ants|ents|ures|ages|ances|ences|ships|ly)$/u;

/** What film subtitles have with a capital because it opens sentences. */
const connectors = new Set(
  `according although moreover furthermore nevertheless meanwhile besides whereas additionally consequently nonetheless likewise
  conversely`
    .split(/\s+/u)
    .filter(Boolean),
);

/**
 * True where a capital at a sentence's beginning says nothing: function words, words that English writes small, and unknown
 * ones with the ending of ordinary words. What may be a name as well ("Target", "Grace") is not taken for an ordinary word.
 */
function isOrdinaryOpener(word: string): boolean {
  const plain = word.replace(/'s$/u, "");
  if (functionWords.has(plain) || connectors.has(plain) || /^\d/u.test(plain)) return true;
  if (namesLikeWords.has(plain)) return false;
  if (isCommonWord(plain)) return true;
  return !isProperWord(plain) && (isBaseVerb(plain) || isPast(plain) || ordinarySuffix.test(plain));
}

function opensSentence(text: string, word: Word): boolean {
  return /(?:^|[.!?…:]["”’)]*\s+|^["“‘(]+|\s["“‘(]+)$/u.test(
    (word.start > 12 ? "x" : "") + text.slice(Math.max(0, word.start - 12), word.start),
  );
}

/** "400 Hz", "30 °C": a capital that belongs to a number. */
function isUnitSign(text: string, previous: Word | undefined, word: Word): boolean {
  if (previous === undefined || !/^\d/u.test(previous.plain)) return false;
  return unitWord(word.plain) !== null || /^\s?°$/u.test(text.slice(previous.end, word.start));
}

/**
 * The proper nouns of a text: runs of capitalised words. A word that opens a sentence counts unless it is an ordinary
 * one; "I" and its contractions never do.
 */
export function namesIn(text: string): FoundName[] {
  const names: FoundName[] = [];
  let run: Word[] = [];
  const close = () => {
    const first = run[0];
    const last = run.at(-1);
    if (first !== undefined && last !== undefined) {
      names.push({
        words: run.map((word) => word.plain.replace(/'s?$/u, "")),
        text: text.slice(first.start, last.end),
        opensSentence: opensSentence(text, first),
        before,
        start: first.start,
      });
    }
    run = [];
  };
  let previous: Word | undefined;
  let before = "";
  for (const word of wordsIn(text)) {
    const written = text.slice(word.start, word.end);
    const apart = previous !== undefined && /[^\s-]/u.test(text.slice(previous.end, word.start));
    if (apart) close();
    const capital = /^\p{Lu}/u.test(written) || /^\p{Ll}+\p{Lu}/u.test(written);
    const opens = opensSentence(text, word);
    const isRole = roleWords.has(word.plain);
    if (
      !capital ||
      isRole ||
      isUnitSign(text, previous, word) ||
      /^i(?:'\w+)?$/u.test(word.plain) ||
      (opens && isOrdinaryOpener(word.plain))
    )
      close();
    else {
      if (opens) close();
      if (run.length === 0) before = apart || opens ? "" : (previous?.plain ?? "");
      run.push(word);
      // A possessive ends a name: "Port Merrow's Harbour Board" are two.
      if (/['’]s$/u.test(written)) close();
    }
    previous = word;
  }
  close();
  return names;
}

/** The plain words of the sentence that begins with a word. */
function sentenceFrom(text: string, words: readonly Word[], at: number): string[] {
  const later = words.slice(at, at + 8);
  const end = later.findIndex((word, index) => index > 0 && opensSentence(text, word));
  return (end < 0 ? later : later.slice(0, end)).map((word) => word.plain);
}

/**
 * The names that a text has to prove: those of `namesIn`, and ordinary words that open a sentence as only names do: "Bolt
 * kept a third", "Musk's rocket failed".
 */
export function namesClaimed(text: string): FoundName[] {
  const names = namesIn(text).map((name) => ({ ...name, opensAsName: false }));
  const words = wordsIn(text);
  words.forEach((word, at) => {
    const next = words[at + 1];
    const isCapital = (other: Word) => /^\p{Lu}/u.test(text.slice(other.start));
    if (!isCapital(word) || !opensSentence(text, word) || roleWords.has(word.plain)) return;
    if (next === undefined || isCapital(next) || !/^\s+$/u.test(text.slice(word.end, next.start))) return;
    const isName = opensAsName(sentenceFrom(text, words, at));
    if (!isName && !peopleWords.has(word.plain)) return;
    const written = text.slice(word.start, word.end);
    const known = names.find((name) => name.opensSentence && name.start === word.start);
    if (known !== undefined) known.opensAsName = isName;
    else
      names.push({
        words: [word.plain.replace(/'s?$/u, "")],
        text: written,
        start: word.start,
        opensSentence: true,
        opensAsName: isName,
        before: "",
      });
  });
  return names;
}

/** The words of evidence, made ready to look names up in. */
export interface NameEvidence {
  words: Set<string>;
  pairs: Set<string>;
  /** Two and three words written as one: "open ai" is OpenAI. */
  joined: Set<string>;
  text: string;
  initials: string;
  /** As they are written: "WHO" is not "who". */
  acronyms: Set<string>;
  /** Words of names: what stands with a capital. */
  proper: Set<string>;
  /** Words that stand with a capital anywhere, and all words of texts that have none. */
  capital: Set<string>;
}

/** "Formula One" is "Formula 1", "World War II" is "World War 2"; a possessive is its name. */
function normal(word: string): string {
  const plain = word.replace(/'s?$/u, "");
  const digit = small[plain] ?? (plain.length > 1 ? romanNumerals[plain] : undefined);
  return digit === undefined ? plain : String(digit);
}

/** The name as it is looked up; "Henry V" is "Henry 5". */
function normalWords(words: readonly string[]): string[] {
  return words.map((word, at) =>
    at > 0 && at === words.length - 1 && (word === "v" || word === "x") ? String(romanNumerals[word]) : normal(word),
  );
}

/** "Henry the Eighth" as "henry 8". */
function withRanks(words: readonly string[]): string {
  return words
    .map((word) => rankOf(word) ?? word)
    .join(" ")
    .replace(/ the (?=\d)/gu, " ");
}

function stemOf(word: string): string {
  return word.length > 3 ? word.replace(/(?:(?<=[sxz]|ch|sh)es|(?<!s)s)$/u, "") : word;
}

/** True where a text tells names by capitals; one that was written down without any has them in "I" at most. */
function hasCapitals(text: string): boolean {
  const capitals = wordsIn(text).filter(
    (word) => /^\p{Lu}/u.test(text.slice(word.start)) && !/^i(?:'\w+)?$/u.test(word.plain),
  );
  return capitals.length * 60 > countWords(text);
}

/** What is written with a capital by some and small by others. */
const eitherWay = new Set(
  `earth moon sun internet web government church state black white native western eastern northern southern act constitution empire
  revolution renaissance reformation crown senate house cabinet court chancellor god lord pope zodiac bible quran`
    .split(/\s+/u)
    .filter(Boolean),
);

/** True where only a capital tells whether a single word is a name: "Target", "May", "LA". */
function needsCapital(word: string, name: FoundName): boolean {
  if (name.opensSentence) return name.opensAsName === true && mayBeName(word) && !standsWithoutArticle(word);
  if (functionWords.has(word) || mayBeName(word)) return true;
  return isCommonWord(word) && name.before !== "the" && !eitherWay.has(word);
}

/** Prepares texts that may support names: evidence segments, titles, descriptions, persons. */
export function nameEvidence(texts: readonly string[]): NameEvidence {
  const words = new Set<string>();
  const pairs = new Set<string>();
  const joined = new Set<string>();
  const plain: string[] = [];
  const initials: string[] = [];
  const acronyms = new Set<string>();
  const proper = new Set<string>();
  const capital = new Set<string>();
  for (const text of texts) {
    const isCaseless = !hasCapitals(text);
    for (const word of wordsIn(text))
      if (isCaseless || /\p{Lu}/u.test(text.slice(word.start, word.end))) capital.add(normal(word.plain));
    for (const [acronym] of text.matchAll(/(?<![\p{L}.])\p{Lu}(?:[. ]{0,2}\p{Lu})+(?![\p{L}])/gu))
      acronyms.add(acronym.replace(/[. ]/gu, ""));
    const list = wordsIn(text).map((word) => normal(word.plain));
    list.forEach((word, index) => {
      words.add(word);
      words.add(stemOf(word));
      const next = list[index + 1];
      if (next === undefined) return;
      pairs.add(`${stemOf(word)} ${stemOf(next)}`);
      joined.add(word + next);
      // "S and P", "A T and T".
      const last = list[index + 2] ?? "";
      if (next === "and" && word.length <= 2 && last.length === 1) joined.add(`${word}&${last}`);
      const letter = list[index - 1] ?? "";
      if (next === "and" && word.length === 1 && letter.length === 1 && last.length === 1)
        joined.add(`${letter}${word}&${last}`);
      // A name that is spelled out, letter by letter.
      let letters = word;
      for (let at = index + 1; at < Math.min(list.length, index + 7); at++) {
        letters += list[at];
        if (at === index + 2 || (list[at]?.length ?? 0) <= 2) joined.add(letters);
        if ((list[at]?.length ?? 0) > 2) break;
      }
    });
    plain.push(` ${list.join(" ")} `, ` ${withRanks(list)} `);
    const names = namesIn(text);
    for (const name of names) for (const word of name.words) proper.add(word);
    initials.push(` ${names.map((name) => name.words.map((word) => word.charAt(0)).join("")).join(" ")} `);
  }
  return { words, pairs, joined, text: plain.join("\n"), initials: initials.join("\n"), acronyms, proper, capital };
}

/**
 * True where evidence supports a name: all its words, in a row, or a recorded alias, or, for an acronym of three letters
 * and more, the initials of a name. Two full names beside each other count as two.
 */
export function holdsName(evidence: NameEvidence, name: FoundName): boolean {
  const words = normalWords(name.words);
  const [only = ""] = words;
  // "US" and "WHO" read like words that stand everywhere.
  if (words.length === 1 && /^\p{Lu}{2,}$/u.test(name.text) && functionWords.has(only))
    return evidence.acronyms.has(name.text) || hasAlias(evidence, only);
  const isUnsure = words.length === 1 && needsCapital(only, name) && !evidence.capital.has(only);
  if (!isUnsure && holdsWords(evidence, words, name.opensSentence)) return true;
  if (isUnsure && (evidence.joined.has(only) || hasAlias(evidence, only))) return true;
  const acronym = plainWord(name.text).replace(/s$/u, "");
  if (
    words.length === 1 &&
    /^[a-z]{3,}$/u.test(acronym) &&
    /^\p{Lu}+s?$/u.test(name.text) &&
    evidence.initials.includes(` ${acronym} `)
  )
    return true;
  if (
    words.length === 1 &&
    [...evidence.proper].some((other) => isAdjectiveOf(only, other) || isAdjectiveOf(other, only))
  )
    return true;
  for (let at = 2; at + 2 <= words.length; at++)
    if (holdsWords(evidence, words.slice(0, at), false) && holdsWords(evidence, words.slice(at), false)) return true;
  return false;
}

/** First names that look as if they were made from another name: Julian has nothing to do with Julia. */
const firstNames = new Set(
  `julian adrian christian marian lucian damian fabian dorian brian norman vivian florian sebastian gillian lilian lillian cassian
  octavian tristan jordan ethan conan stefan milan roman susan hassan logan morgan duncan`
    .split(/\s+/u)
    .filter(Boolean),
);

/** "Himalayan" of "Himalaya", "Parisian" of "Paris", "Londoners" of "London". */
export function isAdjectiveOf(word: string, name: string): boolean {
  const plain = word.replace(/s$/u, "");
  if (name.length < 4 || firstNames.has(plain)) return false;
  if (word === `${name}ers` || (name.endsWith("a") && plain === `${name}n`)) return true;
  const stem = name.replace(/(?:ia|[aeoy])$/u, "");
  return [name, ...(stem.length >= 4 ? [stem] : [])].some((start) =>
    ["an", "ian", "ean", "ese"].some((ending) => plain === start + ending),
  );
}

function holdsWords(evidence: NameEvidence, words: readonly string[], opensSentence: boolean): boolean {
  const whole = words.join(" ");
  if (evidence.text.includes(` ${whole} `)) return true;
  const squashed = words.join("");
  if (evidence.joined.has(squashed) || evidence.words.has(squashed)) return true;
  if (hasAlias(evidence, whole)) return true;
  const isKnown = (word: string) =>
    evidence.words.has(word) ||
    evidence.words.has(stemOf(word)) ||
    evidence.joined.has(word) ||
    hasAlias(evidence, word);
  if (!words.every(isKnown)) return false;
  return words.every((word, index) => {
    const next = words[index + 1];
    if (next === undefined || (index === 0 && opensSentence && isCommonWord(word))) return true;
    return (
      evidence.pairs.has(`${stemOf(word)} ${stemOf(next)}`) ||
      evidence.joined.has(word) ||
      evidence.joined.has(next) ||
      hasAlias(evidence, word) ||
      hasAlias(evidence, next)
    );
  });
}

function hasAlias(evidence: NameEvidence, word: string): boolean {
  return (aliasesOf.get(word) ?? []).some(
    (alias) =>
      !functionWords.has(alias) &&
      evidence.text.includes(` ${alias} `) &&
      // "La la land" is not Los Angeles, nail polish not Poland.
      (evidence.capital.has(alias) || (alias !== "democratic" && (alias.length > 6 || !isCommonWord(alias)))),
  );
}
