import { stemmer } from "stemmer";
import { namesIn } from "../insights/names";
import { numbersIn } from "../insights/numbers";
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
  `acquired acquires appealed appeals approved approves arrested banned bans bought buys cancelled canceled cancels charged
closed closes collapsed convicted delayed delays died dies dismissed dropped drops fined fired fires halted halts joined joins
launched launches left merged merges overturned passed pleads pleaded postponed postpones raided recalled recalls refuses
refused rejected rejects released releases resigned resigns restored sacked scrapped seized sells settled settles shut signed
signs sold stopped stops strikes struck sued sues suspended suspends vetoed voted withdrew withdraws won`.split(/\s+/u),
);

/** Whole numbers up to this one are in every second sentence: alone they are no news. */
const smallest = 10;
const tolerance = 0.03;
const goesOn = /^(?:it|its|they|their|this|that|these|those|he|his|she|her|there|now|then|since|meanwhile|instead)\b/iu;

const stemsOf = (text: string) => contentWords(text).map((word) => stemmer(word));

/**
 * The news of a take about a story: a number, a name or an event that no earlier take had, in a sentence that also says
 * something of the story as it was told. Conservative: anything else is silence.
 * @returns the first number, else the first name, else the first event; null when there is none.
 */
export function newsIn(take: string, earlierTakes: readonly string[]): News | null {
  const told = earlierTakes.join("\n");
  const stems = new Set(stemsOf(told));
  const numbers = numbersIn(told).map((number) => number.value);
  const isKnown = (value: number) =>
    numbers.some((known) => Math.abs(known - value) <= tolerance * Math.max(Math.abs(known), Math.abs(value)));
  let isAbout = false;
  const sentences = take.split(/(?<=[.?!])\s+/u).filter((sentence) => {
    // "It" and "now" go on about what the sentence before it was about.
    isAbout = (isAbout && goesOn.test(sentence)) || stemsOf(sentence).some((stem) => stems.has(stem));
    return isAbout;
  });

  for (const sentence of sentences)
    for (const { value, unit, text } of numbersIn(sentence)) {
      const isSmall = unit === null && Number.isInteger(value) && value <= smallest;
      if (!isSmall && !isKnown(value)) return { kind: "number", fact: text, sentence };
    }
  for (const sentence of sentences) {
    const isName = textTerms(sentence).names;
    for (const { text } of namesIn(sentence)) {
      const parts = stemsOf(text);
      if (parts.length > 0 && parts.every((stem) => isName.has(stem) && !stems.has(stem)))
        return { kind: "name", fact: text, sentence };
    }
  }
  for (const sentence of sentences)
    for (const word of contentWords(sentence))
      if (events.has(word) && !stems.has(stemmer(word))) return { kind: "event", fact: word, sentence };
  return null;
}
