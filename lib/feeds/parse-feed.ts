import { type ParsedFeed, toFeed } from "./feed";
import { FeedFormatError } from "./feed-format-error";
import { readWithFeedsmith } from "./feedsmith";
import { readLeniently } from "./lenient-reader";
import { type MendedXml, mendXml } from "./mend-xml";
import type { RawFeed } from "./raw-feed";
import { readWithRssParser } from "./rss-parser";
import { assertShallow, dropDoctype } from "./xml-safety";

/** One way to read a feed, and what it tells the operator. */
interface Reading {
  read: () => RawFeed | Promise<RawFeed>;
  note: string | null;
}

/** rss-parser knows namespaces by their usual prefixes only. */
const unusualPrefix = /xmlns:(?!itunes\b)[\w-]+\s*=\s*["']https?:\/\/www\.itunes\.com\/dtds\//i;

/** The strict ways, the best first. */
function strictReadings(xml: string, mended: MendedXml, isRss: boolean): Reading[] {
  const readers =
    isRss && !unusualPrefix.test(xml.slice(0, 5_000)) ? [readWithRssParser, readWithFeedsmith] : [readWithFeedsmith];
  return readers.flatMap((reader) => [
    ...(mended.wasCut ? [] : [{ read: () => reader(xml), note: null }]),
    ...(mended.note ? [{ read: () => reader(mended.xml), note: mended.note }] : []),
  ]);
}

/** What kind of document it is by its first elements. @throws FeedFormatError where it is no feed. */
function rootOf(source: string): string {
  const start = source.trimStart().slice(0, 2_000);
  if (start === "")
    throw new FeedFormatError("The feed's address answered with an empty document. It will be tried again later.");
  const root = /<(rss|feed|rdf:RDF|channel|[\w-]+:(?:feed|RDF))\b/i.exec(source.slice(0, 20_000))?.[1];
  if (root) return root.toLowerCase();
  throw new FeedFormatError(
    /<(!doctype html|html|body)\b/i.test(start)
      ? "The address leads to a web page, not to a feed. Look on that page for the feed's own address (often called RSS)."
      : "The address does not lead to a feed: what it serves is not RSS or Atom XML. Check the address.",
  );
}

/**
 * Parses a feed. RSS goes to rss-parser, a second time mended where it is not well-formed; what that refuses, and Atom and
 * RDF, of which it reads less, to feedsmith; the rest is read by its elements' names alone.
 * @param address where it was fetched from; relative addresses are relative to it.
 * @throws FeedFormatError
 */
export async function parseFeed(source: string, address: string | null = null): Promise<ParsedFeed> {
  const root = rootOf(source);
  const xml = dropDoctype(source);
  assertShallow(xml);
  const mended = mendXml(xml);
  const mayHoldEpisodes = /<(?:\w+:)?(?:item|entry)\b/i.test(xml);
  let reason = "it holds no feed";
  for (const { read, note } of strictReadings(xml, mended, root === "rss")) {
    try {
      const feed = toFeed(await read(), address, note);
      if (feed.episodes.length > 0 || !mayHoldEpisodes) return feed;
    } catch (error) {
      reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    }
  }
  const made = toFeed(
    readLeniently(mended.xml),
    address,
    "The feed is badly broken XML; what could be made out was read.",
  );
  if (made.episodes.some((episode) => episode.enclosureUrl || episode.link || episode.notes)) return made;
  throw new FeedFormatError(
    `The feed is broken XML that could not be mended (${reason}). Its publisher has to repair it; it will be tried again later.`,
  );
}
