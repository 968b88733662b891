import Parser from "rss-parser";
import { z } from "zod";
import type { RawFeed, RawItem } from "./raw-feed";

const record = z.record(z.string(), z.unknown()).catch({});
const list = z.array(z.unknown()).catch([]);

/** Its types know less of these than the parser does. */
const feedFields = [
  "language",
  "ttl",
  "skipHours",
  "skipDays",
  ["category", "categories", { keepArray: true }],
  ["itunes:new-feed-url", "newFeedUrl"],
  ["podcast:guid", "podcastGuid"],
] as unknown as string[];

const parser = new Parser<Record<string, unknown>, Record<string, unknown>>({
  customFields: {
    feed: feedFields,
    item: [
      ["enclosure", "enclosures", { keepArray: true }],
      ["podcast:transcript", "transcripts", { keepArray: true }],
      ["podcast:person", "persons", { keepArray: true }],
      ["podcast:chapters", "chapters"],
      ["podcast:season", "podcastSeason"],
      ["podcast:episode", "podcastEpisode"],
    ],
  },
});

/** The attributes of an element that was kept as it is. */
const attributesOf = (element: unknown) => record.parse(record.parse(element).$);
/** The text of an element, with or without attributes. */
const textOf = (element: unknown) => (typeof element === "object" ? record.parse(element)._ : element);

/**
 * Reads RSS 0.9x and 2.0 with rss-parser.
 * @throws Error of rss-parser for what it does not read.
 */
export async function readWithRssParser(xml: string): Promise<RawFeed> {
  const feed = record.parse(await parser.parseString(xml));
  const itunes = record.parse(feed.itunes);
  return {
    title: feed.title,
    description: feed.description,
    link: feed.link,
    language: feed.language,
    images: [itunes.image, record.parse(feed.image).url],
    author: itunes.author,
    owner: record.parse(itunes.owner).name,
    explicit: itunes.explicit,
    categories: [
      ...list.parse(itunes.categoriesWithSubs).flatMap((category) => {
        const { name, subs } = record.parse(category);
        return [name, ...list.parse(subs).map((sub) => record.parse(sub).name)];
      }),
      ...list.parse(feed.categories).map(textOf),
    ],
    guid: textOf(feed.podcastGuid),
    newFeedUrl: textOf(feed.newFeedUrl),
    ttl: feed.ttl,
    skipHours: record.parse(feed.skipHours).hour,
    skipDays: record.parse(feed.skipDays).day,
    base: null,
    items: list.parse(feed.items).map(toItem),
  };
}

function toItem(value: unknown): RawItem {
  const item = record.parse(value);
  const itunes = record.parse(item.itunes);
  return {
    guid: textOf(item.guid ?? item.id),
    title: textOf(item.title),
    link: item.link,
    dates: [item.pubDate, item.isoDate],
    descriptions: [item["content:encoded"], item.content, itunes.summary, item.summary],
    duration: itunes.duration,
    enclosures: list.parse(item.enclosures).map((enclosure) => {
      const { url, type, length } = attributesOf(enclosure);
      return { url, type, byteLength: length };
    }),
    image: itunes.image,
    season: itunes.season ?? textOf(item.podcastSeason),
    number: itunes.episode ?? textOf(item.podcastEpisode),
    explicit: itunes.explicit,
    categories: list.parse(item.categories).map(textOf),
    chapters: { url: attributesOf(item.chapters).url, type: attributesOf(item.chapters).type },
    persons: list.parse(item.persons).map((person) => ({ name: textOf(person), role: attributesOf(person).role })),
    transcripts: list.parse(item.transcripts).map((transcript) => {
      const { url, type, language, rel } = attributesOf(transcript);
      return { url, type, language, rel };
    }),
  };
}
