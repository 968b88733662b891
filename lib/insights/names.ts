import { isBaseVerb, isPast } from "./verbs";
import { functionWords, plainWord, type Word, wordsIn } from "./words";

/** A run of capitalised words: "Kestrel Motors", "GPU". */
export interface FoundName {
  /** Plain words in order. */
  words: string[];
  /** As in the text. */
  text: string;
  /** True where its first word opens a sentence and may have its capital from there. */
  opensSentence: boolean;
}

/** Other ways to say the same name; each line is one group. Plain words. */
const aliasGroups: string[][] = [
  ["us", "u.s", "usa", "united states", "america", "american", "americans", "the states"],
  ["uk", "u.k", "united kingdom", "britain", "british"],
  ["eu", "e.u", "european union", "europe", "european"],
  ["ai", "a.i", "artificial intelligence"],
  ["gpu", "gpus", "graphics card", "graphics cards", "graphics processor", "graphics processors"],
  ["cpu", "cpus", "processor", "processors"],
  ["fda", "food and drug administration"],
  ["fed", "federal reserve", "the fed"],
  ["who", "world health organization", "world health organisation"],
  ["un", "u.n", "united nations"],
  ["nasa", "n.a.s.a"],
  ["ecg", "ekg", "electrocardiogram"],
  ["vcs", "vc", "venture capital", "venture capitalists"],
  ["ceo", "chief executive"],
  ["llm", "llms", "language model", "language models"],
];

const aliasesOf = new Map<string, string[]>();
for (const group of aliasGroups) for (const name of group) aliasesOf.set(name, group);

const ordinarySuffix = /(?:ing|ers|ors|ions|ness|ments|ists|ities|ies|ants|ents|ures|ages|ances|ences|ships|ly)$/u;

/** True where a capital at a sentence's beginning says nothing: function words, verbs, words with an ordinary ending. */
function isOrdinaryOpener(word: string): boolean {
  return functionWords.has(word) || isBaseVerb(word) || isPast(word) || ordinarySuffix.test(word) || /^\d/u.test(word);
}

function opensSentence(text: string, word: Word): boolean {
  return /(?:^|[.!?…:]["”’)]*\s+|^["“‘(]+|\s["“‘(]+)$/u.test(text.slice(0, word.start));
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
      });
    }
    run = [];
  };
  let previous: Word | undefined;
  for (const word of wordsIn(text)) {
    const written = text.slice(word.start, word.end);
    const apart = previous !== undefined && /[^\s-]/u.test(text.slice(previous.end, word.start));
    if (apart) close();
    const capital = /^\p{Lu}/u.test(written) || /^\p{Ll}+\p{Lu}/u.test(written);
    const opens = opensSentence(text, word);
    if (!capital || /^i(?:'\w+)?$/u.test(word.plain) || (opens && isOrdinaryOpener(word.plain))) close();
    else {
      if (opens) close();
      run.push(word);
      // A possessive ends a name: "Port Merrow's Harbour Board" are two.
      if (/['’]s$/u.test(written)) close();
    }
    previous = word;
  }
  close();
  return names;
}

/** The words of evidence, made ready to look names up in. */
export interface NameEvidence {
  words: Set<string>;
  pairs: Set<string>;
  text: string;
  initials: string;
}

function stemOf(word: string): string {
  return word.length > 3 ? word.replace(/'s$/u, "").replace(/(?:es|s)$/u, "") : word;
}

/** Prepares texts that may support names: evidence segments, titles, descriptions, persons. */
export function nameEvidence(texts: readonly string[]): NameEvidence {
  const words = new Set<string>();
  const pairs = new Set<string>();
  const plain: string[] = [];
  const initials: string[] = [];
  for (const text of texts) {
    const list = wordsIn(text).map((word) => word.plain.replace(/'s$/u, ""));
    list.forEach((word, index) => {
      words.add(word);
      words.add(stemOf(word));
      const next = list[index + 1];
      if (next !== undefined) pairs.add(`${stemOf(word)} ${stemOf(next)}`);
    });
    plain.push(` ${list.join(" ")} `);
    initials.push(
      ` ${namesIn(text)
        .map((name) => name.words.map((word) => word.charAt(0)).join(""))
        .join(" ")} `,
    );
  }
  return { words, pairs, text: plain.join("\n"), initials: initials.join("\n") };
}

/**
 * True where evidence supports a name: all its words, in a row, or a recorded alias, or, for an acronym of three letters
 * and more, the initials of a name.
 */
export function holdsName(evidence: NameEvidence, name: FoundName): boolean {
  const whole = name.words.join(" ");
  if (evidence.text.includes(` ${whole} `)) return true;
  for (const alias of aliasesOf.get(whole) ?? []) if (evidence.text.includes(` ${alias} `)) return true;
  const known = name.words.map(
    (word) => evidence.words.has(word) || evidence.words.has(stemOf(word)) || hasAlias(evidence, word),
  );
  if (!known.every(Boolean)) {
    const acronym = plainWord(name.text);
    return (
      name.words.length === 1 &&
      /^[a-z]{3,}$/u.test(acronym) &&
      name.text === name.text.toUpperCase() &&
      evidence.initials.includes(` ${acronym} `)
    );
  }
  return name.words.every((word, index) => {
    const next = name.words[index + 1];
    if (next === undefined || (index === 0 && name.opensSentence)) return true;
    return (
      evidence.pairs.has(`${stemOf(word)} ${stemOf(next)}`) || hasAlias(evidence, word) || hasAlias(evidence, next)
    );
  });
}

function hasAlias(evidence: NameEvidence, word: string): boolean {
  return (aliasesOf.get(word) ?? []).some((alias) => evidence.text.includes(` ${alias} `));
}
