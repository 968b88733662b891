import type { DigestView } from "./views";

/**
 * What a page that is kept ready can show. Pages carry the names of what they show, and are made anew when the web process
 * hears one of them (`publishedChanges`). Only ASCII: names travel in headers.
 */
export const pageTags = {
  /** Every kept page: for when something was removed. */
  everything: "everything",
  /** The list of everybody's digests, and which of them is the latest. */
  digests: "digests",
  /** How far the reading is, before there is a digest. */
  reading: "reading",
  /** The lists of all shows and topics, with their counts. */
  shows: "shows",
  topics: "topics",
  digest: (date: string) => `digest ${date}`,
  insight: (id: string) => `insight ${id}`,
  story: (id: string) => `story ${id}`,
  show: (id: string) => `show ${id}`,
  topic: (slug: string) => `topic ${slug}`,
  person: (slug: string) => `person ${encodeURIComponent(slug)}`,
};

/** What a page that shows a digest shows. Of the latest one, that nothing comes after it. */
export function digestTags({ date, items, nearMisses, nextDate }: DigestView): string[] {
  return [
    pageTags.digest(date),
    ...(nextDate === null ? [pageTags.digests] : []),
    ...items.flatMap(({ take, story }) => [pageTags.insight(take.id), pageTags.story(story.id)]),
    ...nearMisses.map(({ insightId }) => pageTags.insight(insightId)),
  ];
}
