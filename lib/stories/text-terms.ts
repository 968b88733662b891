import { stemmer } from "stemmer";
import { numbersIn } from "../insights/numbers";

/** Words that say nothing about what a claim is about. */
const stopWords = new Set(
  `a about above after again against all also always am an and any are as at away back be because been before being below between
both but by came can come could did do does doing done down during each either else even ever every few first for from
further get gets getting give given go goes going gone got had has have having he her here hers him his how i if in into is it
its itself just keep know last least less let like long look lot made make makes making many may maybe me mean might more most
much must my never new next no nor not nothing now of off often old on once one only onto or other others our out over own part
people per put quite rather really right said same say says see seen set she should since so some somebody someone something
still such take takes taken than that the their them then there these they thing things think this those though through time to
too took two under until up upon us use used uses very want was way we well went were what when where which while who whole why
will with within without work would year years yes yet you your three four five six seven eight nine ten twenty thirty forty
fifty hundred thousand million billion percent half quarter twice`.split(/\s+/),
);

/** What a claim is about, in comparable pieces. */
export interface TextTerms {
  /** Stemmed content words in order. */
  stems: string[];
  /** Stems of proper names. */
  names: Set<string>;
  /** Numbers with their units, as "4200000000 dollar". */
  numbers: Set<string>;
}

/** Reads the terms of a claim. A capital counts as a name inside a sentence, or at its start when another follows. */
export function textTerms(text: string): TextTerms {
  const stems: string[] = [];
  const names = new Set<string>();
  for (const sentence of text.split(/(?<=[.?!])\s+/)) {
    const words = sentence.match(/[\p{L}][\p{L}\p{N}'’-]*/gu) ?? [];
    for (const [i, word] of words.entries()) {
      const bare = word.toLowerCase().replace(/['’]s$/, "");
      if (stopWords.has(bare) || bare.length < 2) continue;
      const stem = stemmer(bare);
      stems.push(stem);
      const capital = /^\p{Lu}/u.test(word);
      if (capital && (i > 0 || /^\p{Lu}/u.test(words[i + 1] ?? ""))) names.add(stem);
    }
  }
  const numbers = new Set(numbersIn(text).map((number) => `${number.value} ${number.unit ?? ""}`.trim()));
  return { stems, names, numbers };
}
