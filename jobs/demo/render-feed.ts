import { transcriptTypes } from "./render-transcript";
import { durationSeconds, type EpisodeScript, timeSentences } from "./script";
import type { SampleShow } from "./shows";

/** The file name of an episode below its show's address. */
export function episodeSlug(episode: EpisodeScript): string {
  return episode.title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** When an episode was published, counted back from the moment the publisher's server started. */
export function publishedAt(episode: EpisodeScript, startedAt: Date): Date {
  return new Date(Math.floor((startedAt.getTime() - episode.hoursAgo * 3600_000) / 1000) * 1000);
}

/**
 * Renders a show's RSS feed with the podcast namespace.
 * @param base the publisher's address without a trailing slash.
 */
export function renderFeed(show: SampleShow, base: string, startedAt: Date): string {
  const home = `${base}/${show.slug}`;
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${escapeXml(show.title)}</title>
<link>${home}/</link>
<atom:link href="${home}/feed.xml" rel="self" type="application/rss+xml"/>
<description>${escapeXml(show.description)}</description>
<language>en</language>
<itunes:author>${escapeXml(show.hosts.join(", "))}</itunes:author>
<itunes:owner><itunes:name>${escapeXml(show.owner)}</itunes:name><itunes:email>hello@example.com</itunes:email></itunes:owner>
<itunes:category text="${escapeXml(show.category)}"/>
<itunes:explicit>false</itunes:explicit>
${show.episodes.map((episode) => renderItem(show, episode, home, startedAt)).join("\n")}
</channel>
</rss>
`;
  return show.malformed ? breakRules(xml) : xml;
}

function renderItem(show: SampleShow, episode: EpisodeScript, home: string, startedAt: Date): string {
  const page = `${home}/${episodeSlug(episode)}`;
  const sentences = timeSentences(episode);
  const seconds = sentences.length > 0 ? durationSeconds(sentences) : 1_260;
  const { contentType, extension } = transcriptTypes[show.format];
  const persons = [
    ...show.hosts.map((name) => `<podcast:person role="host">${escapeXml(name)}</podcast:person>`),
    ...episode.guests.map((name) => `<podcast:person role="guest">${escapeXml(name)}</podcast:person>`),
  ];
  return `<item>
<title>${escapeXml(episode.title)}</title>
<link>${page}</link>
<guid isPermaLink="false">${escapeXml(episode.guid)}</guid>
<pubDate>${publishedAt(episode, startedAt).toUTCString()}</pubDate>
<description>${escapeXml(episode.description)}</description>
<enclosure url="${page}.wav" length="${44 + seconds * 8_000}" type="audio/wav"/>
<itunes:duration>${seconds}</itunes:duration>
${persons.join("\n")}${sentences.length > 0 ? `\n<podcast:transcript url="${page}.${extension}" type="${contentType}"/>` : ""}
</item>`;
}

/** What content systems do to feeds: an ampersand and a named entity that XML does not know. */
function breakRules(xml: string): string {
  return xml.replaceAll("&amp;", "&").replace("</description>", "&nbsp;From the shed.</description>");
}

function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
