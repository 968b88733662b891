import { env } from "../../lib/env";
import { webAddress } from "../../lib/format/links";
import type { TakeView } from "../../lib/insights/take";

/** Data about a page for search engines (schema.org). A data block is no script: nothing in it is ever run. */
export function JsonLd({ data }: { data: object }) {
  // "<" cannot end the element early then, whatever a feed or a model wrote.
  const text = JSON.stringify({ "@context": "https://schema.org", ...data }).replaceAll("<", "\\u003c");
  // biome-ignore lint/security/noDangerouslySetInnerHtml: it is JSON without "<"; React would escape its quotes.
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: text }} />;
}

/** An insight as schema.org describes a quotation in an episode. */
export function quotation(take: TakeView): object {
  const { quote, episode, show } = take;
  const audio = webAddress(episode.enclosureUrl);
  return {
    "@type": "Quotation",
    name: take.headline,
    url: `${env().APP_URL}/insights/${take.id}`,
    text: quote.text,
    description: take.body,
    datePublished: episode.publishedAt.toISOString(),
    ...(quote.speaker ? { creator: { "@type": "Person", name: quote.speaker } } : {}),
    isPartOf: {
      "@type": "PodcastEpisode",
      name: episode.title,
      datePublished: episode.publishedAt.toISOString(),
      ...(webAddress(episode.url) ? { url: webAddress(episode.url) } : {}),
      partOfSeries: { "@type": "PodcastSeries", name: show.title },
      ...(audio ? { associatedMedia: { "@type": "AudioObject", contentUrl: audio } } : {}),
    },
  };
}

/** A list of insights, in their order; what each is stands on its own page. */
export function itemList(name: string, takes: TakeView[]): object {
  return {
    "@type": "ItemList",
    name,
    numberOfItems: takes.length,
    itemListElement: takes.map((take, at) => ({
      "@type": "ListItem",
      position: at + 1,
      name: take.headline,
      url: `${env().APP_URL}/insights/${take.id}`,
    })),
  };
}
