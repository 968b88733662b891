import { stemmer } from "stemmer";
import { namesIn } from "../insights/names";
import { placedNumbers } from "../insights/numbers";
import { type NumberUnit, smallerUnits, unitsFit } from "../insights/units";
import { contentWords } from "../insights/words";
import { textTerms } from "./text-terms";

/** What a take adds to its story. */
export interface News {
  kind: "number" | "name" | "event";
  /** The number, name or verb as the take has it. */
  fact: string;
  /** The sentence of the take that holds it. */
  sentence: string;
}

/** Verbs of what happens to somebody once, in forms that mostly say that it has happened. */
const events = new Set(
  `acquired acquires acquitted appealed appeals approved approves arrested banned bans bought buys cancelled canceled cancels
charged cleared clears closed closes collapsed convicted defaulted delayed delays derailed died dies dismissed dropped drops
evacuated expelled expired exploded fined fired fires halted halts indicted joined joins launched launches left merged merges
ousted overturned passed pleads pleaded postponed postpones quit quits raided ratified recalled recalls refuses refused rejected
rejects released releases reopened reopens repealed resigned resigns restored resumed resumes revoked sacked scrapped seized
sells sentenced settled settles shut signed signs sold stopped stops strikes struck sued sues suspended suspends vetoed voted
withdrew withdraws won`.split(/\s+/u),
);
/** Of verbs that are no event alone, what they are one with. */
const turns =
  /\b(?:agree[ds]? to \p{L}+|fil(?:ed|es) (?:for (?:an? )?\p{L}+|suit|charges|an? \p{L}+)|(?:went|goes) (?:bankrupt|public)|stepp?(?:ed|s) down|pull(?:ed|s) out|call(?:ed|s) off|laid off|t(?:ook|akes) over)\b/giu;
/** "Has not been suspended", "could be sold": nothing has happened. */
const unreal =
  /(?:\b(?:not|never|nor|without|may|might|could|would|should|if|unless)|n['’]t)(?:\s+[\p{L}'’]+){0,2}\s+$/iu;

/** Whole numbers up to this one are in every second sentence: they are news only of what was counted before. */
const smallest = 10;
const tolerance = 0.03;
/** What is as large as this is an amount of money, though no currency stands there. */
const amount = 1_000_000;
const goesOn = /^(?:it|its|they|their|this|that|these|those|he|his|she|her|there|now|then|since|meanwhile|instead)\b/iu;

const stemsOf = (text: string) => contentWords(text).map((word) => stemmer(word));

/** A number as news compares it. */
interface Counted {
  value: number;
  unit: NumberUnit;
  text: string;
  /** The stem of the word that follows and is counted; null where none does. */
  thing: string | null;
}

function countedIn(text: string): Counted[] {
  return placedNumbers(text, false).map(({ value, unit, bare, text: written, end }) => {
    const [next] = bare ? [] : contentWords(/^\s*[\p{L}'’]+/u.exec(text.slice(end).replace(/^-/u, " "))?.[0] ?? "");
    return { value, unit, text: written, thing: next === undefined ? null : stemmer(next) };
  });
}

const isNear = (a: number, b: number) => Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));

/** Whether two numbers are one: "45 percent" and "45 people" are two, "45 percent" and "almost 45" may be one. */
function isSame(a: Counted, b: Counted): boolean {
  if (a.unit !== null && b.unit !== null)
    return (
      (unitsFit(a.unit, b.unit) && isNear(a.value, b.value)) ||
      [[a, b] as const, [b, a] as const].some(([large, small]) =>
        (smallerUnits[large.unit ?? ""] ?? []).some(
          ([unit, factor]) => unit === small.unit && isNear(large.value * factor, small.value),
        ),
      )
    );
  // "The 45 billion deal" is that of 45 billion dollars.
  const isOpen = (one: Counted) => one.unit !== null || one.thing === null || one.value >= amount;
  return isNear(a.value, b.value) && (a.unit === b.unit || (isOpen(a) && isOpen(b)));
}

/** A small count is news where the same was counted otherwise: nine deaths after two. */
function isRecounted({ value, thing }: Counted, told: readonly Counted[]): boolean {
  const before = told.filter((one) => thing !== null && one.thing === thing && one.unit === null);
  return before.length > 0 && before.every((one) => one.value !== value);
}

/** What happened, as the sentence has it, each with the word that tells it from others. */
function eventsIn(sentence: string): { fact: string; word: string }[] {
  const found = [...sentence.matchAll(turns)].map((match) => ({ fact: match[0], at: match.index }));
  for (const match of sentence.matchAll(/[\p{L}'’]+/gu))
    if (events.has(match[0].toLowerCase())) found.push({ fact: match[0].toLowerCase(), at: match.index });
  return found
    .filter(({ at }) => !unreal.test(sentence.slice(0, at)))
    .map(({ fact }) => ({ fact, word: contentWords(fact).at(-1) ?? "" }));
}

/**
 * The news of a take about a story: a number, a name or an event that no earlier take had, in a sentence that also says
 * something of the story as it was told. Conservative: anything else is silence.
 * @param options.headline the take's, which may hold what its body does not.
 * @param options.withNames false where a name is no news, for who tells it has told the story before.
 * @returns the first number, else the first name, else the first event; of the body before the headline; null when there is
 * none.
 */
export function newsIn(
  take: string,
  earlierTakes: readonly string[],
  { headline = "", withNames = true }: { headline?: string; withNames?: boolean } = {},
): News | null {
  const told = earlierTakes.join("\n");
  const stems = new Set(stemsOf(told));
  const numbers = countedIn(told);
  let isAbout = false;
  const about = (text: string) =>
    text.split(/(?<=[.?!])\s+/u).filter((sentence) => {
      // "It" and "now" go on about what the sentence before it was about.
      isAbout = (isAbout && goesOn.test(sentence)) || stemsOf(sentence).some((stem) => stems.has(stem));
      return isAbout;
    });
  const first = about(headline);
  const sentences = [...about(take), ...first];

  for (const sentence of sentences)
    for (const number of countedIn(sentence)) {
      const isSmall = number.unit === null && Number.isInteger(number.value) && number.value <= smallest;
      const isNew = isSmall ? isRecounted(number, numbers) : !numbers.some((known) => isSame(number, known));
      if (isNew) return { kind: "number", fact: number.text, sentence };
    }
  for (const sentence of withNames ? sentences : []) {
    const isName = textTerms(sentence).names;
    for (const { text } of namesIn(sentence)) {
      const parts = stemsOf(text);
      if (parts.length > 0 && parts.every((stem) => isName.has(stem) && !stems.has(stem)))
        return { kind: "name", fact: text, sentence };
    }
  }
  for (const sentence of sentences)
    for (const { fact, word } of eventsIn(sentence))
      if (word !== "" && !stems.has(stemmer(word))) return { kind: "event", fact, sentence };
  return null;
}
