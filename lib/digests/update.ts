import { newsIn } from "../stories/news";

/**
 * The new fact of a take about a story that was shown before: a number, a name or an event that none of the earlier takes had
 * (see `newsIn`). Without one the story is not shown again.
 * @param isNewVoice whether somebody tells it who had not. Others add numbers and events, while the names they add are mostly
 * those of a retelling.
 * @returns the sentence of the take that holds the fact; null when there is none.
 */
export function newFact(
  { headline, body }: { headline: string; body: string },
  earlierTakes: string[],
  isNewVoice: boolean,
): string | null {
  return newsIn(body, earlierTakes, { headline, withNames: isNewVoice })?.sentence ?? null;
}
