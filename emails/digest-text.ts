import type { DigestItemView, DigestView } from "../lib/digests/views";
import { capitalised, counted, listInWords } from "../lib/format/counts";
import { digestTitle, productSentence, quietDaySentence } from "../lib/format/digest-words";
import { playLink } from "../lib/format/links";
import { passageOf } from "../lib/format/passage";
import { receiptNotes } from "../lib/format/receipt-words";
import { type CardValues, placeOf } from "./digest-card";
import { type EmailSurroundings, type FrameValues, figuresOf, trackingSentence } from "./digest-email";
import { isolated, pointer, rule, wrapped } from "./plain-text";

const indent = "   ";

/** One of the five as plain text; its values are put in as they are, so an update and a reason come already wrapped. */
export function cardText(props: { item: DigestItemView; day: string; appUrl: string; values: CardValues }): string {
  const { item, day, appUrl, values } = props;
  const { take, story } = item;
  const passage = passageOf(take);
  const play = playLink(take.episode.enclosureUrl, take.quote.startMs);
  const show = isolated(take.show.title);
  const who = take.quote.speaker ? `${isolated(take.quote.speaker)} on ${show}` : `Said on ${show}`;
  const words = passage ? passage.before + passage.quote + passage.after.trimEnd() : take.quote.text;
  const receipt = [who, isolated(take.episode.title), day, `at ${placeOf(take)}`, ...receiptNotes(take)];
  return [
    `${values.rank}. ${wrapped(take.headline, indent).trimStart()}`,
    ...(values.update === null ? [] : [values.update]),
    ...(passage ? [] : [wrapped(take.body, indent)]),
    `${wrapped(`“${words}”`, indent)}\n${wrapped(receipt.join(", "), indent)}`,
    ...(play ? [pointer("Listen from there:", play, indent)] : []),
    pointer("Read the words around it:", `${appUrl}/insights/${take.id}`, indent),
    ...(story.otherShows.length > 0
      ? [
          pointer(
            `Also said on ${listInWords(story.otherShows.map(isolated))}:`,
            `${appUrl}/stories/${story.id}`,
            indent,
          ),
        ]
      : []),
    ...story.dissenting.map((dissent) =>
      pointer(`${isolated(dissent.showTitle)} disagrees:`, `${appUrl}/insights/${dissent.insightId}`, indent),
    ),
    ...(values.why === null ? [] : [values.why]),
    ...(values.more === null ? [] : [`${indent}More like this: ${values.more}`]),
    ...(values.less === null ? [] : [`${indent}Less like this: ${values.less}`]),
  ].join("\n\n");
}

/** An update as `cardText` takes it. */
export const updateText = (update: string) => wrapped(`Update: ${update}`, indent);

/** Reasons as `cardText` takes them. */
export const whyText = (why: string[]) => wrapped(`Why it is here: ${why.join("; ")}.`, indent);

/** The digest as plain text that was made to be read: 72 columns, each link on a line of its own. */
export function digestText(
  digest: DigestView,
  cards: string[],
  values: FrameValues,
  { postalAddress, isTracked }: EmailSurroundings,
): string {
  const { count, day } = digestTitle(digest);
  const misses = digest.nearMisses.length;
  const parts = [
    `Overheard\n${productSentence}`,
    `${wrapped(`${count} ${day}`)}\n${wrapped(`${figuresOf(digest).replace(" · ", ". ")}.`)}`,
    ...(digest.quiet ? [wrapped(quietDaySentence(digest))] : []),
    ...cards.flatMap((card) => [rule, card]),
    rule,
    `That is all for today.\n\n${pointer(
      misses > 0
        ? `${capitalised(counted(misses, "other"))} came close. See them, and why each has its rank:`
        : "The page of the day:",
      values.pageUrl,
    )}`,
    [
      "-- ",
      wrapped(values.because),
      ...(values.settingsUrl ? [pointer("Settings:", values.settingsUrl)] : []),
      ...(values.pauseUrl ? [pointer("Pause:", values.pauseUrl)] : []),
      ...(values.unsubscribeUrl ? [pointer("Unsubscribe:", values.unsubscribeUrl)] : []),
      ...(isTracked ? [wrapped(trackingSentence)] : []),
      ...(postalAddress ? [wrapped(postalAddress)] : []),
    ].join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}
