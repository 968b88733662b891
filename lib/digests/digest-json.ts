import type { DigestView } from "./views";

/** A digest as scripts read it; the documented shape of `digest --json`. Instants are ISO 8601 in UTC. */
export function digestJson({ date, edition, quiet, items }: Pick<DigestView, "date" | "edition" | "quiet" | "items">) {
  return {
    date,
    edition,
    quiet,
    items: items.map(({ rank, take, story, topics, reasons }) => ({
      rank,
      id: take.id,
      headline: take.headline,
      body: take.body,
      kind: take.kind,
      quote: {
        text: take.quote.text,
        startMs: take.quote.startMs,
        endMs: take.quote.endMs,
        speaker: take.quote.speaker,
      },
      show: { id: take.show.id, title: take.show.title },
      episode: {
        id: take.episode.id,
        title: take.episode.title,
        publishedAt: take.episode.publishedAt.toISOString(),
        url: take.episode.url,
        enclosureUrl: take.episode.enclosureUrl,
      },
      story: { id: story.id, title: story.title, shows: story.shows, takes: story.takes },
      topics: topics.map((topic) => topic.slug),
      reasons: {
        quality: reasons.quality,
        corroboration: reasons.corroboration,
        freshness: reasons.freshness,
        affinity: reasons.affinity,
        novelty: reasons.novelty,
      },
      extractor: take.extractor,
    })),
  };
}
