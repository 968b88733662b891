import { trigrams } from "./search-text";

/** A word of the dictionary, and in how many episodes it was said. */
export interface KnownTerm {
  term: string;
  count: number;
}

/** How many letters may be wrong in a word of a length. */
const mayDiffer = (length: number) => (length <= 4 ? 1 : 2);

/** How many letters were left out, put in, changed or exchanged with their neighbour (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  const [from, to] = [[...a], [...b]];
  let before: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [i, letter] of from.entries()) {
    const row = [i + 1];
    for (const [j, other] of to.entries()) {
      const cost = letter === other ? 0 : 1;
      let least = Math.min((above[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1, (above[j] ?? 0) + cost);
      if (i > 0 && j > 0 && letter === to[j - 1] && from[i - 1] === other)
        least = Math.min(least, (before[j - 1] ?? 0) + 1);
      row.push(least);
    }
    before = above;
    above = row;
  }
  return above.at(-1) ?? 0;
}

/** How many trigrams two words share, of all that they have: pg_trgm's similarity. */
function similarity(a: string, b: string): number {
  const [first, second] = [new Set(trigrams(a)), new Set(trigrams(b))];
  const shared = [...first].filter((trigram) => second.has(trigram)).length;
  return shared / (first.size + second.size - shared);
}

/**
 * The word that was meant: of those a letter or two away the nearest, then the one that looks most alike, then the one that
 * was said most. People seldom mistake the first letter.
 * @returns null when none is near enough.
 */
export function meantWord(word: string, known: KnownTerm[]): string | null {
  const ranked = known
    .map(({ term, count }) => ({
      term,
      distance: editDistance(word, term) + (term[0] === word[0] ? 0 : 0.5),
      likeness: similarity(word, term) + Math.log10(count + 1) * 0.05,
    }))
    .filter(({ distance }) => distance <= mayDiffer(word.length) + 0.5)
    .sort((a, b) => a.distance - b.distance || b.likeness - a.likeness || a.term.localeCompare(b.term));
  return ranked[0]?.term ?? null;
}
