import { decades, multiples, ordinals, ordinalUnits, scales, shares, small, tens } from "./number-words";
import { currencySigns, type NumberUnit, unitWord } from "./units";
import { functionWords, wordsIn } from "./words";

/** A number of a text as its value, however it was written: "4.2 billion", "$4.2B" and "four point two billion" are one. */
export interface FoundNumber {
  value: number;
  unit: NumberUnit;
  /** As in the text. */
  text: string;
  /** No word follows that it could count: "it grew by forty-five, maybe fifty." */
  bare: boolean;
}

interface Token {
  plain: string;
  start: number;
  end: number;
  digits: number | null;
  /** "4.2b" carries its scale. */
  scale: number;
  /** "3rd". */
  isOrdinal: boolean;
  /** True where only white space or a hyphen parts it from the word before. */
  joined: boolean;
}

function tokensIn(text: string): Token[] {
  return wordsIn(text).map((word, index, all): Token => {
    const joined = index > 0 && /^(?:\s+|-)$/u.test(text.slice(all[index - 1]?.end ?? 0, word.start));
    const match = /^(\d[\d,.]*?)(k|m|mn|b|bn|t|tn|s|st|nd|rd|th|x)?$/u.exec(word.plain);
    const digits = match === null ? null : parseDigits(match[1] ?? "");
    const suffix = match?.[2] ?? "";
    if (digits !== null)
      return { ...word, joined, digits, scale: scales[suffix] ?? 1, isOrdinal: /^(?:st|nd|rd|th)$/u.test(suffix) };
    // "300mw", "4k60": digits glued to a unit that is no scale.
    const glued = /^(\d[\d,.]*)\p{L}+$/u.exec(word.plain);
    return { ...word, joined, digits: glued === null ? null : parseDigits(glued[1] ?? ""), scale: 1, isOrdinal: false };
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
      // "A hundred", "the hundred and ninety behind them".
      (token.plain === "a" || token.plain === "an" || token.plain === "the") &&
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

/** Without the traces of binary fractions. */
export function round(value: number): number {
  return Number(value.toPrecision(12));
}

function unitAround(text: string, tokens: Token[], from: number, next: number): NumberUnit {
  const start = tokens[from]?.start ?? 0;
  const end = tokens[next - 1]?.end ?? 0;
  const sign = /([$€£¥₹])\s*$/u.exec(text.slice(0, start))?.[1] ?? /^\s?([€£])/u.exec(text.slice(end))?.[1];
  if (sign !== undefined) return currencySigns[sign] ?? "money";
  if (/^\s*[%٪]/u.test(text.slice(end))) return "percent";
  const glued = /^\d[\d,.]*(\p{L}+)$/u.exec(tokens[next - 1]?.plain ?? "")?.[1];
  if (glued !== undefined && glued.length > 1) {
    const unit = unitWord(glued);
    if (unit !== null) return unit;
  }
  const after = tokens[next]?.plain ?? "";
  if (after === "percent" || (after === "per" && tokens[next + 1]?.plain === "cent")) return "percent";
  if (after === "percentage" || after === "basis") return after === "basis" ? "basis point" : "percent";
  // "300 US dollars", "40 square metres", "25 light years", "three full days", "six more months".
  const second =
    /^(?:us|u\.s|american|canadian|australian|square|cubic|light|full|whole|more|extra|additional|straight|working|calendar|nautical|metric|long|short|or)$/u.test(
      after,
    )
      ? (tokens[next + 1]?.plain ?? "")
      : "";
  const unit = unitWord(after) ?? (second === "" ? null : unitWord(second));
  // "In 2031 seconds matter": a year is followed by anything.
  return unit;
}

/** "Tenfold". */
function foldOf(word: string): number | undefined {
  const count = /^(\w+)fold$/u.exec(word)?.[1] ?? "";
  return small[count] ?? tens[count] ?? (count === "hundred" ? 100 : undefined);
}

/** "The third largest", "twenty-first", "21st"; not "a third", which is a share. */
function ordinalAt(tokens: Token[], at: number): { value: number; next: number } | null {
  const token = tokens[at];
  if (token === undefined) return null;
  if (token.isOrdinal && token.digits !== null) return { value: token.digits, next: at + 1 };
  const ten = tens[token.plain];
  const next = tokens[at + 1];
  if (ten !== undefined && next?.joined && (ordinalUnits[next.plain] ?? 10) < 10)
    return { value: ten + (ordinalUnits[next.plain] ?? 0), next: at + 2 };
  const before = tokens[at - 1]?.plain ?? "";
  if (before === "a" || before === "one" || before === "an") return null;
  const value = ordinals[token.plain];
  return value === undefined ? null : { value, next: at + 1 };
}

/** The scale in "half a million" and "a quarter of a billion". */
function scaleAfter(tokens: Token[], at: number): { factor: number; next: number } | null {
  for (const skip of [["a"], ["of", "a"]]) {
    if (!skip.every((word, index) => tokens[at + index]?.plain === word)) continue;
    const factor = scales[tokens[at + skip.length]?.plain ?? ""];
    if (factor !== undefined && factor >= 100) return { factor, next: at + skip.length + 1 };
  }
  return null;
}

/** What follows a whole number in "two and a half" and "one and a half million". */
function shareAfter(tokens: Token[], at: number): { value: number; factor: number; next: number } | null {
  if (tokens[at]?.plain !== "and" || !/^an?$/u.test(tokens[at + 1]?.plain ?? "")) return null;
  const value = shares[tokens[at + 2]?.plain ?? ""];
  if (value === undefined) return null;
  const scale = scales[tokens[at + 3]?.plain ?? ""];
  const isScale = scale !== undefined && (tokens[at + 3]?.plain.length ?? 0) > 2;
  return { value, factor: isScale ? scale : 1, next: at + (isScale ? 4 : 3) };
}

/**
 * The numbers of a text as values. "one" alone is left out (it is a pronoun more often than a number), and so are
 * "first" and "second"; other ordinals, shares ("half", "two thirds", "a quarter") and "twice" and "double" (2) are numbers.
 * Source of the rule: INSIGHT_STYLE.md, the gate, rule 2.
 */
export function numbersIn(text: string): FoundNumber[] {
  return placedNumbers(text, false).map(({ start: _start, end: _end, ...number }) => number);
}

/** A number with its place in the text. */
export type PlacedNumber = FoundNumber & { start: number; end: number };

/** @param generous takes what may be no number, too: every "one", and "a third". */
export function placedNumbers(text: string, generous: boolean): PlacedNumber[] {
  const tokens = tokensIn(text);
  const found: PlacedNumber[] = [];
  const push = (value: number, unit: NumberUnit, from: number, next: number) => {
    const [start, end] = [tokens[from]?.start ?? 0, tokens[next - 1]?.end ?? 0];
    const after = tokens[next];
    const bare = after === undefined || !after.joined || functionWords.has(after.plain);
    found.push({ value: round(value), unit, text: text.slice(start, end), bare, start, end });
  };
  for (let at = 0; at < tokens.length; ) {
    const word = tokens[at]?.plain ?? "";
    const before = tokens[at - 1]?.plain ?? "";
    const share = shares[word];
    if (
      share !== undefined &&
      (word === "half" ||
        word === "halves" ||
        before === "one" ||
        (before === "a" && (word !== "third" || generous || tokens[at + 1]?.plain === "of")))
    ) {
      // "Half a million", "a quarter of a billion".
      const scale = scaleAfter(tokens, at + 1);
      const next = scale?.next ?? at + 1;
      // "Half a year", "a quarter of an hour".
      const of = tokens[next]?.plain === "of" ? next + 1 : next;
      const unit = /^an?$/u.test(tokens[of]?.plain ?? "") ? unitWord(tokens[of + 1]?.plain ?? "") : null;
      push(share * (scale?.factor ?? 1), unit ?? unitAround(text, tokens, at, next), at, next);
      at = next;
      continue;
    }
    const multiple = multiples[word] ?? foldOf(word);
    if (multiple !== undefined) push(multiple, null, at, at + 1);
    if (decades[word] !== undefined) push(decades[word], null, at, at + 1);
    const ordinal = ordinalAt(tokens, at);
    if (ordinal !== null) {
      push(ordinal.value, "ordinal", at, ordinal.next);
      at = ordinal.next;
      continue;
    }
    if (word === "dozen" && before === "a") push(12, null, at, at + 1);
    // "An hour and a half".
    const single = before === "a" || before === "an" || before === "one" ? unitWord(word) : null;
    const rest = single === null ? null : shareAfter(tokens, at + 1);
    if (single !== null && rest !== null) {
      push(1 + rest.value, single, at, rest.next);
      at = rest.next;
      continue;
    }
    const number = cardinal(tokens, at);
    if (number === null) {
      at++;
      continue;
    }
    const more = shareAfter(tokens, number.next);
    if (more !== null) {
      const unit = unitAround(text, tokens, at, more.next);
      push((number.value + more.value) * more.factor, unit, at, more.next);
      at = more.next;
      continue;
    }
    const after = shares[tokens[number.next]?.plain ?? ""];
    if (after !== undefined && number.value >= 2 && number.value < 10) {
      push(number.value * after, null, at, number.next + 1);
      at = number.next + 1;
      continue;
    }
    if (/^cents?$/u.test(tokens[number.next]?.plain ?? "")) {
      push(number.value / 100, "money", at, number.next + 1);
      at = number.next + 1;
      continue;
    }
    const unit = unitAround(text, tokens, at, number.next);
    const alone = number.value === 1 && number.next === at + 1 && unit === null && tokens[at]?.digits === null;
    if (!alone || generous) push(number.value, unit, at, number.next);
    at = number.next;
  }
  return found;
}
