import { newsIn } from "../stories/news";

/**
 * The new fact of a take about a story that was shown before: a number, a name or an event that none of the earlier takes had
 * (see `newsIn`). Without one the story is not shown again.
 * @returns the sentence of the take that holds the fact; null when there is none.
 */
export function newFact(take: string, earlierTakes: string[]): string | null {
  return newsIn(take, earlierTakes)?.sentence ?? null;
}
