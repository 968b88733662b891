import { describe, expect, it } from "vitest";
import { toFeed } from "../../../lib/feeds/feed";
import { readWithFeedsmith } from "../../../lib/feeds/feedsmith";
import { readLeniently } from "../../../lib/feeds/lenient-reader";
import { readWithRssParser } from "../../../lib/feeds/rss-parser";

const xml = `<?xml version="1.0"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0">
<channel>
  <title>Peak Load</title>
  <description>&lt;p&gt;On &lt;b&gt;grids&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;/p&gt;</description>
  <itunes:explicit>false</itunes:explicit>
  <itunes:category text="Technology"/>
  <itunes:category text="Society &amp; Culture"><itunes:category text="Documentary"/></itunes:category>
  <category>Energy</category><category>technology</category>
  <itunes:new-feed-url>https://new.example/feed.xml</itunes:new-feed-url>
  <podcast:guid>917393E3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>
  <item>
    <title>One</title><guid isPermaLink="false">peak-1</guid>
    <description>&lt;p onclick="x()"&gt;See &lt;a href="https://a.example/"&gt;this&lt;/a&gt;&lt;/p&gt;</description>
    <itunes:season>2</itunes:season><itunes:episode>05</itunes:episode><itunes:explicit>Yes</itunes:explicit>
    <itunes:image href="https://peak.example/1.jpg"/>
    <category>Queues</category>
    <enclosure url="https://peak.example/1.mp4" type="video/mp4" length="9"/>
    <enclosure url="https://peak.example/1.mp3" type="audio/mpeg" length="5"/>
    <enclosure url="https://peak.example/1.mp3" type="audio/mpeg" length="5"/>
    <podcast:chapters url="https://peak.example/1-chapters.json" type="application/json+chapters"/>
    <podcast:transcript url="https://peak.example/1.vtt" type="text/vtt" language="en" rel="captions"/>
    <podcast:person role="Guest">Nadia Okonkwo</podcast:person>
  </item>
</channel></rss>`;

describe("what a feed says", () => {
  it.each([
    ["rss-parser", readWithRssParser],
    ["feedsmith", readWithFeedsmith],
    ["the lenient reader", readLeniently],
  ])("is the same whichever reads it: %s", async (_name, read) => {
    const feed = toFeed(await read(xml), "https://peak.example/feed.xml", null);
    expect(feed).toMatchObject({
      title: "Peak Load",
      description: "On grids",
      descriptionHtml: "<p>On <b>grids</b></p>",
      explicit: false,
      podcastGuid: "917393e3-1b1e-5cef-ace4-edaa54e1f810",
      newFeedUrl: "https://new.example/feed.xml",
    });
    expect([...feed.categories].sort()).toEqual(["Documentary", "Energy", "Society & Culture", "Technology"]);
    expect(feed.episodes).toEqual([
      {
        guid: "peak-1",
        title: "One",
        notes: '<p onclick="x()">See <a href="https://a.example/">this</a></p>',
        link: null,
        publishedAt: null,
        durationSeconds: null,
        enclosureUrl: "https://peak.example/1.mp3",
        enclosureType: "audio/mpeg",
        enclosureByteLength: 5,
        enclosures: [
          { url: "https://peak.example/1.mp3", type: "audio/mpeg", byteLength: 5 },
          { url: "https://peak.example/1.mp4", type: "video/mp4", byteLength: 9 },
        ],
        imageUrl: "https://peak.example/1.jpg",
        season: 2,
        number: 5,
        explicit: true,
        categories: ["Queues"],
        chaptersUrl: "https://peak.example/1-chapters.json",
        persons: [{ name: "Nadia Okonkwo", role: "guest" }],
        transcriptRefs: [{ url: "https://peak.example/1.vtt", type: "text/vtt", language: "en", rel: "captions" }],
      },
    ]);
  });
});
