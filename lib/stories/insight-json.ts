import type { TakeView } from "../insights/take";
import type { InsightView } from "./views";

/** An insight as scripts read it, in the fields of `digest --json`. Instants are ISO 8601 in UTC. */
function takeJson(take: TakeView) {
  const { id, headline, body, kind, quote, show, episode, extractor } = take;
  return {
    id,
    headline,
    body,
    kind,
    quote: { text: quote.text, startMs: quote.startMs, endMs: quote.endMs, speaker: quote.speaker },
    show: { id: show.id, title: show.title },
    episode: {
      id: episode.id,
      title: episode.title,
      publishedAt: episode.publishedAt.toISOString(),
      url: episode.url,
      enclosureUrl: episode.enclosureUrl,
    },
    extractor,
  };
}

/** An insight with its story's other takes and what is related, as scripts read it; the shape of `/api/v1/insights/[id]`. */
export function insightJson({ take, story, others, topics, related }: InsightView) {
  return {
    ...takeJson(take),
    stance: take.stance,
    topics: topics.map((topic) => topic.slug),
    story: story && { id: story.id, title: story.title, shows: story.shows, takes: story.takes },
    otherTakes: others.map((other) => ({ ...takeJson(other), stance: other.stance })),
    related: related.map(takeJson),
  };
}
