import { stemmer } from "stemmer";
import { unitWord } from "../insights/units";
import { functionWords } from "../insights/words";

/** What a text says of a thing that it names: it rose, it fell, or it did neither. */
export type Direction = "up" | "down" | "unchanged";

/**
 * Words that say of a thing that it moved; bare comparisons ("more than", "less likely") say it of too many. Of `itself` only
 * what stands before moves ("rents fell again"), of `other` also what stands after ("it cut rates", "fewer strokes").
 */
const verbs = [
  { way: "up", of: "itself", forms: "rise rose risen grow grew grown climb soar surge" },
  { way: "up", of: "other", forms: "increase" },
  { way: "down", of: "itself", forms: "fall fell fallen decline shrank shrunk plunge slump tumble sank" },
  { way: "down", of: "other", forms: "drop reduce cut halve prevent shrink" },
] as const;
/** Each in this form alone. */
const exact = new Map([
  ["doubled", { way: "up", of: "other" }],
  ["doubling", { way: "up", of: "other" }],
  ["fewer", { way: "down", of: "other" }],
] as const);
const byStem = new Map(
  verbs.flatMap(({ forms, ...verb }) => forms.split(" ").map((form) => [stemmer(form), { ...verb, form }] as const)),
);

function movementOf(word: string): { way: "up" | "down"; of: "itself" | "other" } | null {
  const verb = byStem.get(stemmer(word));
  // "Preventive" has the stem of "prevent".
  if (verb && (word === verb.form || /(?:s|ed|ing)$/u.test(word))) return verb;
  return exact.get(word as "fewer") ?? null;
}

const negations = new Set(
  "no not never without nor hardly neither cannot dont didnt doesnt isnt arent wasnt werent hasnt havent wont cant".split(
    " ",
  ),
);
const isNegation = (word: string) => negations.has(word) || word.endsWith("n't");
/** "Not only did rents fall" and "fell no less than" deny nothing. */
const undone = new Set(["only", "just", "merely", "less", "more", "doubt"]);

/** Words that begin another statement; after those that `hang`, what moves in the rest of the sentence is not meant. */
const breaks = new Set(["and", "or", "but", "yet", "then", ","]);
const hang = new Set(
  "while whereas as although though once when after because since if until before where who which that than".split(" "),
);
/** What they lead to is where, when or how much, not what moved. */
const prepositions = new Set(
  "in at on by from during over under to for with without among across through within".split(" "),
);
const articles = new Set("a an the any its their his her our this that these those".split(" "));

/** How far from a word its direction may stand, in words. */
const reach = 4;

interface Word {
  plain: string;
  isName: boolean;
}

/** The statements of a sentence, each with whether it hangs on another one. */
function statementsIn(sentence: string): { words: Word[]; hangs: boolean }[] {
  const statements: { words: Word[]; hangs: boolean }[] = [{ words: [], hangs: false }];
  for (const token of sentence.match(/[\p{L}'’]+|[,:–—]/gu) ?? []) {
    const plain = token
      .toLowerCase()
      .replaceAll("’", "'")
      .replace(/^[:–—]$/u, ",");
    if (hang.has(plain)) statements.push({ words: [], hangs: true });
    else if (breaks.has(plain)) {
      // "As vacancies, they say, fell": a comma ends nothing that has not begun.
      if (statements.at(-1)?.words.length) statements.push({ words: [], hangs: false });
    } else statements.at(-1)?.words.push({ plain, isName: /^\p{Lu}/u.test(token) });
  }
  return statements;
}

const isThing = ({ plain }: Word) =>
  plain.length >= 4 &&
  !functionWords.has(plain) &&
  !isNegation(plain) &&
  !/(?:ly|'s)$/u.test(plain) &&
  unitWord(plain) === null &&
  movementOf(plain) === null;

/** Where the things stand that may have moved: not "in Port Merrow", and of "Port Merrow rents" the rents alone. */
function thingsIn(words: readonly Word[]): Set<number> {
  const found = new Set<number>();
  let isLed = false;
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    if (prepositions.has(word.plain)) isLed = true;
    else if (isThing(word)) {
      if (!isLed && !(word.isName && next && isThing(next))) found.add(at);
      // All of a name is led to, of other words the first.
      isLed = isLed && word.isName && next?.isName === true;
    } else if (!articles.has(word.plain)) isLed = false;
  }
  return found;
}

function isNegated(words: readonly Word[], at: number): boolean {
  const denies = (place: number) => {
    const word = words[place]?.plain ?? "";
    return isNegation(word) && !undone.has(words[place + 1]?.plain ?? "");
  };
  // "Did not fall", "no fewer strokes"; of what follows only "prevented no strokes".
  if ([1, 2, 3].some((back) => at - back >= 0 && denies(at - back))) return true;
  return words[at + 1]?.plain === "no" && denies(at + 1);
}

/** "A fall in rents": the place of what fell; null where the word is no noun. */
function fallenIn(words: readonly Word[], at: number): number | null {
  const isNoun = [1, 2].some((back) => /^(?:an?|the|no|any)$/u.test(words[at - back]?.plain ?? ""));
  if (!isNoun || words[at + 1]?.plain !== "in") return null;
  const thing = articles.has(words[at + 2]?.plain ?? "") ? at + 3 : at + 2;
  return words[thing] && isThing(words[thing]) ? thing : null;
}

/** What each thing in a statement did: what the nearest word says that can say it of the thing. */
function movesIn(words: readonly Word[]): { stem: string; way: Direction }[] {
  const things = thingsIn(words);
  const moves = words.flatMap((word, at) => {
    const movement = movementOf(word.plain);
    if (!movement) return [];
    const way: Direction = isNegated(words, at) ? "unchanged" : movement.way;
    return [{ at, way, of: movement.of, noun: fallenIn(words, at) }];
  });
  for (const { noun } of moves) if (noun !== null) things.add(noun);
  return [...things].flatMap((thing) => {
    const [nearest] = moves
      .filter(({ at, of, noun }) => {
        if (noun !== null) return noun === thing;
        // Who cuts something does not fall.
        const hasObject = of === "other" && [...things].some((other) => other > at && other - at <= reach);
        return hasObject === thing > at && Math.abs(at - thing) <= reach;
      })
      // As near before as after: things stand before what they do.
      .sort((a, b) => Math.abs(a.at - thing) - Math.abs(b.at - thing) || b.at - a.at);
    return nearest ? [{ stem: stemmer(words[thing]?.plain ?? ""), way: nearest.way }] : [];
  });
}

/** All that a text says happened to each thing it names, by the thing's stem. */
export function directionsIn(text: string): Map<string, Set<Direction>> {
  const found = new Map<string, Set<Direction>>();
  for (const sentence of text.split(/(?<=[.?!;])\s+/)) {
    /** "Rents and prices fell": what stands alone before. */
    let waiting: Word[] = [];
    /** "Rents did not rise but fell": what the statement before was about. */
    let before: string[] = [];
    for (const { words, hangs } of statementsIn(sentence)) {
      const moving = words.filter(({ plain }) => movementOf(plain) !== null);
      if (moving.length === 0) {
        waiting = hangs ? [] : [...waiting, ...words];
        continue;
      }
      let moves = movesIn([...waiting, ...words]);
      const [only] = moving;
      const isAboutNothing = moves.length === 0 && words.length === 1 && !hangs;
      if (isAboutNothing && only)
        moves = before.map((stem) => ({ stem, way: movementOf(only.plain)?.way ?? "unchanged" }));
      for (const { stem, way } of moves) found.set(stem, (found.get(stem) ?? new Set()).add(way));
      before = moves.map(({ stem }) => stem);
      waiting = [];
    }
  }
  return found;
}
