import { clockTimes, days, otherReadings, ratios, shortDecades } from "./number-readings";
import { scales } from "./number-words";
import { type FoundNumber, type PlacedNumber, placedNumbers, round } from "./numbers";
import { smallerUnits, unitsFit } from "./units";
import { countWords, functionWords } from "./words";

/** A number that a text claims. */
export interface ClaimedNumber extends FoundNumber {
  /** What proves it as well where all of them are there: "nine in ten" is proved by a nine and a ten. */
  parts?: FoundNumber[];
}

/** A number that was said. */
export interface SaidNumber extends FoundNumber {
  /** It counts something that is no unit: "20 tries". */
  counts?: boolean;
}

const scaleOf = (value: number) => [1e12, 1e9, 1e6, 1e3].find((power) => value >= power) ?? 1;

/** The scale that a number shares with one before it: "three hundred", "twelve thousand". */
const scaleWord = ({ value, text }: FoundNumber) =>
  value < 1_000 && value % 100 === 0 && /hundred$/iu.test(text) ? 100 : scaleOf(value);

/** What may stand between two numbers of which one scale is both's: "ten, twelve thousand", "from forty thousand down to fifteen". */
const sharesScale =
  /^(?:,|\s*[-–]|,?\s+(?:and |or |then |now |and then )?(?:it'?s |it (?:is|was|became) )?(?:(?:more like|up|down|almost|nearly|about|maybe|perhaps) )?(?:and|or|to|then|now|maybe|perhaps|at)?)\s*$/u;

/**
 * What speech leaves out: in "ten, twelve thousand" ten are thousands, in "it brought in forty thousand and cost fifty-five"
 * fifty-five. Not in "two thousand members, of whom three": where the thousands count something, three are three.
 */
function impliedScales(text: string, found: readonly (PlacedNumber & SaidNumber)[]): FoundNumber[] {
  return found.flatMap((number, at): FoundNumber[] => {
    if (!number.bare || number.value >= 1_000 || /^\s+of\b/u.test(text.slice(number.end))) return [];
    const between = (a: PlacedNumber, b: PlacedNumber) => text.slice(a.end, b.start);
    const next = found[at + 1];
    if (next && scaleWord(next) > 1 && number.value < next.value && sharesScale.test(between(number, next))) {
      // "Between five and ten million" are millions, "the five and ten million more" are not.
      const isApart = /\band\b/u.test(between(number, next)) && !/\bbetween\s+$/iu.test(text.slice(0, number.start));
      if (!isApart)
        return [{ ...number, value: round(number.value * scaleWord(next)), unit: number.unit ?? next.unit }];
    }
    const before = found
      .slice(Math.max(0, at - 2), at)
      .findLast((other) => other.value >= 1_000 && other.value % 1_000 === 0);
    if (before === undefined) return [];
    const passed = between(before, number);
    const isParallel = !before.counts && countWords(passed) <= 8 && !/[.!?](?:\s|$)/u.test(passed);
    if (!isParallel && !sharesScale.test(passed)) return [];
    return [{ ...number, value: round(number.value * scaleOf(before.value)), unit: number.unit ?? before.unit }];
  });
}

/** What follows an amount of which the unit is left out: "down by four.", "sixty-eight in May". */
const endsAmount = /^(?:\s*(?:$|[,.;:!?)–—-])|\s+(?:by|in|on|at|after|before|when|last|this|now|and|or|to|a year)\b)/iu;

/** "Eight percent, then nine": numbers that are percentages because another one near them is. */
function impliedPercents(text: string, found: readonly PlacedNumber[]): FoundNumber[] {
  const percents = found.filter(({ unit }) => unit === "percent");
  return found.flatMap((number): FoundNumber[] => {
    if (!number.bare || number.unit !== null || number.value > 100) return [];
    if (!endsAmount.test(text.slice(number.end))) return [];
    const isNear = percents.some((other) => {
      const [from, to] = number.start < other.start ? [number.end, other.start] : [other.end, number.start];
      // "The old one found ninety-one percent of them. And the new one? Fifty-eight."
      return countWords(text.slice(from, to)) <= (/^\s*[.!?]/u.test(text.slice(number.end)) ? 20 : 12);
    });
    return isNear ? [{ ...number, unit: "percent" }] : [];
  });
}

/** A number as the words behind it make it: "thirty percentage points" are no thirty percent, "twenty tries" no years. */
function asMeant(text: string, number: PlacedNumber): PlacedNumber & SaidNumber {
  const after = text.slice(number.end);
  if (/^[\s-]*(?:percentage[\s-]+)?points?\b/iu.test(after)) return { ...number, unit: "percentage point" };
  const [, word = ""] = /^\s+(\p{L}+)(?![\p{L}'’])/u.exec(after) ?? [];
  const plain = word.toLowerCase();
  const isPlural = /^(?:people|men|women|children|feet)$/u.test(plain) || /[^s]s$/u.test(plain);
  const counts = number.unit === null && isPlural && !functionWords.has(plain) && !(plain.slice(0, -1) in scales);
  return counts ? { ...number, counts } : number;
}

/**
 * The numbers that a text can prove: those of `numbersIn`, every "one" and "a third", what speech leaves out, and other ways
 * to understand what was said ("one pound twenty", "in ninety-eight", "half past two").
 */
export function numbersSaid(text: string): SaidNumber[] {
  const found = placedNumbers(text, true).map((number) => asMeant(text, number));
  return [...found, ...impliedScales(text, found), ...impliedPercents(text, found), ...otherReadings(text, found)];
}

/** The numbers that a text has to prove: those of `numbersIn`, where shares, times of day, days and decades are one each. */
export function numbersClaimed(written: string): ClaimedNumber[] {
  // Everybody says "Covid".
  const text = written.replace(/\bcovid[- ]19\b/giu, "COVID");
  const generous = placedNumbers(text, true);
  const plain = placedNumbers(text, false).map((number) => asMeant(text, number));
  const whole = [...ratios(text, generous), ...clockTimes(text, generous), ...shortDecades(text, generous)];
  const dayAt = new Map(days(text, plain).map((day) => [day.start, day]));
  const isWithin = (number: PlacedNumber) =>
    whole.some(({ start, end }) => start <= number.start && number.end <= end + 1);
  return [
    ...plain.filter((number) => !isWithin(number)).map((number) => dayAt.get(number.start) ?? number),
    ...whole.map((number) => ({
      ...number,
      parts: generous.filter(({ start, end }) => number.start <= start && end <= number.end + 1),
    })),
  ];
}

function sameValue(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

function sameAmount(a: FoundNumber, b: FoundNumber): boolean {
  const conversions = (a.unit === null ? undefined : smallerUnits[a.unit]) ?? [];
  return conversions.some(([unit, factor]) => unit === b.unit && sameValue(a.value * factor, b.value));
}

/** "67 percent" of "two thirds": a share as percent, rounded where it does not come out even. */
function sameShare(percent: number, share: number): boolean {
  if (share >= 1) return false;
  return sameValue(percent / 100, share) || (Number.isInteger(percent) && Math.round(share * 100) === percent);
}

/** "19:00" may be said as "seven"; what is no time of day is never one. */
function sameTime(claimed: FoundNumber, said: FoundNumber): boolean {
  if (claimed.unit !== "clock") return false;
  if (said.unit === "clock") return sameValue(claimed.value, said.value);
  return said.unit === null && Number.isInteger(claimed.value) && said.value <= 24 && said.value % 12 === claimed.value;
}

/**
 * True where evidence holds a number: the same value, and the same unit where both state one; 50 % and "half" are one, and
 * so are 90 minutes and an hour and a half.
 */
export function holdsNumber(evidence: readonly SaidNumber[], number: ClaimedNumber): boolean {
  const isHeld = evidence.some((other) => {
    if (number.unit === "clock" || other.unit === "clock") return sameTime(number, other);
    if (sameValue(number.value, other.value)) {
      // Between two percentages are percentage points.
      if (number.unit === "percentage point" && other.unit === "percent") return true;
      if (number.unit === "percent" && other.unit === null) return false;
      if (number.unit !== null && other.counts) return false;
      // "Ranked number three" is third; "the third hall" is not three halls.
      if (number.unit === "ordinal") return other.unit === "ordinal" || other.unit === null;
      if (other.unit !== "ordinal" && unitsFit(number.unit, other.unit)) return true;
    }
    if (sameAmount(number, other) || sameAmount(other, number)) return true;
    if (number.unit === "percent" && other.unit === null) return sameShare(number.value, other.value);
    if (other.unit === "percent" && number.unit === null)
      return number.value < 1 && sameShare(other.value, number.value);
    return false;
  });
  return (
    isHeld ||
    (number.parts !== undefined && number.parts.length > 0 && number.parts.every((part) => holdsNumber(evidence, part)))
  );
}
