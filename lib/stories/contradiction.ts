import { stemmer } from "stemmer";
import { type FoundNumber, numbersIn } from "../insights/numbers";
import { contentWords } from "../insights/words";
import { openingName } from "./text-terms";

/** A number with the words around it. */
interface Measure {
  value: number;
  unit: FoundNumber["unit"];
  /** The first word after it, as a stem: what is counted. */
  counted: string | null;
  around: ReadonlySet<string>;
}

/** What of a claim another one can contradict. */
export interface Facts {
  measures: readonly Measure[];
  /** Stems of proper names (see `textTerms`). */
  names: ReadonlySet<string>;
  /** The name that it opens with (see `openingName`): whom it is about. */
  opening: string | null;
  stems: readonly string[];
}

/** So many characters to either side tell what a number measures. */
const reach = 40;
/** "45 billion" and "45.2 billion" are one. */
const tolerance = 0.03;
/** Whole numbers up to this one are said of too many things to tell two claims apart. */
const smallest = 12;
/** "Valdea" and "Valdean" are one. */
const sameBeginning = 5;

const isYear = (value: number, unit: FoundNumber["unit"]) =>
  unit === null && Number.isInteger(value) && value > 1900 && value < 2100;

/** The numbers of a text with their places; "two in three" is one, a share. */
function placedNumbers(text: string): { value: number; unit: FoundNumber["unit"]; start: number; end: number }[] {
  const placed: { value: number; unit: FoundNumber["unit"]; start: number; end: number }[] = [];
  let from = 0;
  for (const { value, unit, text: written } of numbersIn(text)) {
    const start = Math.max(0, text.indexOf(written, from));
    from = start + written.length;
    const before = placed.at(-1);
    const isShareOf = /^ (?:in|out of) (?:every )?$/u.test(text.slice(before?.end ?? 0, start));
    if (before && before.value >= 1 && before.value <= value && isShareOf)
      Object.assign(before, { value: before.value / value, unit: null, end: from });
    else placed.push({ value, unit, start, end: from });
  }
  return placed;
}

/** Reads the facts of a claim. */
export function factsOf(text: string, terms: { stems: readonly string[]; names: ReadonlySet<string> }): Facts {
  const wordsOf = (piece: string) =>
    contentWords(piece)
      .filter((word) => !/^\d/u.test(word))
      .map((word) => stemmer(word));
  const measures = placedNumbers(text)
    .filter(({ value, unit }) => !isYear(value, unit))
    .map(({ value, unit, start, end }) => ({
      value: unit === "percent" ? value / 100 : value,
      unit,
      counted: wordsOf(text.slice(end, end + reach))[0] ?? null,
      around: new Set(wordsOf(`${text.slice(Math.max(0, start - reach), start)} ${text.slice(end, end + reach)}`)),
    }));
  return { measures, names: terms.names, opening: openingName(text), stems: terms.stems };
}

const isShare = ({ value, unit }: Measure) => unit !== "money" && value >= 0 && value < 1;
const isClose = (a: number, b: number) => Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));

/** Whether two numbers may say the same; what 4 percent do the other 96 do not. */
const isSame = (a: Measure, b: Measure) =>
  isClose(a.value, b.value) || (isShare(a) && isShare(b) && isClose(a.value, 1 - b.value));

/** Whether two numbers measure one thing: shares or sums of money among the same words, or so many of the same. */
function measuresSame(a: Measure, b: Measure): boolean {
  const sameWords = () => [...a.around].some((stem) => b.around.has(stem));
  if (isShare(a) || isShare(b)) return isShare(a) && isShare(b) && sameWords();
  if (a.unit !== b.unit) return false;
  if (a.unit !== null) return sameWords();
  return a.value > smallest && b.value > smallest && a.counted !== null && a.counted === b.counted;
}

/** True where both say of the same thing how much it is, and no number of one is one of the other's. */
function numbersContradict(a: Facts, b: Facts): boolean {
  if (a.measures.some((mine) => b.measures.some((theirs) => isSame(mine, theirs)))) return false;
  return a.measures.some((mine) => b.measures.some((theirs) => measuresSame(mine, theirs)));
}

const isMentioned = (name: string, stems: readonly string[]) =>
  stems.some(
    (stem) =>
      stem === name ||
      (stem.length >= sameBeginning &&
        name.length >= sameBeginning &&
        stem.slice(0, sameBeginning) === name.slice(0, sameBeginning)),
  );

/** Whether one of two claims mentions somebody or something whom the other names. Symmetric. */
export function shareName(a: Facts, b: Facts): boolean {
  return (
    [...a.names].some((name) => isMentioned(name, b.stems)) || [...b.names].some((name) => isMentioned(name, a.stems))
  );
}

/** True where both name somebody or something, and neither mentions any whom the other names. */
const namesContradict = (a: Facts, b: Facts) => a.names.size > 0 && b.names.size > 0 && !shareName(a, b);

/** True where both open with a name, and neither mentions the other's: what Apple did Google did not. */
const openingsContradict = (a: Facts, b: Facts) =>
  a.opening !== null && b.opening !== null && !isMentioned(a.opening, b.stems) && !isMentioned(b.opening, a.stems);

/** Whether two claims cannot be one: about somebody else, other names, or the same thing measured with other numbers. Symmetric. */
export function contradict(a: Facts, b: Facts): boolean {
  return openingsContradict(a, b) || namesContradict(a, b) || numbersContradict(a, b);
}
