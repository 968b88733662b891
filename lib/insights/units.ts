/**
 * What a number counts, where the text says so: "percent", "money" or a currency ("usd"), or a measure ("hour", "km").
 * Others ("halls", "patients") are null.
 */
export type NumberUnit = string | null;

/** What a sign before or after an amount means. */
export const currencySigns: Record<string, string> = { $: "usd", "€": "eur", "£": "gbp", "¥": "yen", "₹": "inr" };
/** One word each, in the singular, with what it is a unit of; spellings and abbreviations of one unit are one. */
const unitOf = new Map<string, string>(
  Object.entries({
    usd: "dollar buck usd",
    eur: "euro eur",
    gbp: "pound quid gbp sterling",
    yen: "yen jpy yuan renminbi cny",
    inr: "rupee inr",
    money: "franc krone krona crown peso real won shekel lira zloty",
    second: "second sec",
    minute: "minute min",
    hour: "hour hr",
    day: "day",
    week: "week",
    month: "month",
    year: "year yr",
    decade: "decade",
    century: "century",
    millisecond: "millisecond ms",
    nanometre: "nanometre nanometer nm",
    millimetre: "millimetre millimeter mm",
    centimetre: "centimetre centimeter cm",
    metre: "metre meter",
    kilometre: "kilometre kilometer km",
    mile: "mile",
    foot: "foot feet ft",
    gram: "gram",
    milligram: "milligram mg",
    kilogram: "kilogram kilo kg",
    tonne: "tonne ton",
    litre: "litre liter",
    watt: "watt",
    kilowatt: "kilowatt kw",
    kilowatthour: "kwh",
    megawatthour: "mwh",
    megawatt: "megawatt mw",
    gigawatt: "gigawatt gw",
    terawatt: "terawatt tw",
    kilobyte: "kilobyte kb",
    megabyte: "megabyte mb",
    gigabyte: "gigabyte gb",
    terabyte: "terabyte tb",
    petabyte: "petabyte pb",
    hertz: "hertz hz",
    gigahertz: "gigahertz ghz",
    degree: "degree",
    volt: "volt",
  }).flatMap(([unit, words]) => words.split(" ").map((word): [string, string] => [word, unit])),
);
const currencies = new Set(["usd", "eur", "gbp", "yen", "inr", "money"]);

/** The unit that a word names, in the singular or plural; null where it names none. */
export function unitWord(word: string): string | null {
  const plain = word.replace(/'s?$/u, "");
  return unitOf.get(plain) ?? unitOf.get(plain.replace(/ies$/u, "y")) ?? unitOf.get(plain.replace(/s$/u, "")) ?? null;
}

/** True where a number that was said with one unit may be told with another: an unknown currency is any. */
export function unitsFit(claimed: NumberUnit, said: NumberUnit): boolean {
  if (claimed === said || claimed === null || said === null) return true;
  if (claimed === "money" || said === "money") return currencies.has(claimed) && currencies.has(said);
  return false;
}

/** How many of a smaller unit one of a unit is. */
export const smallerUnits: Record<string, [unit: string, factor: number][]> = {
  decade: [["year", 10]],
  century: [["year", 100]],
  kilometre: [["metre", 1_000]],
  kilogram: [["gram", 1_000]],
  gigawatt: [["megawatt", 1_000]],
  megawatt: [["kilowatt", 1_000]],
  hour: [["minute", 60]],
  minute: [["second", 60]],
  week: [["day", 7]],
  year: [["month", 12]],
  terabyte: [["gigabyte", 1_000]],
};
