/** A feed as real ones are: a hundred episodes of a few kilobytes each, with the usual namespaces. */
export function sampleFeed(index: number, version: number, episodes = 100): string {
  const items = Array.from({ length: episodes }, (_, i) => item(index, episodes + version - i));
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>Show ${index}</title>
<link>https://show-${index}.example/</link>
<description>What show ${index} is about, in one sentence &amp; a half.</description>
<language>en</language>
<itunes:author>Host ${index}</itunes:author>
<itunes:owner><itunes:name>Network ${index % 40}</itunes:name></itunes:owner>
<itunes:category text="Technology"/>
<itunes:explicit>false</itunes:explicit>
${items.join("\n")}
</channel>
</rss>
`;
}

const sentence =
  "In which two people who know a good deal about it talk about why things are as they are &amp; what to do next. ";
const firstDay = Date.UTC(2024, 0, 1);

function item(index: number, number: number): string {
  const date = new Date(firstDay + number * 7 * 24 * 3600_000 + index * 60_000).toUTCString();
  return `<item>
<title>Number ${number} of show ${index}</title>
<guid isPermaLink="false">show-${index}-${number}</guid>
<pubDate>${date}</pubDate>
<link>https://show-${index}.example/${number}</link>
<description>${sentence}</description>
<content:encoded><![CDATA[<p>${sentence.repeat(4)}</p><p>With <a href="https://guest.example/">the guest</a> and <b>the host</b>.</p><ul><li>${sentence}</li><li>${sentence}</li></ul>]]></content:encoded>
<enclosure url="https://media.example/show-${index}/${number}.mp3" type="audio/mpeg" length="${40_000_000 + number}"/>
<itunes:duration>${1800 + (number % 3600)}</itunes:duration>
<itunes:episode>${number}</itunes:episode>
<podcast:transcript url="https://media.example/show-${index}/${number}.vtt" type="text/vtt"/>
</item>`;
}
