import { decades, ordinals, scales, shares, small, tens } from "./number-words";
import { type PlacedNumber, round } from "./numbers";
import type { NumberUnit } from "./units";

/** One more way to understand a stretch of a text. */
export type NumberReading = PlacedNumber;

type Rule = (text: string, numbers: readonly PlacedNumber[]) => NumberReading[];

const currencies = new Set(["usd", "eur", "gbp", "inr", "money"]);

const reading = (value: number, unit: NumberUnit, text: string, start: number, end: number): NumberReading => ({
  ...{ value: round(value), unit, text: text.slice(start, end), bare: true },
  ...{ start, end },
});

/** A number word or digits as a value; null for anything else. */
function wordValue(word: string): number | null {
  const plain = word.toLowerCase();
  const [ten = "", one = ""] = plain.split("-");
  if (/^\d+$/.test(plain)) return Number(plain);
  return small[plain] ?? tens[plain] ?? (ten in tens && one in small ? (tens[ten] ?? 0) + (small[one] ?? 0) : null);
}

/** Numbers that stand beside each other, with what stands between them. */
function neighbours(text: string, numbers: readonly PlacedNumber[]) {
  return numbers.flatMap((a, at) => {
    const b = numbers[at + 1];
    return b === undefined ? [] : [{ a, b, between: text.slice(a.end, b.start) }];
  });
}

const isWhole = ({ value }: PlacedNumber, from: number, to: number) =>
  Number.isInteger(value) && value >= from && value <= to;

/** "Nine in ten", "one person in eight", "19 of the 20": a share. */
export const ratios: Rule = (text, numbers) =>
  neighbours(text, numbers).flatMap(({ a, b, between }) => {
    if (!/^\s+(?:\p{L}+\s+)?(?:in|of|out of)\s+(?:(?:every|all|the)\s+)?$/iu.test(between)) return [];
    if (b.unit !== null || a.value >= b.value || !isWhole(a, 1, 1e6)) return [];
    if (!isWhole(b, 2, 1_000) && !/^10+$/.test(String(b.value))) return [];
    return [reading(a.value / b.value, null, text, a.start, b.end)];
  });

/** "One pound twenty", "eleven dollars and fifty cents", "five ninety-nine". */
const prices: Rule = (text, numbers) =>
  neighbours(text, numbers).flatMap(({ a, b, between }) => {
    const sum = (unit: NumberUnit) => [reading(a.value + b.value / 100, unit, text, a.start, b.end)];
    if (!isWhole(a, 0, 1e6)) return [];
    if (currencies.has(a.unit ?? "") && /^\s+\p{L}+,?\s+(?:and\s+)?$/u.test(between)) {
      const isSmallCoin = /^\s+(?:cents?|pence|p)\b/iu.test(text.slice(b.end));
      if (b.unit === "money" && b.value < 1) return [reading(a.value + b.value, a.unit ?? null, text, a.start, b.end)];
      return isWhole(b, isSmallCoin ? 1 : 10, 99) && b.unit === null && (b.bare || isSmallCoin) ? sum(a.unit) : [];
    }
    if (!/^\s+$/u.test(between) || !isWhole(a, 1, 99) || !isWhole(b, 10, 99)) return [];
    // "Three fifty" is 350, 3.50 or half past three.
    return [...sum(b.unit), reading(a.value * 100 + b.value, b.unit, text, a.start, b.end)];
  });

const clock = (hour: number, minute: number) => ((((hour % 12) + minute / 60) % 12) + 12) % 12;

/** "2:30", "8.30 a.m.": a time of day, or a ratio, which its parts have to prove. */
export const clockTimes: Rule = (text) =>
  [...text.matchAll(/(?<![\d:.])(\d{1,2})(?::([0-5]\d)(?![\d:])|\.([0-5]\d)(?=\s?[ap]\.?m\b))/giu)].flatMap((match) =>
    Number(match[1]) > 24
      ? []
      : [
          reading(
            clock(Number(match[1]), Number(match[2] ?? match[3])),
            "clock",
            text,
            match.index,
            match.index + match[0].length,
          ),
        ],
  );

const hours = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d{1,2}";
const pastHour = new RegExp(
  String.raw`\b(half|(?:a )?quarter|five|ten|twenty|twenty-five|\d{1,2})(?: minutes)? (past|to|after|before|till) (${hours})\b`,
  "giu",
);

const spokenClock: Rule = (text, numbers) => [
  ...[...text.matchAll(pastHour)].flatMap((match) => {
    const [all, part = "", side = "", spoken = ""] = match;
    const hour = wordValue(spoken) ?? 0;
    const minutes = /^half/iu.test(part) ? 30 : /quarter$/iu.test(part) ? 15 : (wordValue(part) ?? 0);
    const signed = /^(?:past|after)$/iu.test(side) ? minutes : -minutes;
    return [reading(clock(hour, signed), "clock", text, match.index, match.index + all.length)];
  }),
  ...neighbours(text, numbers).flatMap(({ a, b, between }) =>
    /^\s+$/u.test(between) && isWhole(a, 1, 24) && isWhole(b, 10, 59)
      ? [reading(clock(a.value, b.value), "clock", text, a.start, b.end)]
      : [],
  ),
];

const months =
  "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec";
const monthBefore = new RegExp(String.raw`\b(?:${months})\.?\s+(?:the\s+)?$`, "u");
const monthAfter = new RegExp(String.raw`^(?:st|nd|rd|th)?\s+(?:of\s+)?(?:${months})\b`, "u");

/** "23 September": a day, which is said as the twenty-third. */
export const days: Rule = (text, numbers) =>
  numbers.flatMap((number) => {
    if (number.unit !== null || !isWhole(number, 1, 31)) return [];
    if (!monthBefore.test(text.slice(0, number.start)) && !monthAfter.test(text.slice(number.end))) return [];
    return [{ ...number, unit: "ordinal" }];
  });

const yearOf = (twoDigits: number) => (twoDigits >= 30 ? 1_900 : 2_000) + twoDigits;
const beforeYear =
  /(?:\b(?:in|by|since|until|till|of|an?|year|summer|winter|spring|autumn|fall|around|back in)\s+|['’])$/iu;

/** "In ninety-eight", "the class of '04", "an eighty-six", "back in oh-eight". */
const shortYears: Rule = (text, numbers) => [
  ...numbers.flatMap((number, at) => {
    const before = text.slice(0, number.start);
    if (number.unit !== null || !number.bare || !isWhole(number, 10, 99) || !beforeYear.test(before)) return [];
    // "One in ninety-eight" is a share.
    if (numbers[at - 1] !== undefined && /^\s+(?:in|of)\s+$/iu.test(text.slice(numbers[at - 1]?.end, number.start)))
      return [];
    return [reading(yearOf(number.value), null, text, number.start, number.end)];
  }),
  ...[...text.matchAll(/(?:\b(?:in|since|until|till|of) |\btwenty )(?:oh|o|aught|nought)[ -](\p{L}+|\d)\b/giu)].flatMap(
    (match) => {
      const year = wordValue(match[1] ?? "");
      const end = match.index + match[0].length;
      return year === null || year > 9 ? [] : [reading(2_000 + year, null, text, match.index, end)];
    },
  ),
];

const tensOfYears: Record<string, number> = { tens: 10, twenties: 20, thirties: 30, forties: 40, fifties: 50 };
for (const [word, year] of Object.entries(decades)) tensOfYears[word] = year - 1_900;

/** "The eighties", "the nineteen-thirties", "the twenty-tens", "the '80s". */
const spokenDecades: Rule = (text) => [
  ...[
    ...text.matchAll(
      /\b(?:(seventeen|eighteen|nineteen|twenty)[ -])?(tens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b/giu,
    ),
  ].flatMap((match) => {
    const century = (wordValue(match[1] ?? "nineteen") ?? 19) * 100;
    const years = tensOfYears[(match[2] ?? "").toLowerCase()];
    const end = match.index + match[0].length;
    return years === undefined ? [] : [reading(century + years, null, text, match.index, end)];
  }),
  ...shortDecades(text, []),
];

/** "80s". */
export const shortDecades: Rule = (text) =>
  [...text.matchAll(/(?<![\p{L}\p{N}])(\d0)['’]?s\b/gu)].map((match) =>
    reading(yearOf(Number(match[1])), null, text, match.index, match.index + match[0].length),
  );

/** "Per thousand", "one in every million", "a couple of hundred", "sixty grand". */
const looseScales: Rule = (text, numbers) => [
  ...[
    ...text.matchAll(
      /\b(?:per|every|each|(a couple)(?: of)?) ((?:hundred |ten )?(?:hundred|thousand|million|billion))\b/giu,
    ),
  ].map((match) => {
    const factors = (match[2] ?? "").toLowerCase().split(" ");
    const value = factors.reduce((product, word) => product * (scales[word] ?? small[word] ?? 1), 1);
    return reading(match[1] ? 2 * value : value, null, text, match.index, match.index + match[0].length);
  }),
  ...[...text.matchAll(/\ba couple\b/giu)].map((match) =>
    reading(2, null, text, match.index, match.index + match[0].length),
  ),
  ...numbers.flatMap((number) =>
    /^[ -]grand\b/iu.test(text.slice(number.end)) && number.unit === null
      ? [reading(number.value * 1_000, "money", text, number.start, number.end + 6)]
      : [],
  ),
];

/** "The top tenth" is a share, "under-fives" are younger than five. */
const groups: Rule = (text) => [
  ...[...text.matchAll(/\b(?:top|bottom|upper|lower|richest|poorest|best|worst) (\p{L}+)\b/giu)].flatMap((match) => {
    const share = shares[(match[1] ?? "").toLowerCase()];
    const end = match.index + match[0].length;
    return share === undefined ? [] : [reading(share, null, text, match.index, end)];
  }),
  ...[...text.matchAll(/\b(?:under|over)[- ](\p{L}+)s\b/giu)].flatMap((match) => {
    const age = wordValue((match[1] ?? "").replace(/ie$/iu, "y"));
    return age === null ? [] : [reading(age, null, text, match.index, match.index + match[0].length)];
  }),
];

/** Letters that count: "Henry VIII", "the second volume". */
export const romanNumerals: Record<string, number> = Object.fromEntries(
  "ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(" ").map((word, at) => [word, at + 2]),
);

const ranks: Rule = (text) => [
  ...[...text.matchAll(/\b(first|second)\b/giu)].map((match) =>
    reading(/^f/iu.test(match[0]) ? 1 : 2, "ordinal", text, match.index, match.index + match[0].length),
  ),
  ...[...text.matchAll(/(?<=\p{Lu}\p{Ll}+ )[IVX]{1,5}\b/gu)].flatMap((match) => {
    const value = romanNumerals[match[0].toLowerCase()];
    return value === undefined ? [] : [reading(value, "ordinal", text, match.index, match.index + match[0].length)];
  }),
];

/** The ordinal that a word is, "first" and "second" among them; undefined for others. */
export const rankOf = (word: string): number | undefined =>
  word === "first" ? 1 : word === "second" ? 2 : ordinals[word];

const roundScale = /(hundred|thousand|million|billion|trillion) and a (half|quarter)$/iu;

/** "A million and a half", "point five percent", "it halved", "nineteen oh five", "five mil", "eighty twenty", "the nineteen hundreds". */
const spokenShort: Rule = (text, numbers) => {
  const each = (pattern: RegExp, read: (match: RegExpExecArray) => [value: number | null, unit?: NumberUnit][]) =>
    [...text.matchAll(pattern)].flatMap((match) =>
      read(match).flatMap(([value, unit = null]) =>
        value === null ? [] : [reading(value, unit, text, match.index, match.index + match[0].length)],
      ),
    );
  return [
    ...numbers.flatMap((number) => {
      const [, scale = "", share = ""] = roundScale.exec(number.text) ?? [];
      const part = shares[share.toLowerCase()];
      if (part === undefined) return [];
      const value = number.value - part + part * (scales[scale.toLowerCase()] ?? 1);
      return [reading(value, number.unit, text, number.start, number.end)];
    }),
    ...numbers.flatMap((number) =>
      /^ mil\b/iu.test(text.slice(number.end)) && number.unit === null
        ? [reading(number.value * 1e6, null, text, number.start, number.end + 4)]
        : [],
    ),
    ...each(/\bpoint (\p{L}+)(?: percent| per cent)\b/giu, (match) => {
      const [before = ""] = /[\p{L}\p{N}]+(?=\W*$)/u.exec(text.slice(0, match.index)) ?? [];
      const digit = wordValue(match[1] ?? "");
      // "Two point five", "the point".
      const isOther =
        wordValue(before) !== null || /^(?:the|an?|this|that|one|my|our|your|his|her|hundred)$/iu.test(before);
      return [[digit === null || digit > 9 || isOther ? null : digit / 10, "percent"]];
    }),
    ...each(/\bhalv(?:ed|es|ing)\b/giu, () => [[1 / 2]]),
    ...each(/\b(\p{L}+teen|ten|eleven|twelve)[ -](?:oh|o|aught|nought)[ -](\p{L}+|\d)\b/giu, (match) => {
      const [century, year] = [wordValue(match[1] ?? ""), wordValue(match[2] ?? "")];
      return [[century === null || year === null || year > 9 ? null : century * 100 + year]];
    }),
    ...each(/\b(\p{L}+ty)[ -](\p{L}+ty)\b/giu, (match) => {
      const [more, less] = [tens[(match[1] ?? "").toLowerCase()], tens[(match[2] ?? "").toLowerCase()]];
      return more !== undefined && less !== undefined && more + less === 100 ? [[more], [less]] : [];
    }),
    ...each(/\b(\p{L}+teen|eleven|twelve|twenty) hundreds\b/giu, (match) => {
      const century = wordValue(match[1] ?? "");
      return [[century === null ? null : century * 100]];
    }),
  ];
};

/** Everything beside the plain numbers of a text that somebody may have meant who said it. */
export function otherReadings(text: string, numbers: readonly PlacedNumber[]): NumberReading[] {
  const rules = [
    ratios,
    prices,
    clockTimes,
    spokenClock,
    days,
    shortYears,
    spokenDecades,
    looseScales,
    groups,
    ranks,
    spokenShort,
  ];
  return rules.flatMap((rule) => rule(text, numbers));
}
