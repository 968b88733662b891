const small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const ordinals = ["", "first", "second", "third", "fourth", "fifth"];

/** A count as running text has it: words up to twelve, digits with thousands separators above. */
export function numberInWords(count: number): string {
  return small[count] ?? count.toLocaleString("en-GB");
}

/**
 * A count with its noun: "three shows", "one show", "no shows", "1,204 shows".
 * @param many the plural where it is not the singular with an "s".
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${numberInWords(count)} ${count === 1 ? one : many}`;
}

/** A count with its noun in digits, for lines of figures: "25 episodes", "1 show". */
export function countedInDigits(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}

/** A rank in words, "first" to "fifth"; others as "number 6". */
export function rankInWords(rank: number): string {
  return ordinals[rank] || `number ${rank}`;
}

/** The text with its first letter as a capital. */
export function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase("en") + text.slice(1);
}

/**
 * Names as one phrase: "A", "A and B", "A, B and C", and beyond `most` "A, B and 4 other shows".
 * @param rest how the ones left out are called when there are one or several.
 */
export function listInWords(
  names: string[],
  most = 3,
  rest: { one: string; many: string } = { one: "other show", many: "other shows" },
): string {
  const shown = names.length > most ? names.slice(0, most - 1) : names;
  const hidden = names.length - shown.length;
  const all = hidden > 0 ? [...shown, counted(hidden, rest.one, rest.many)] : shown;
  return all.length < 2 ? (all[0] ?? "") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

/** Cuts a text at a word's end so that it has at most `most` characters, with an ellipsis where something was cut. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  const end = cut.lastIndexOf(" ");
  return `${(end > most / 2 ? cut.slice(0, end) : cut).replace(/[\s,;:.–-]+$/u, "")}…`;
}

/** A story's takes in one count that is the same on every page: "three takes on three shows, one disagrees". */
export function takesInWords(story: { takes: number; shows: number; dissenting: number }): string {
  const dissent =
    story.dissenting > 0
      ? `, ${numberInWords(story.dissenting)} ${story.dissenting === 1 ? "disagrees" : "disagree"}`
      : "";
  return `${counted(story.takes, "take")} on ${counted(story.shows, "show")}${dissent}`;
}
