import { wordsIn } from "./words";

/** Runs of this many words are compared: long enough that nobody says the same twice by chance. */
const runLength = 7;

/** What a show says again and again, as runs of words. */
export type ShowHabits = ReadonlySet<string>;

function* runsOf(text: string): Generator<string> {
  const words = wordsIn(text).map((word) => word.plain);
  for (let at = 0; at + runLength <= words.length; at++) yield words.slice(at, at + runLength).join(" ");
}

/**
 * What a show repeats from episode to episode: the text of a sponsor, of a greeting, of a goodbye.
 * @param earlier the words of earlier episodes of the show, one text an episode. Of one or two, what is in one counts; of
 *   more, what is in two.
 */
export function habitsOf(earlier: readonly string[]): ShowHabits {
  const episodes = new Map<string, number>();
  for (const text of earlier) for (const run of new Set(runsOf(text))) episodes.set(run, (episodes.get(run) ?? 0) + 1);
  const fewest = earlier.length > 2 ? 2 : 1;
  return new Set([...episodes].filter(([, count]) => count >= fewest).map(([run]) => run));
}

/** The share of a text's runs of words that the show has said before, 0 to 1; 0 for a text shorter than one run. */
export function habitShare(text: string, habits: ShowHabits): number {
  if (habits.size === 0) return 0;
  let [all, known] = [0, 0];
  for (const run of runsOf(text)) {
    all++;
    if (habits.has(run)) known++;
  }
  return all === 0 ? 0 : known / all;
}
