import { searchText } from "./search-text";

/** Characters of a query that are read, and words of it that are looked for; nobody types more by hand. */
const longestQuery = 300;
const mostTerms = 12;

/** A part of what somebody asks for. */
export interface QueryTerm {
  /** One word, or several that stand next to each other; as they are indexed. */
  words: string[];
  /** The last word may go on ("govern*"). */
  isPrefix: boolean;
  /** What has it is not wanted. */
  isExcluded: boolean;
}

/**
 * Reads a query as people write them: words, "phrases in quotes", -words to leave out, and beginnings with a star*. Whatever
 * else is in it is taken for a blank, so that any text is a query.
 */
export function parseQuery(text: string): QueryTerm[] {
  const parts = text
    .slice(0, longestQuery)
    .replace(/[“”„«»]/gu, '"')
    .matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/gu);
  const terms: QueryTerm[] = [];
  for (const [, minus = "", phrase, word] of parts) {
    const raw = phrase ?? word ?? "";
    const words = searchText(raw).match(/[\p{L}\p{N}]+/gu) ?? [];
    if (words.length === 0) continue;
    terms.push({ words, isPrefix: /\p{L}\*$/u.test(raw.trim()), isExcluded: minus === "-" });
  }
  return terms.slice(0, mostTerms);
}

/** The words that are looked for one by one, for the dictionary: no phrases, no numbers, nothing left out. */
export function plainWords(terms: QueryTerm[]): string[] {
  const words = terms.flatMap((term) =>
    !term.isExcluded && !term.isPrefix && term.words.length === 1 ? term.words : [],
  );
  return [...new Set(words.filter((word) => /^\p{L}{3,30}$/u.test(word)))];
}

/** The query with some of its plain words put in another's place. */
export function withWords(terms: QueryTerm[], better: ReadonlyMap<string, Partial<QueryTerm>>): QueryTerm[] {
  return terms.map((term) => {
    const change = term.words.length === 1 ? better.get(term.words[0] ?? "") : undefined;
    return change && !term.isExcluded ? { ...term, ...change } : term;
  });
}

/** The query as people would write it. */
export function queryText(terms: QueryTerm[]): string {
  return terms
    .map(({ words, isPrefix, isExcluded }) => {
      const text = words.join(" ") + (isPrefix ? "*" : "");
      return (isExcluded ? "-" : "") + (words.length > 1 ? `"${text}"` : text);
    })
    .join(" ");
}

/**
 * The query in the language of PostgreSQL's `to_tsquery`. Words hold letters and digits only (parseQuery), so nothing in
 * them is an operator.
 * @returns null where nothing is asked for, but at most what to leave out.
 */
export function tsQuery(terms: QueryTerm[]): string | null {
  if (terms.every((term) => term.isExcluded)) return null;
  return terms
    .map(({ words, isPrefix, isExcluded }) => {
      const text = words.map((word, at) => (isPrefix && at === words.length - 1 ? `${word}:*` : word)).join(" <-> ");
      return `${isExcluded ? "!" : ""}(${text})`;
    })
    .join(" & ");
}
