import type { DigestItemView, DigestView } from "../lib/digests/views";
import { capitalised, counted, countedInDigits, listInWords, rankInWords } from "../lib/format/counts";
import { shortDay } from "../lib/format/dates";
import { digestReadingTime, digestTitle, productSentence, quietDaySentence } from "../lib/format/digest-words";
import { playLink } from "../lib/format/links";
import { passageOf } from "../lib/format/passage";
import { passageTime, receiptNotes } from "../lib/format/receipt-words";
import type { DigestEmailProps } from "./digest-email";

const columns = 72;
const rule = "-".repeat(columns);

/** Breaks a text into lines; a word longer than a line (an address) keeps one of its own. */
function wrapped(text: string, indent = ""): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    const longer = line === indent ? indent + word : `${line} ${word}`;
    if (longer.length > columns && line !== indent) {
      lines.push(line);
      line = indent + word;
    } else line = longer;
  }
  return [...lines, line].join("\n");
}

/** A label and an address on a line of their own, so that programs make it a link. */
function pointer(label: string, url: string): string {
  return `${wrapped(label, "   ")}\n   ${url}`;
}

function itemText(item: DigestItemView, { appUrl, timeZone = "UTC" }: DigestEmailProps, now: Date): string {
  const { take, story } = item;
  const passage = passageOf(take);
  const play = playLink(take.episode.enclosureUrl, take.quote.startMs);
  const who = take.quote.speaker ? `${take.quote.speaker} on ${take.show.title}` : `Said on ${take.show.title}`;
  const words = passage ? passage.before + passage.quote + passage.after.trimEnd() : take.quote.text;
  const receipt = [
    who,
    take.episode.title,
    shortDay(take.episode.publishedAt, timeZone, now),
    passageTime(take),
    ...receiptNotes(take),
  ];
  return [
    `${item.rank}. ${wrapped(take.headline, "   ").trimStart()}`,
    ...(item.updateText ? [wrapped(`Update: ${item.updateText}`, "   ")] : []),
    ...(passage ? [] : [wrapped(take.body, "   ")]),
    `${wrapped(`“${words}”`, "   ")}\n${wrapped(receipt.join(", "), "   ")}`,
    ...(play ? [pointer("Listen from there:", play)] : []),
    pointer("Read the words around it:", `${appUrl}/insights/${take.id}`),
    ...(story.otherShows.length > 0
      ? [pointer(`Also said on ${listInWords(story.otherShows)}:`, `${appUrl}/stories/${story.id}`)]
      : []),
    ...story.dissenting.map((dissent) =>
      pointer(`${dissent.showTitle} disagrees:`, `${appUrl}/insights/${dissent.insightId}`),
    ),
    ...(item.why.length > 0 ? [wrapped(`Why it is ${rankInWords(item.rank)}: ${item.why.join("; ")}.`, "   ")] : []),
  ].join("\n\n");
}

/** The digest as plain text that was made to be read: 72 columns, each link on a line of its own. */
export function digestText(props: DigestEmailProps): string {
  const { digest, appUrl, manageUrl, postalAddress } = props;
  const { count, day } = digestTitle(digest);
  const parts = [
    `Overheard\n${productSentence}`,
    `${wrapped(`${count} ${day}`)}\n${wrapped(figures(digest))}`,
    ...(digest.quiet ? [wrapped(quietDaySentence(digest.items.length))] : []),
    ...digest.items.flatMap((item) => [rule, itemText(item, props, digest.builtAt)]),
    rule,
    `That is all for today.\n\n${wrapped(endingLine(digest))}\n${appUrl}/digests/${digest.date}`,
    [
      "-- ",
      wrapped(`You get this because your address is on the list of this Overheard, ${appUrl}.`),
      ...(manageUrl ? [`Change or stop these emails:\n${manageUrl}`] : []),
      ...(postalAddress ? [wrapped(postalAddress)] : []),
    ].join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

function figures(digest: DigestView): string {
  const from = `From ${countedInDigits(digest.episodeCount, "new episode")} of ${countedInDigits(digest.showCount, "show")}.`;
  return digest.items.length > 0 ? `${from} ${capitalised(digestReadingTime(digest.items))} to read.` : from;
}

function endingLine(digest: DigestView): string {
  const misses = digest.nearMisses.length;
  return misses > 0
    ? `${capitalised(counted(misses, "other"))} came close. See them, and why each has its rank:`
    : "The page of the day:";
}
