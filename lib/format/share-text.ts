import { shortDay } from "./dates";
import { passageOf } from "./passage";
import { passageTime, receiptNotes } from "./receipt-words";

/** What a text to pass on is made of. */
interface Shared {
  headline: string;
  body: string;
  kind: "fact" | "opinion" | "forecast" | "advice";
  extractor: string;
  timing: string | null;
  quote: { text: string; speaker: string | null; startMs: number };
  show: { title: string };
  episode: { title: string; publishedAt: Date };
}

/**
 * An insight as plain text with its source, for pasting elsewhere: what it says, the words, who said them where and when,
 * and the address.
 * @param url of its page.
 */
export function shareText(take: Shared, url: string, timeZone: string): string {
  const { quote, show, episode } = take;
  // A far away "now" keeps the year: the text outlives it.
  const day = shortDay(episode.publishedAt, timeZone, new Date(0));
  const source = [`${quote.speaker ? `${quote.speaker} on ` : ""}${show.title}`, episode.title, day, passageTime(take)];
  const isPassage = passageOf(take) !== null;
  return [
    take.headline,
    ...(isPassage ? [] : [take.body]),
    `“${isPassage ? take.body : quote.text}”\n– ${[source.join(", "), ...receiptNotes(take)].join(" · ")}`,
    url,
  ].join("\n\n");
}
