/** One page of a list. */
export interface Page<T> {
  items: T[];
  /** From 1. */
  number: number;
  /** How many pages there are; at least 1. */
  pages: number;
  /** How many things there are on all of them. */
  total: number;
}

/**
 * Where a page of a list begins and ends. A number beyond the last page is the last one: what an old link asks for may
 * have become less.
 */
export function pageOf(
  wanted: number,
  size: number,
  total: number,
): { place: Omit<Page<never>, "items">; range: { skip: number; take: number } } {
  const pages = Math.max(1, Math.ceil(total / size));
  const number = Math.min(pages, Math.max(1, Math.floor(wanted)));
  return { place: { number, pages, total }, range: { skip: (number - 1) * size, take: size } };
}
