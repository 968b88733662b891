import { wordsIn } from "./words";

/** What a number counts, where the text says so. */
export type NumberUnit = "percent" | "money" | null;

/** A number of a text as its value, however it was written: "4.2 billion", "$4.2B" and "four point two billion" are one. */
export interface FoundNumber {
  value: number;
  unit: NumberUnit;
  /** As in the text. */
  text: string;
}

const small: Record<string, number> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
};
const tens: Record<string, number> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const scales: Record<string, number> = {
  hundred: 100,
  thousand: 1e3,
  k: 1e3,
  million: 1e6,
  m: 1e6,
  mn: 1e6,
  billion: 1e9,
  b: 1e9,
  bn: 1e9,
  trillion: 1e12,
  t: 1e12,
  tn: 1e12,
};
const shares: Record<string, number> = {
  half: 1 / 2,
  halves: 1 / 2,
  third: 1 / 3,
  thirds: 1 / 3,
  quarter: 1 / 4,
  quarters: 1 / 4,
  fifth: 1 / 5,
  fifths: 1 / 5,
  tenth: 1 / 10,
  tenths: 1 / 10,
};
const moneyWords = new Set("dollar dollars euro euros pound pounds cent cents usd eur gbp".split(" "));

interface Token {
  plain: string;
  start: number;
  end: number;
  digits: number | null;
  /** "4.2b" carries its scale. */
  scale: number;
  /** True where only white space or a hyphen parts it from the word before. */
  joined: boolean;
}

function tokensIn(text: string): Token[] {
  return wordsIn(text).map((word, index, all): Token => {
    const joined = index > 0 && /^(?:\s+|-)$/u.test(text.slice(all[index - 1]?.end ?? 0, word.start));
    const match = /^(\d[\d,.]*?)(k|m|mn|b|bn|t|tn|s|st|nd|rd|th|x)?$/u.exec(word.plain);
    const digits = match === null ? null : parseDigits(match[1] ?? "");
    if (digits !== null) return { ...word, joined, digits, scale: scales[match?.[2] ?? ""] ?? 1 };
    // "300mw", "4k60": digits glued to a unit that is no scale.
    const glued = /^(\d[\d,.]*)\p{L}+$/u.exec(word.plain);
    return { ...word, joined, digits: glued === null ? null : parseDigits(glued[1] ?? ""), scale: 1 };
  });
}

function parseDigits(text: string): number | null {
  const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(text) ? text.replaceAll(",", "") : text.replace(",", ".");
  const value = Number(grouped);
  return Number.isFinite(value) && grouped !== "" ? value : null;
}

/** Reads spoken digits after "point": "four point two five". */
function decimals(tokens: Token[], at: number): { value: number; next: number } | null {
  let text = "";
  let next = at;
  for (; next < tokens.length; next++) {
    const token = tokens[next];
    const digit =
      token === undefined
        ? undefined
        : token.digits !== null && Number.isInteger(token.digits)
          ? token.digits
          : small[token.plain];
    if (digit === undefined || digit > 99) break;
    text += String(digit);
    if (token?.scale !== 1) break;
  }
  return text === "" ? null : { value: Number(`0.${text}`), next };
}

/** Reads one cardinal that begins at a token; null where none does. */
function cardinal(tokens: Token[], from: number): { value: number; next: number } | null {
  let at = from;
  let total = 0;
  let current = 0;
  let seen = false;
  for (; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined || (seen && !token.joined)) break;
    const unit = small[token.plain];
    const ten = tens[token.plain];
    const scale = scales[token.plain];
    if (token.digits !== null) {
      if (seen) break;
      current = token.digits * token.scale;
      seen = true;
    } else if (ten !== undefined) {
      // "nineteen ninety", "twenty thirty": years spoken in two halves.
      if (seen && total === 0 && current >= 10 && current < 100 && Number.isInteger(current))
        current = current * 100 + ten;
      else if (seen && current % 100 !== 0) break;
      else current += ten;
      seen = true;
    } else if (unit !== undefined) {
      if (seen && total === 0 && current >= 19 && current <= 20 && unit >= 10) current = current * 100 + unit;
      else if (seen && (current % 10 !== 0 || (current === 0 && total === 0) || unit >= 10) && current % 100 !== 0)
        break;
      else current += unit;
      seen = true;
    } else if (scale !== undefined && token.plain.length > 1 && seen) {
      if (scale === 100) current *= 100;
      else {
        total += current * scale;
        current = 0;
      }
    } else if (token.plain === "point" && seen) {
      const fraction = decimals(tokens, at + 1);
      if (fraction === null) break;
      current += fraction.value;
      at = fraction.next - 1;
    } else if (token.plain === "and" && seen && (current >= 100 || total > 0)) {
      const next = tokens[at + 1]?.plain ?? "";
      if (small[next] === undefined && tens[next] === undefined) break;
      if (current % 100 !== 0) break;
    } else if (
      (token.plain === "a" || token.plain === "an") &&
      !seen &&
      (scales[tokens[at + 1]?.plain ?? ""] ?? 0) >= 100
    ) {
      current = 1;
      seen = true;
    } else if (token.plain === "dozen" && seen) {
      current *= 12;
      at++;
      break;
    } else break;
  }
  return seen ? { value: round(total + current), next: at } : null;
}

function round(value: number): number {
  return Number(value.toPrecision(12));
}

function unitAround(text: string, tokens: Token[], from: number, next: number): NumberUnit {
  const start = tokens[from]?.start ?? 0;
  const end = tokens[next - 1]?.end ?? 0;
  if (/[$€£]\s*$/u.test(text.slice(0, start))) return "money";
  if (/^\s*[%٪]/u.test(text.slice(end))) return "percent";
  const after = tokens[next]?.plain ?? "";
  if (after === "percent" || (after === "per" && tokens[next + 1]?.plain === "cent")) return "percent";
  return moneyWords.has(after) ? "money" : null;
}

/**
 * The numbers of a text as values. "one" alone is left out (it is a pronoun more often than a number), and so are
 * ordinals in words; shares ("half", "two thirds", "a quarter") and "twice" and "double" (2) are numbers.
 * Source of the rule: INSIGHT_STYLE.md, the gate, rule 2.
 */
export function numbersIn(text: string): FoundNumber[] {
  const tokens = tokensIn(text);
  const found: FoundNumber[] = [];
  const push = (value: number, unit: NumberUnit, from: number, next: number) =>
    found.push({ value: round(value), unit, text: text.slice(tokens[from]?.start ?? 0, tokens[next - 1]?.end ?? 0) });
  for (let at = 0; at < tokens.length; ) {
    const word = tokens[at]?.plain ?? "";
    const before = tokens[at - 1]?.plain ?? "";
    const share = shares[word];
    if (
      share !== undefined &&
      (word === "half" ||
        word === "halves" ||
        ((before === "a" || before === "one") && word !== "third") ||
        before === "one")
    ) {
      push(share, null, at, at + 1);
      at++;
      continue;
    }
    if (/^(?:twice|twofold|doubled?|doubles|doubling)$/u.test(word)) push(2, null, at, at + 1);
    if (/^(?:tripled?|triples|tripling|threefold)$/u.test(word)) push(3, null, at, at + 1);
    if (word === "dozen" && before === "a") push(12, null, at, at + 1);
    const number = cardinal(tokens, at);
    if (number === null) {
      at++;
      continue;
    }
    const after = shares[tokens[number.next]?.plain ?? ""];
    if (after !== undefined && number.value >= 2 && number.value < 10) {
      push(number.value * after, null, at, number.next + 1);
      at = number.next + 1;
      continue;
    }
    const unit = unitAround(text, tokens, at, number.next);
    const alone = number.value === 1 && number.next === at + 1 && unit === null && tokens[at]?.digits === null;
    if (!alone) push(number.value, unit, at, number.next);
    at = number.next;
  }
  return found;
}

function sameValue(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

/** True where evidence holds a number: the same value, and the same unit where both state one; 50 % and "half" are one. */
export function holdsNumber(evidence: readonly FoundNumber[], number: FoundNumber): boolean {
  return evidence.some((other) => {
    const unitsFit = number.unit === null || other.unit === null || number.unit === other.unit;
    if (unitsFit && sameValue(number.value, other.value)) return true;
    if (number.unit === "percent" && other.unit === null)
      return other.value < 1 && sameValue(number.value / 100, other.value);
    if (other.unit === "percent" && number.unit === null)
      return number.value < 1 && sameValue(other.value / 100, number.value);
    return false;
  });
}
