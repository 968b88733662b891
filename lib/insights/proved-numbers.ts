import { clockTimes, days, otherReadings, ratios, shortDecades } from "./number-readings";
import { type FoundNumber, type PlacedNumber, placedNumbers, round } from "./numbers";
import { smallerUnits, unitsFit } from "./units";

/** A number that a text claims. */
export interface ClaimedNumber extends FoundNumber {
  /** What proves it as well where all of them are there: "nine in ten" is proved by a nine and a ten. */
  parts?: FoundNumber[];
}

const scaleOf = (value: number) => [1e12, 1e9, 1e6, 1e3].find((power) => value >= power) ?? 1;

/** What speech leaves out: in "forty thousand came and twenty left" and "ten, twelve thousand" twenty and ten may be thousands. */
function impliedScales(text: string, found: readonly PlacedNumber[]): FoundNumber[] {
  return found.flatMap((number, at): FoundNumber[] => {
    if (!number.bare || number.value >= 1_000) return [];
    const next = found[at + 1];
    if (next && next.value >= 1_000 && /^(?:,|\s+(?:or|to)|\s*[-–])\s*$/u.test(text.slice(number.end, next.start)))
      return [{ ...number, value: round(number.value * scaleOf(next.value)), unit: number.unit ?? next.unit }];
    const before = found.slice(0, at).findLast((other) => other.value >= 1_000 && other.value % 1_000 === 0);
    if (before === undefined || /[.!?]\s/u.test(text.slice(before.end, number.start))) return [];
    return [{ ...number, value: round(number.value * scaleOf(before.value)), unit: number.unit ?? before.unit }];
  });
}

/**
 * The numbers that a text can prove: those of `numbersIn`, every "one" and "a third", what speech leaves out, and other ways
 * to understand what was said ("one pound twenty", "in ninety-eight", "half past two").
 */
export function numbersSaid(text: string): FoundNumber[] {
  const found = placedNumbers(text, true);
  return [...found, ...impliedScales(text, found), ...otherReadings(text, found)];
}

/** The numbers that a text has to prove: those of `numbersIn`, where shares, times of day, days and decades are one each. */
export function numbersClaimed(written: string): ClaimedNumber[] {
  // Everybody says "Covid".
  const text = written.replace(/\bcovid[- ]19\b/giu, "COVID");
  const generous = placedNumbers(text, true);
  const plain = placedNumbers(text, false);
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
export function holdsNumber(evidence: readonly FoundNumber[], number: ClaimedNumber): boolean {
  const isHeld = evidence.some((other) => {
    if (number.unit === "clock" || other.unit === "clock") return sameTime(number, other);
    if (sameValue(number.value, other.value)) {
      if (number.unit === "percent" && other.unit === null)
        return evidence.some(({ unit }) => unit === "percent") || other.bare;
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
