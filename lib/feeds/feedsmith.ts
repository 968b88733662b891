import { parseFeed } from "feedsmith";
import { z } from "zod";
import type { RawEnclosure, RawFeed, RawItem } from "./raw-feed";

const record = z.record(z.string(), z.unknown()).catch({});
const list = z.array(z.unknown()).catch([]);
const records = (value: unknown) => list.parse(value).map((element) => record.parse(element));

/** Atom's texts come with their type, the others as they are. */
const textOf = (value: unknown) => (typeof value === "object" ? record.parse(value).value : value);

/**
 * Reads Atom, RDF and whatever RSS rss-parser refuses with feedsmith, which forgives more.
 * @throws Error of feedsmith for what is no feed.
 */
export function readWithFeedsmith(xml: string): RawFeed {
  const feed = record.parse(parseFeed(xml).feed);
  const itunes = record.parse(feed.itunes);
  const [author] = records(feed.authors);
  return {
    title: textOf(feed.title),
    description: textOf(feed.description ?? feed.subtitle),
    link: feed.link ?? linkOf(feed),
    language: feed.language ?? record.parse(feed.xml).lang,
    images: [itunes.image, record.parse(feed.image).url, feed.logo],
    author: itunes.author ?? author?.name,
    owner: record.parse(itunes.owner).name,
    explicit: itunes.explicit,
    categories: [
      ...records(itunes.categories).flatMap(({ text, categories }) => [
        text,
        ...records(categories).map((sub) => sub.text),
      ]),
      ...records(feed.categories).map(({ name, label, term }) => name ?? label ?? term),
    ],
    guid: record.parse(feed.podcast).guid,
    newFeedUrl: itunes.newFeedUrl,
    ttl: feed.ttl,
    skipHours: feed.skipHours,
    skipDays: feed.skipDays,
    base: record.parse(feed.xml).base,
    items: [...records(feed.items), ...records(feed.entries)].map(toItem),
  };
}

function linkOf(element: Record<string, unknown>): unknown {
  const links = records(element.links);
  return (links.find((link) => (link.rel ?? "alternate") === "alternate") ?? links[0])?.href;
}

function toItem(item: Record<string, unknown>): RawItem {
  const itunes = record.parse(item.itunes);
  const podcast = record.parse(item.podcast);
  const media = record.parse(item.media);
  const dc = record.parse(item.dc);
  const guid = item.guid ?? item.id ?? record.parse(item.rdf).about;
  return {
    guid: typeof guid === "object" ? record.parse(guid).value : guid,
    title: textOf(item.title),
    link: item.link ?? linkOf(item),
    dates: [
      item.pubDate,
      item.published,
      item.updated,
      ...list.parse(dc.dates),
      dc.date,
      record.parse(item.dcterms).created,
    ],
    descriptions: [
      record.parse(item.content).encoded,
      textOf(item.content),
      item.description,
      itunes.summary,
      textOf(item.summary),
    ],
    duration: itunes.duration,
    enclosures: enclosuresOf(item, media),
    image: itunes.image,
    season: itunes.season ?? record.parse(podcast.season).number,
    number: itunes.episode ?? record.parse(podcast.episode).number,
    explicit: itunes.explicit,
    categories: records(item.categories).map(({ name, label, term }) => name ?? label ?? term),
    chapters: { url: record.parse(podcast.chapters).url, type: record.parse(podcast.chapters).type },
    persons: records(podcast.persons).map((person) => ({ name: person.display ?? person.name, role: person.role })),
    transcripts: records(podcast.transcripts).map(({ url, type, language, rel }) => ({ url, type, language, rel })),
  };
}

function enclosuresOf(item: Record<string, unknown>, media: Record<string, unknown>): RawEnclosure[] {
  const own = records(item.enclosures).map(({ url, type, length }) => ({ url, type, byteLength: length }));
  const linked = records(item.links)
    .filter((link) => link.rel === "enclosure")
    .map(({ href, type, length }) => ({ url: href, type, byteLength: length }));
  const described = [...records(media.contents), ...records(media.groups).flatMap((group) => records(group.contents))]
    .filter(({ type, medium }) => /^(audio|video)/.test(String(type ?? medium ?? "")))
    .map(({ url, type, fileSize }) => ({ url, type, byteLength: fileSize }));
  return [...own, ...linked, ...described];
}
