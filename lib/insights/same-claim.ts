import { contentWords } from "./words";

/** What claims are compared by. */
export interface ComparedClaim {
  headline: string;
  body: string;
  quote: { startMs: number; endMs: number };
  firstSegment: number;
  lastSegment: number;
}

/** Share of two claims' words that are the same, from which on they say the same wherever they stand. */
const sameWords = 0.5;
/** The same for claims whose evidence overlaps. */
const sameWordsInPlace = 0.25;

function stems(text: string): Set<string> {
  return new Set(contentWords(text).map((word) => word.replace(/(?:ing|ed|es|s)$/u, "")));
}

function sharedWords(a: ComparedClaim, b: ComparedClaim): number {
  const [one, other] = [stems(`${a.headline} ${a.body}`), stems(`${b.headline} ${b.body}`)];
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared / Math.max(1, Math.min(one.size, other.size));
}

/** Share of the shorter quote that the other one covers. */
function sharedQuote(a: ComparedClaim, b: ComparedClaim): number {
  const overlap = Math.min(a.quote.endMs, b.quote.endMs) - Math.max(a.quote.startMs, b.quote.startMs);
  const shorter = Math.min(a.quote.endMs - a.quote.startMs, b.quote.endMs - b.quote.startMs);
  return shorter <= 0 ? 0 : Math.max(0, overlap) / shorter;
}

/**
 * How surely two insights of one episode are the same claim: above 0 they are. Overlapping parts give a claim twice, and a
 * second reading finds it again in other words.
 */
export function claimLikeness(a: ComparedClaim, b: ComparedClaim): number {
  const words = sharedWords(a, b);
  const quote = sharedQuote(a, b);
  const inPlace = a.firstSegment <= b.lastSegment && b.firstSegment <= a.lastSegment;
  if (quote >= 0.5 && words >= sameWordsInPlace) return words + quote;
  if (inPlace && words >= sameWords) return words + quote;
  return words >= 0.8 ? words : 0;
}

/**
 * Pairs the claims of a second reading with those of the first, the surest pair first, each once.
 * @returns for each fresh claim the index of the earlier one, or null where it is new.
 */
export function pairClaims(earlier: readonly ComparedClaim[], fresh: readonly ComparedClaim[]): (number | null)[] {
  const pairs = fresh
    .flatMap((claim, to) => earlier.map((before, from) => ({ from, to, likeness: claimLikeness(before, claim) })))
    .filter(({ likeness }) => likeness > 0)
    .sort((a, b) => b.likeness - a.likeness || a.from - b.from || a.to - b.to);
  const result: (number | null)[] = fresh.map(() => null);
  const taken = new Set<number>();
  for (const { from, to } of pairs) {
    if (taken.has(from) || result[to] !== null) continue;
    taken.add(from);
    result[to] = from;
  }
  return result;
}
