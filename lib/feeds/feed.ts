import { createHash } from "node:crypto";
import type { FeedWishes } from "./cadence";
import { descriptionHtml } from "./description";
import { type Enclosure, enclosuresOf } from "./enclosures";
import { episodeIdentity } from "./episode-identity";
import { htmlText } from "./html-text";
import { parseDate } from "./parse-date";
import { parseDuration } from "./parse-duration";
import type { RawFeed, RawItem } from "./raw-feed";
import { categoryNames, explicitness, oneLine, webAddress, wholeNumber } from "./raw-values";

/** An episode as its feed describes it. */
export interface FeedEpisode {
  guid: string;
  title: string;
  /** The publisher's notes as they were written, HTML or not: nothing to show (see description.ts). */
  notes: string;
  link: string | null;
  /** Null when the feed gives no date that can be read. */
  publishedAt: Date | null;
  durationSeconds: number | null;
  /** The best of its files: audio where there is any. */
  enclosureUrl: string | null;
  enclosureType: string | null;
  enclosureByteLength: number | null;
  /** All of its files, the best first. */
  enclosures: Enclosure[];
  imageUrl: string | null;
  season: number | null;
  /** Its number within its season or show. */
  number: number | null;
  explicit: boolean | null;
  categories: string[];
  chaptersUrl: string | null;
  persons: { name: string; role: string }[];
  transcriptRefs: { url: string; type: string; language: string | null; rel: string | null }[];
}

/** A feed, parsed. */
export interface ParsedFeed {
  title: string;
  description: string;
  /** The same, sanitised: safe to show. */
  descriptionHtml: string;
  author: string | null;
  /** The owner that the feed names to directories (itunes:owner); else its author. Shows of one owner are one network. */
  network: string | null;
  link: string | null;
  imageUrl: string | null;
  language: string | null;
  explicit: boolean | null;
  categories: string[];
  /** podcast:guid: stays with a show wherever its feed moves. */
  podcastGuid: string | null;
  /** Where the feed says that it has moved to (itunes:new-feed-url). */
  newFeedUrl: string | null;
  /** What it asks of those who read it. */
  wishes: FeedWishes;
  /** What had to be mended to read it; null when nothing had to. */
  repairNote: string | null;
  episodes: FeedEpisode[];
}

/**
 * Checks what a parser read and gives it our shape.
 * @param address where the feed was fetched from; relative addresses are relative to it.
 */
export function toFeed(raw: RawFeed, address: string | null, repairNote: string | null): ParsedFeed {
  const base = webAddress(raw.base, address) ?? address;
  const author = oneLine(raw.author, 200) || null;
  const showDescription = typeof raw.description === "string" ? raw.description : "";
  const images = raw.images.map((image) => webAddress(image, base));
  return {
    title: htmlText(oneLine(raw.title, 500), 300) || "Untitled show",
    description: htmlText(showDescription, 4_000),
    descriptionHtml: descriptionHtml(showDescription),
    author,
    network: oneLine(raw.owner, 200) || author,
    link: webAddress(raw.link, base),
    imageUrl: images.find((image) => image !== null) ?? null,
    language: oneLine(raw.language, 20) || null,
    explicit: explicitness(raw.explicit),
    categories: categoryNames(raw.categories),
    podcastGuid: oneLine(raw.guid, 100).toLowerCase() || null,
    newFeedUrl: webAddress(raw.newFeedUrl, base),
    wishes: wishesOf(raw),
    repairNote,
    episodes: raw.items.map((item) => toEpisode(item, base)),
  };
}

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

function wishesOf({ ttl, skipHours, skipDays }: RawFeed): FeedWishes {
  const several = (value: unknown) => (Array.isArray(value) ? value : [value]).map((one) => oneLine(one, 20));
  const minutes = Number(oneLine(ttl, 10));
  return {
    ttlMinutes: Number.isInteger(minutes) && minutes > 0 ? Math.min(minutes, 30 * 24 * 60) : null,
    // Some count the day's last hour as 24.
    skipHours: several(skipHours).flatMap((hour) => (/^(?:1?\d|2[0-4])$/.test(hour) ? [Number(hour) % 24] : [])),
    skipDays: several(skipDays).flatMap((day) => {
      const index = weekdays.indexOf(day.toLowerCase());
      return index < 0 ? [] : [index];
    }),
  };
}

/** Longer notes are whole transcripts or mistakes. */
const maxNotes = 50_000;

function toEpisode(item: RawItem, base: string | null): FeedEpisode {
  const title = htmlText(oneLine(item.title, 500), 500) || "Untitled episode";
  const link = webAddress(item.link, base);
  const enclosures = enclosuresOf(item.enclosures, base);
  const [enclosure] = enclosures;
  const dates = item.dates.map((date) => oneLine(date, 100)).filter(Boolean);
  const notes = item.descriptions.find((candidate) => typeof candidate === "string" && candidate.trim() !== "");
  return {
    guid: episodeIdentity({
      guid: oneLine(item.guid, 4_000),
      enclosureUrl: enclosure?.url,
      link: link ?? undefined,
      title,
      published: dates[0] ?? "",
    }),
    title,
    notes: typeof notes === "string" ? notes.slice(0, maxNotes) : "",
    link,
    publishedAt: dates.map(parseDate).find((date) => date !== null) ?? null,
    durationSeconds: parseDuration(oneLine(item.duration, 30)),
    enclosureUrl: enclosure?.url ?? null,
    enclosureType: enclosure?.type || null,
    enclosureByteLength: enclosure?.byteLength ?? null,
    enclosures,
    imageUrl: webAddress(item.image, base),
    season: wholeNumber(item.season),
    number: wholeNumber(item.number),
    explicit: explicitness(item.explicit),
    categories: categoryNames(item.categories),
    chaptersUrl: webAddress(item.chapters.url, base),
    persons: item.persons.flatMap((person) => {
      const name = oneLine(person.name, 200);
      return name ? [{ name, role: oneLine(person.role, 50).toLowerCase() || "host" }] : [];
    }),
    transcriptRefs: item.transcripts.flatMap(({ url, type, language, rel }) => {
      const address = webAddress(url, base);
      if (!address) return [];
      return [
        {
          url: address,
          type: oneLine(type, 100),
          language: oneLine(language, 20) || null,
          rel: oneLine(rel, 50).toLowerCase() || null,
        },
      ];
    }),
  };
}

/** A hash of all that a feed says of its show: equal as long as it says the same. */
export function showHash({ episodes: _, repairNote: __, ...show }: ParsedFeed): string {
  return createHash("sha256").update(JSON.stringify(show)).digest("base64");
}

/** A hash of all that a feed says of an episode: equal as long as it says the same. */
export function episodeHash(episode: FeedEpisode): string {
  return createHash("sha256").update(JSON.stringify(episode)).digest("base64");
}
