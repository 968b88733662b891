import { withoutControls } from "./control-characters";

/** One line of text of whatever a parser read: controls and runs of white space gone, cut at `max` characters; else "". */
export function oneLine(value: unknown, max: number): string {
  if (typeof value !== "string" && typeof value !== "number") return "";
  return withoutControls(String(value)).replace(/\s+/g, " ").trim().slice(0, max);
}

/** An address on the web, made absolute; null where it is none. */
export function webAddress(value: unknown, base: string | null): string | null {
  if (typeof value !== "string" || value.trim() === "" || value.length > 2_000) return null;
  try {
    const url = new URL(value.trim(), base ?? undefined);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** "2", "02" or 2 as a whole number of at least 0; null for anything else. */
export function wholeNumber(value: unknown): number | null {
  const plain = oneLine(value, 12);
  return /^\d{1,6}$/.test(plain) ? Number(plain) : null;
}

/** Apple's yes, true and explicit, and no, false and clean (older feeds) as a truth value; null where nothing is said. */
export function explicitness(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const word = oneLine(value, 20).toLowerCase();
  if (["yes", "true", "explicit"].includes(word)) return true;
  return ["no", "false", "clean"].includes(word) ? false : null;
}

/** Names of categories, each once, without regard to case; at most 20. */
export function categoryNames(values: unknown[]): string[] {
  const byKey = new Map<string, string>();
  for (const value of values) {
    const name = oneLine(value, 100);
    if (name && !byKey.has(name.toLowerCase())) byKey.set(name.toLowerCase(), name);
  }
  return [...byKey.values()].slice(0, 20);
}
