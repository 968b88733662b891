import type { Db } from "../db/types";
import type { TakeView } from "../insights/take";
import { type ExcerptPart, excerpt } from "./excerpt";
import type { SearchFilters } from "./filters";
import { type FoundPassage, foundPassages, foundTakes, knownTerms, similarTerms } from "./find-store";
import { matchInsights, matchPassages } from "./match-store";
import { parseQuery, plainWords, type QueryTerm, queryText, tsQuery, withWords } from "./query";
import { meantWord } from "./spelling";

/** An insight that was found. */
export interface InsightHit {
  take: TakeView;
  headline: ExcerptPart[];
  body: ExcerptPart[];
}

/** A stretch of a transcript that was found. */
export interface PassageHit extends Omit<FoundPassage, "text"> {
  excerpt: ExcerptPart[];
}

/** What a search gives. */
export interface SearchResults {
  /** As it was understood. */
  query: string;
  /** What was asked for, where a word of it was taken for another; searching for exactly that is offered. */
  asked: string | null;
  insights: { items: InsightHit[]; isMore: boolean };
  passages: { items: PassageHit[]; isMore: boolean };
}

/** Results of each kind on one page. */
const perPage = 10;
/** Words of a transcript that one result shows (P11: a few lines). */
const passageWords = 45;
/** The more common a word is, the newer what is looked through: so many matches are ranked. */
const mostRanked = 400;

const mostSimilar = 50;

/** Finds insights by what a text means, among those that filters leave. @returns ids of the nearest, nearest first. */
export type FindSimilar = (text: string, options: { filters: SearchFilters; limit: number }) => Promise<string[]>;

/**
 * Searches insights and transcripts.
 * @param input.isExact takes every word as it is written.
 * @param input.similar also finds insights that say it in other words; theirs stand behind those that have the words where
 *   both are equally high (reciprocal rank fusion: Cormack, Clarke and Büttcher, 2009).
 * @returns null where nothing was asked for.
 */
export async function search(
  db: Db,
  input: { text: string; filters: SearchFilters; page: number; isExact: boolean; similar?: FindSimilar },
): Promise<SearchResults | null> {
  const asked = parseQuery(input.text);
  if (tsQuery(asked) === null) return null;
  const terms = input.isExact ? asked : await corrected(db, asked);
  const query = tsQuery(terms) ?? "";
  const changed = queryText(terms) !== queryText(asked);
  const offset = (input.page - 1) * perPage;
  const { filters } = input;
  // Topics and kinds are insights'; a transcript as a whole has neither.
  const wantsPassages = filters.topicSlug === null && filters.kind === null;
  const [byWords, bySense, passages] = await Promise.all([
    matchInsights(db, { query, filters, limit: mostRanked }),
    input.similar && !input.isExact && isIdea(input.text, asked)
      ? input.similar(changed ? meantText(terms) : input.text, { filters, limit: mostSimilar })
      : [],
    wantsPassages ? matchPassages(db, { query, filters, limit: mostRanked, offset, most: perPage + 1 }) : [],
  ]);
  const ids = fused(byWords, bySense);
  const takes = await foundTakes(db, ids.slice(offset, offset + perPage));
  const found = await foundPassages(db, passages.slice(0, perPage));
  return {
    query: queryText(terms),
    asked: changed ? queryText(asked) : null,
    insights: { items: takes.map((take) => toHit(take, terms)), isMore: ids.length > offset + perPage },
    passages: {
      items: found.map(({ text, ...passage }) => ({ ...passage, excerpt: excerpt(text, terms, passageWords) })),
      isMore: passages.length > perPage,
    },
  };
}

/** Whether an idea is asked for, which has other words: not where the very words, or words to leave out, are given. */
const isIdea = (text: string, terms: QueryTerm[]) =>
  !/["“”„«»]/u.test(text) && terms.every((term) => !term.isPrefix && !term.isExcluded);

/** What was meant, where a word of it was written wrong. */
const meantText = (terms: QueryTerm[]) => terms.flatMap((term) => term.words).join(" ");

const toHit = (take: TakeView, terms: QueryTerm[]): InsightHit => ({
  take,
  headline: excerpt(take.headline, terms, Number.POSITIVE_INFINITY),
  body: excerpt(take.body, terms, Number.POSITIVE_INFINITY),
});

/** Words that nobody said become the one that was meant, or the beginning of one that somebody did. */
async function corrected(db: Db, asked: QueryTerm[]): Promise<QueryTerm[]> {
  const words = plainWords(asked);
  const known = await knownTerms(db, words);
  const better = new Map<string, Partial<QueryTerm>>();
  for (const word of words) {
    if (known.exact.has(word)) continue;
    if (known.beginnings.has(word)) {
      better.set(word, { isPrefix: true });
      continue;
    }
    const meant = meantWord(word, await similarTerms(db, word));
    if (meant !== null) better.set(word, { words: [meant] });
  }
  return withWords(asked, better);
}

/** Two rankings as one, each place counting by 1 / (60 + place). */
function fused(first: string[], second: string[]): string[] {
  if (second.length === 0) return first;
  const scores = new Map<string, number>();
  for (const [list, weight] of [
    [first, 1],
    [second, 0.9],
  ] as const)
    for (const [at, id] of list.entries()) scores.set(id, (scores.get(id) ?? 0) + weight / (60 + at));
  return [...scores].sort((a, b) => b[1] - a[1]).map(([id]) => id);
}
