import type { DigestItemView, DigestView } from "../lib/digests/views";
import { counted } from "../lib/format/counts";
import { dayInWords, shortDay } from "../lib/format/dates";
import { headerText } from "../lib/mail/mail";
import { type CardValues, DigestCard, whyLine } from "./digest-card";
import { DigestEmail, type EmailSurroundings, type FrameValues, frameValues } from "./digest-email";
import { cardText, digestText, updateText, whyText } from "./digest-text";
import type { RenderedEmail } from "./note-email";
import { isRightToLeft } from "./plain-text";
import { renderHtml } from "./render-html";
import { cutAtSlots, escapeHtml, fillSlots, type Slotted, slot } from "./slots";

/** Who gets a digest by email. */
export interface DigestReceiver extends Pick<FrameValues, "because" | "settingsUrl" | "pauseUrl" | "unsubscribeUrl"> {
  /** Days are told in this IANA zone. */
  timeZone: string;
  /** The links by which a reader asks for more or less like an insight; null where nobody could ask. */
  feedback: ((insightId: string) => { more: string; less: string }) | null;
}

/** Puts a receiver's email together. */
export type ComposeDigestEmail = (digest: DigestView, receiver: DigestReceiver) => Promise<RenderedEmail>;

/** A subject has fewer characters than this, so that it ends with a thought and most lists of mail show it whole. */
const subjectEnd = 72;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The text's first words of at most `most` characters, with an ellipsis where something was cut; no character is cut in two. */
function firstWords(text: string, most: number): string {
  const characters = [...graphemes.segment(text)].map(({ segment }) => segment);
  if (characters.length <= most && text.length <= most) return text;
  let cut = "";
  for (const character of characters) {
    if (cut.length + character.length > most - 1) break;
    cut += character;
  }
  const end = cut.lastIndexOf(" ");
  return `${(end > most / 2 ? cut.slice(0, end) : cut).replace(/[\s,;:.–-]+$/u, "")}…`;
}

/** The first claim, and how many more there are where that still fits. */
export function subjectOf(digest: DigestView): string {
  const first = headerText(digest.items[0]?.take.headline ?? "").replace(/\s+/gu, " ");
  if (!first) return `A quiet day on podcasts, ${dayInWords(digest.date)}`;
  // Our words would stand at the wrong end of a line from right to left.
  const more =
    digest.items.length > 1 && !isRightToLeft(first) ? `, and ${counted(digest.items.length - 1, "more", "more")}` : "";
  return first.length + more.length < subjectEnd ? first + more : firstWords(first, subjectEnd - 1);
}

/** A slot for each value that is there. */
function slotsOf<T extends Record<string, string | null>>(values: T): T {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === null ? null : slot(name)]),
  ) as T;
}

const escaped = (values: Record<string, string | null>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === null ? "" : escapeHtml(value)]));

/** Which values are there: two with the same shape fit one rendering. */
const shapeOf = (values: Record<string, string | null>) =>
  Object.entries(values)
    .map(([name, value]) => (value === null ? "" : name))
    .join();

interface Card {
  html: Slotted;
  text: Slotted;
}

/**
 * Prepares the emails of many readers: what an insight's card has in common for all is rendered once, and so is the frame
 * around; a reader's email is then put together from them. What it makes is what rendering each email as a whole makes.
 * Keeps every card it has met: make a new one for each run.
 */
export function createDigestComposer(surroundings: EmailSurroundings): ComposeDigestEmail {
  const days = new Map<string, string>();
  const frames = new Map<string, Promise<Slotted>>();
  const cards = new Map<string, Promise<Card>>();

  function kept<T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
    let value = map.get(key);
    if (!value) {
      value = make();
      map.set(key, value);
    }
    return value;
  }

  const frameOf = (values: FrameValues) =>
    kept(frames, shapeOf({ ...values }), async () =>
      cutAtSlots(
        await renderHtml(
          <DigestEmail values={slotsOf({ ...values })} surroundings={surroundings}>
            {slot("cards")}
          </DigestEmail>,
        ),
      ),
    );

  function dayOf({ take }: DigestItemView, timeZone: string, now: Date): string {
    const at = take.episode.publishedAt;
    const key = `${at.getTime()} ${timeZone} ${now.getUTCFullYear()}`;
    const day = days.get(key) ?? shortDay(at, timeZone, now);
    days.set(key, day);
    return day;
  }

  function cardOf(item: DigestItemView, day: string, values: CardValues): Promise<Card> {
    const { take, story } = item;
    const key = [
      take.id,
      day,
      shapeOf({ ...values }),
      ...story.otherShows,
      ...story.dissenting.map((d) => d.insightId),
    ];
    return kept(cards, key.join("\n"), async () => {
      const props = { item, day, appUrl: surroundings.appUrl, values: slotsOf({ ...values }) };
      const html = await renderHtml(<DigestCard {...props} />);
      return { html: cutAtSlots(html.replace(/^<!DOCTYPE[^>]*>/u, "")), text: cutAtSlots(cardText(props)) };
    });
  }

  return async (digest, receiver) => {
    const { timeZone, feedback, ...rest } = receiver;
    const values = frameValues(digest, surroundings, rest);
    let cardsHtml = "";
    const cardTexts: string[] = [];
    for (const item of digest.items) {
      const links = feedback?.(item.take.id) ?? { more: null, less: null };
      const rank = String(item.rank);
      const card: CardValues = { rank, update: item.updateText, why: whyLine(item), ...links };
      const { html, text } = await cardOf(item, dayOf(item, timeZone, digest.builtAt), card);
      cardsHtml += fillSlots(html, escaped({ ...card }));
      cardTexts.push(
        fillSlots(text, {
          rank,
          update: item.updateText === null ? "" : updateText(item.updateText),
          why: item.why.length === 0 ? "" : whyText(item.why),
          more: links.more ?? "",
          less: links.less ?? "",
        }),
      );
    }
    return {
      subject: subjectOf(digest),
      html: fillSlots(await frameOf(values), { ...escaped({ ...values }), cards: cardsHtml }),
      text: digestText(digest, cardTexts, values, surroundings),
    };
  };
}
