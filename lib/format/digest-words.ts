import { capitalised, counted } from "./counts";
import { dayInWords } from "./dates";
import { readingTime } from "./durations";
import { passageOf } from "./passage";

/** The product in one sentence, exactly as its user wrote it; the front page and the email carry it. */
export const productSentence = "We scan new podcasts and send you the top 5 insights daily.";

/**
 * How a digest is headed: "Five things said on podcasts," and "Tuesday 24 November".
 * @param digest its date and items; the count is the true one, also on a quiet day.
 */
export function digestTitle(digest: { date: string; items: unknown[] }): { count: string; day: string } {
  const day = dayInWords(digest.date);
  if (digest.items.length === 0) return { count: "Nothing stood out on podcasts,", day };
  return { count: `${capitalised(counted(digest.items.length, "thing"))} said on podcasts,`, day };
}

/** How the sentence ends by which the choice says that an episode or a show has its share of the five (lib/digests/ranking.ts). */
const hasItsShare = /of the five already\.$|among the five already\.$/u;

/** What is said on a day with fewer than five, so that nobody thinks something broke. */
export function quietDaySentence(digest: {
  items: readonly { isFill: boolean }[];
  nearMisses: readonly { keptOutBy: string }[];
}): string {
  const { length } = digest.items;
  const things = counted(length, "thing");
  if (digest.items.some(({ isFill }) => isFill))
    return `A quiet day: few things cleared the bar, and even with the best of the rest there ${length === 1 ? "is" : "are"} ${things}.`;
  if (digest.nearMisses.some(({ keptOutBy }) => hasItsShare.test(keptOutBy)))
    return `A quiet day: only ${things}. What else cleared the bar was said in the same episodes or on the same shows, and we take one of an episode and two of a show.`;
  return `A quiet day: ${length === 0 ? "nothing that was said" : `only ${things}`} cleared the bar, and we never fill up with the rest.`;
}

/** How long a digest takes to read; a quote that stands inside its own passage is read once. */
export function digestReadingTime(
  items: { take: { headline: string; body: string; extractor: string; quote: { text: string } } }[],
): string {
  return readingTime(
    items.flatMap(({ take }) => [take.headline, take.body, ...(passageOf(take) ? [] : [take.quote.text])]),
  );
}
