import { generateAtomFeed, generateJsonFeed } from "feedsmith";
import { capitalised, listInWords } from "../format/counts";
import { dayInWords, shortDay } from "../format/dates";
import { digestTitle, productSentence, quietDaySentence } from "../format/digest-words";
import { digestPath, playLink } from "../format/links";
import { passageOf } from "../format/passage";
import { passageTime, receiptNotes } from "../format/receipt-words";
import type { DigestItemView, DigestView } from "./views";

/** What a feed is made of beside its digests. */
interface FeedFrame {
  appUrl: string;
  /** Its own address. */
  feedUrl: string;
  timeZone: string;
}

/** How many of the latest digests a feed holds: two weeks, so that nobody misses one on holiday. */
export const feedLength = 14;

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replace(/[&<>"]/gu, (character) => escapes[character] ?? "");
const link = (href: string, text: string) => `<a href="${escaped(href)}">${escaped(text)}</a>`;

/** One of the five as HTML that every feed reader shows: headline, text, words, who said them, and who else. */
function itemHtml({ take, story, updateText }: DigestItemView, { appUrl, timeZone }: FeedFrame): string {
  const play = playLink(take.episode.enclosureUrl, take.quote.startMs);
  const day = shortDay(take.episode.publishedAt, timeZone, new Date(0));
  const passage = passageOf(take);
  const time = passageTime(take);
  const quote = passage
    ? `“${escaped(passage.before)}<i>${escaped(passage.quote)}</i>${escaped(passage.after.trimEnd())}”`
    : `<i>“${escaped(take.quote.text)}”</i>`;
  const who = [
    take.quote.speaker ? `<b>${escaped(take.quote.speaker)}</b> on ` : "Said on ",
    `${link(`${appUrl}/shows/${take.show.id}`, take.show.title)}, `,
    `${link(`${appUrl}/episodes/${take.episode.id}`, take.episode.title)} ·\u00a0${escaped(day)} ·\u00a0`,
    play ? link(play, time) : escaped(time),
    ...receiptNotes(take).map((note) => ` · ${escaped(note)}`),
  ].join("");
  const others = [
    ...(story.otherShows.length > 0
      ? [link(`${appUrl}/stories/${story.id}`, `Also said on ${listInWords(story.otherShows)}`)]
      : []),
    ...story.dissenting.map((other) => link(`${appUrl}/insights/${other.insightId}`, `${other.showTitle} disagrees`)),
  ];
  return [
    `<h2>${link(`${appUrl}/insights/${take.id}`, take.headline)}</h2>`,
    ...(updateText ? [`<p><b>Update:</b> ${escaped(updateText)}</p>`] : []),
    ...(passage ? [] : [`<p>${escaped(take.body)}</p>`]),
    `<blockquote><p>${quote}</p></blockquote>`,
    `<p>${who}</p>`,
    ...(others.length > 0 ? [`<p>${others.join(" · ")}</p>`] : []),
  ].join("\n");
}

function digestHtml(digest: DigestView, frame: FeedFrame): string {
  const quiet = digest.quiet ? [`<p>${escaped(quietDaySentence(digest))}</p>`] : [];
  return [...quiet, ...digest.items.map((item) => itemHtml(item, frame))].join("\n");
}

/** A digest as both kinds of feed name it. The id says whose it is and of which day, and stays when the address changes. */
function entryOf(digest: DigestView, frame: FeedFrame) {
  const { count, day } = digestTitle(digest);
  return {
    id: `urn:overheard:${digest.id}`,
    url: `${frame.appUrl}${digestPath(digest)}`,
    title: `${count} ${day}`,
    summary: digest.items.map(({ take }) => take.headline).join(" · ") || capitalised(dayInWords(digest.date)),
    html: digestHtml(digest, frame),
    at: digest.builtAt,
  };
}

const feedTitle = (digests: DigestView[]) =>
  digests[0] && digests[0].edition !== "everyone" ? "Overheard: your five" : "Overheard";

/** The latest digests as an Atom feed (RFC 4287) with their full text. */
export function atomFeed(digests: DigestView[], frame: FeedFrame): string {
  const updated = digests[0]?.builtAt ?? new Date(0);
  return generateAtomFeed(
    {
      id: frame.feedUrl,
      title: { value: feedTitle(digests) },
      subtitle: { value: productSentence },
      updated,
      icon: `${frame.appUrl}/favicon.ico`,
      authors: [{ name: "Overheard" }],
      links: [
        { href: frame.feedUrl, rel: "self", type: "application/atom+xml" },
        { href: `${frame.appUrl}/`, rel: "alternate", type: "text/html" },
      ],
      entries: digests.map((digest) => {
        const entry = entryOf(digest, frame);
        return {
          id: entry.id,
          title: { type: "html", value: escaped(entry.title) },
          updated: entry.at,
          published: entry.at,
          links: [{ href: entry.url, rel: "alternate", type: "text/html" }],
          // As HTML, whose escapes every reader undoes: some take plain text for HTML, too.
          summary: { type: "html", value: escaped(entry.summary) },
          content: { type: "html", value: entry.html },
        };
      }),
    },
    { strict: true },
  );
}

/** The latest digests as a JSON Feed (version 1.1) with their full text. */
export function jsonFeed(digests: DigestView[], frame: FeedFrame): string {
  const feed = generateJsonFeed(
    {
      title: feedTitle(digests),
      description: productSentence,
      home_page_url: `${frame.appUrl}/`,
      feed_url: frame.feedUrl,
      language: "en",
      authors: [{ name: "Overheard", url: `${frame.appUrl}/` }],
      items: digests.map((digest) => {
        const entry = entryOf(digest, frame);
        return {
          id: entry.id,
          url: entry.url,
          title: entry.title,
          summary: entry.summary,
          content_html: entry.html,
          date_published: entry.at,
        };
      }),
    },
    { strict: true },
  );
  return JSON.stringify(feed, null, 1);
}
