/** An audio or video file that a feed offers, as written there. */
export interface RawEnclosure {
  url: unknown;
  type: unknown;
  byteLength: unknown;
}

/** An episode as a parser hands it over: nothing in it has been checked. */
export interface RawItem {
  guid: unknown;
  title: unknown;
  link: unknown;
  /** The first that can be read counts. */
  dates: unknown[];
  /** The first that is not empty counts. */
  descriptions: unknown[];
  duration: unknown;
  enclosures: RawEnclosure[];
  image: unknown;
  season: unknown;
  /** Its number within the season or the show. */
  number: unknown;
  explicit: unknown;
  categories: unknown[];
  chapters: { url: unknown; type: unknown };
  persons: { name: unknown; role: unknown }[];
  transcripts: { url: unknown; type: unknown; language: unknown; rel: unknown }[];
}

/** A feed as a parser hands it over: nothing in it has been checked. */
export interface RawFeed {
  title: unknown;
  description: unknown;
  link: unknown;
  language: unknown;
  images: unknown[];
  author: unknown;
  owner: unknown;
  explicit: unknown;
  categories: unknown[];
  /** podcast:guid, which stays with a show wherever its feed moves. */
  guid: unknown;
  /** itunes:new-feed-url: where the feed says that it has moved to. */
  newFeedUrl: unknown;
  ttl: unknown;
  skipHours: unknown;
  skipDays: unknown;
  /** What relative addresses are relative to, where the feed says so. */
  base: unknown;
  items: RawItem[];
}
