import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { decodeDocument } from "../../../lib/feeds/decode-feed";
import { parseDuration } from "../../../lib/feeds/parse-duration";
import { parseFeed } from "../../../lib/feeds/parse-feed";

const feed = (items: string, head = "<title>Peak Load</title>") =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel>${head}${items}</channel></rss>`;
const item = (inner: string) => `<item><title>One</title>${inner}</item>`;
const episodeOf = async (inner: string) => (await parseFeed(feed(item(inner)))).episodes[0];

describe("decoding", () => {
  const text = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?><rss><title>Привет, café</title></rss>`;

  it.each(["windows-1251", "koi8-r"])("follows the declaration: %s", (encoding) => {
    const source = text(encoding).replace("é", "e");
    expect(decodeDocument(iconv.encode(source, encoding), "application/xml")).toBe(source);
  });

  it("follows the declaration: ISO-8859-1", () => {
    const source = text("ISO-8859-1").replace("Привет", "Grüße");
    expect(decodeDocument(iconv.encode(source, "ISO-8859-1"), null)).toBe(source);
  });

  it("puts the content type before the declaration, and a byte order mark before both", () => {
    const source = text("ISO-8859-1").replace("é", "e");
    expect(decodeDocument(iconv.encode(source, "koi8-r"), "text/xml; charset=koi8-r")).toBe(source);
    expect(decodeDocument(iconv.encode(source, "utf-16le", { addBOM: true }), "text/xml; charset=koi8-r")).toBe(source);
    expect(decodeDocument(Buffer.from(`\ufeff${source}`), "text/xml; charset=koi8-r")).toBe(source);
  });

  it("reads UTF-8 where nothing is said, and guesses where it cannot be that", () => {
    expect(decodeDocument(Buffer.from("<rss>naïve</rss>"), null)).toBe("<rss>naïve</rss>");
    expect(decodeDocument(iconv.encode("<rss>Ein schöner Tag für Bäume</rss>", "windows-1252"), null)).toContain(
      "schöner",
    );
  });
});

describe("a feed", () => {
  it("gives the show and its owner", async () => {
    const parsed = await parseFeed(
      feed(
        "",
        "<title> Peak\n Load </title><link>https://peak.example/</link><language>en-gb</language><itunes:author>Marit</itunes:author><itunes:owner><itunes:name>Lantern Radio</itunes:name></itunes:owner><description>&lt;p&gt;On &lt;b&gt;grids&lt;/b&gt;&lt;/p&gt;</description>",
      ),
    );
    expect(parsed).toMatchObject({
      title: "Peak Load",
      network: "Lantern Radio",
      author: "Marit",
      link: "https://peak.example/",
      language: "en-gb",
      description: "On grids",
      repairNote: null,
    });
  });

  it("gives each episode's fields, transcripts and persons", async () => {
    const episode = await episodeOf(
      `<guid isPermaLink="false">peak-1</guid><pubDate>Tue, 24 Nov 2026 05:00:00 +0100</pubDate><itunes:duration>1:02:03</itunes:duration>
       <enclosure url="https://peak.example/1.mp3" type="audio/mpeg" length="123"/>
       <podcast:transcript url="https://peak.example/1.vtt" type="text/vtt" language="en"/><podcast:transcript url="https://peak.example/1.json" type="application/json"/>
       <podcast:transcript url="javascript:alert(1)" type="text/vtt"/><podcast:person role="guest">Nadia Okonkwo</podcast:person><podcast:person>Marit Solheim</podcast:person>`,
    );
    expect(episode).toMatchObject({
      guid: "peak-1",
      publishedAt: new Date("2026-11-24T04:00:00Z"),
      durationSeconds: 3723,
      enclosureUrl: "https://peak.example/1.mp3",
      enclosureByteLength: 123,
      transcriptRefs: [
        { url: "https://peak.example/1.vtt", type: "text/vtt", language: "en" },
        { url: "https://peak.example/1.json", type: "application/json", language: null },
      ],
      persons: [
        { name: "Nadia Okonkwo", role: "guest" },
        { name: "Marit Solheim", role: "host" },
      ],
    });
  });

  it("identifies an episode without a guid by its audio file, else its link, else title and date", async () => {
    const audio = '<enclosure url="https://peak.example/1.mp3" type="audio/mpeg" length="1"/>';
    const link = "<link>https://peak.example/1</link>";
    expect((await episodeOf(audio + link))?.guid).toBe("enclosure:https://peak.example/1.mp3");
    expect((await episodeOf(`<guid/>${audio}`))?.guid).toBe("enclosure:https://peak.example/1.mp3");
    expect((await episodeOf(`<guid>  </guid>${link}`))?.guid).toBe("link:https://peak.example/1");
    const dated = await episodeOf("<pubDate>Tue, 24 Nov 2026 05:00:00 GMT</pubDate>");
    const later = await episodeOf("<pubDate>Wed, 25 Nov 2026 05:00:00 GMT</pubDate>");
    expect(dated?.guid).toMatch(/^sha256:/);
    expect(later?.guid).not.toBe(dated?.guid);
  });

  it("has no date, duration or address where it gives none that can be read", async () => {
    expect(
      await episodeOf(
        '<guid>1</guid><pubDate>yesterday-ish</pubDate><itunes:duration>about an hour</itunes:duration><enclosure url="not an address" type="audio/mpeg"/>',
      ),
    ).toMatchObject({ publishedAt: null, durationSeconds: null, enclosureUrl: null });
  });

  it.each([
    ["lone ampersands", feed(item("<guid>1</guid><link>https://a.example/?a=1&b=2</link>"))],
    ["text before the declaration", `Warning: something\n${feed(item("<guid>1</guid>"))}`],
  ])("is mended where it has %s, and says so", async (_what, source) => {
    const parsed = await parseFeed(source);
    expect(parsed.episodes).toHaveLength(1);
    expect(parsed.repairNote).toMatch(/mending/);
  });

  it("is read with HTML's entities and without control characters, which no database could store", async () => {
    const source = feed(item("<guid>a&#3;b</guid><description>caf&eacute;\u0000&nbsp;&hellip;</description>"));
    const parsed = await parseFeed(decodeDocument(Buffer.from(source), null));
    expect(parsed.episodes[0]).toMatchObject({ guid: "ab", notes: "café\u00a0…" });
  });

  it("is read whatever prefix its namespaces have", async () => {
    const source = feed(item("<guid>1</guid><it:duration>00:20:00</it:duration>")).replace("xmlns:itunes", "xmlns:it");
    expect((await parseFeed(source)).episodes[0]?.durationSeconds).toBe(1200);
  });

  it("reads Atom", async () => {
    const parsed = await parseFeed(
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>Atomic</title><entry><id>urn:1</id><title>One</title><updated>2026-11-24T05:00:00Z</updated><link rel="enclosure" type="audio/mpeg" href="https://a.example/1.mp3"/></entry></feed>',
    );
    expect(parsed).toMatchObject({ title: "Atomic", episodes: [{ guid: "urn:1", title: "One" }] });
  });

  it("is read as far as it goes where it ends in the middle, without the episode that it ends in", async () => {
    const items = ["1", "2", "3"].map((guid) =>
      item(`<guid>${guid}</guid><enclosure url="https://a.example/${guid}.mp3" type="audio/mpeg"/>`),
    );
    const whole = feed(items.join(""));
    const parsed = await parseFeed(whole.slice(0, whole.indexOf("3.mp3")));
    expect(parsed.episodes.map((episode) => episode.guid)).toEqual(["1", "2"]);
    expect(parsed.title).toBe("Peak Load");
    expect(parsed.repairNote).toContain("a missing end");
  });

  it("is read where its tags do not match, and without a version", async () => {
    const parsed = await parseFeed(
      '<rss><channel><title>A</b></title><item><title>One</i></title><guid>1</guid><enclosure url="https://a.example/1.mp3"/></item></channel></rss>',
    );
    expect(parsed.episodes[0]).toMatchObject({ guid: "1", enclosureUrl: "https://a.example/1.mp3" });
  });

  it("takes the audio among several files, and addresses relative to its own", async () => {
    const source = feed(
      item(
        '<guid>1</guid><enclosure url="cover.jpg" type="image/jpeg"/><enclosure url="film.mp4" type="video/mp4"/><enclosure url="../sound.mp3" type="audio/mpeg" length="5"/>',
      ),
    );
    const parsed = await parseFeed(source, "https://a.example/feeds/rss.xml");
    expect(parsed.episodes[0]).toMatchObject({
      enclosureUrl: "https://a.example/sound.mp3",
      enclosureType: "audio/mpeg",
      enclosureByteLength: 5,
    });
  });

  it("drops a document type unread, and refuses one that declares entities", async () => {
    const doctype = '<!DOCTYPE rss PUBLIC "-//x//DTD RSS 0.91//EN" "http://127.0.0.1:1/rss.dtd">';
    const whole = feed(item("<guid>1</guid>"));
    expect((await parseFeed(whole.replace("<rss", `${doctype}<rss`))).episodes).toHaveLength(1);
    const bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>';
    await expect(parseFeed(whole.replace("<rss", `${bomb}<rss`))).rejects.toThrow(/declares entities/);
  });

  it("is refused where elements are nested without end", async () => {
    const deep = `${"<a>".repeat(5_000)}x${"</a>".repeat(5_000)}`;
    await expect(parseFeed(feed(item(`<guid>1</guid><description>${deep}</description>`)))).rejects.toThrow(/200 deep/);
  });

  it.each([
    ["", /empty document/],
    ["<!doctype html><html><body>Hello</body></html>", /web page, not to a feed/],
    ['{"status":"ok"}', /not RSS or Atom/],
    ["<rss><channel><title>x</title><item><guid", /broken XML/],
  ])("says of what is none what it is instead: %s", async (source, sentence) => {
    await expect(parseFeed(source)).rejects.toThrow(sentence);
  });
});

describe("durations", () => {
  it.each([
    ["3600", 3600],
    ["59:12", 3552],
    ["1:02:03", 3723],
    ["12.6", 13],
    ["", null],
    ["0", null],
    ["1h 2m", 3720],
    ["PT1H2M3S", 3723],
    ["62 min", 3720],
    ["1:02:03.6", 3724],
    ["an hour", null],
    ["99999999", null],
  ])("%s", (value, seconds) => {
    expect(parseDuration(value)).toBe(seconds);
  });
});
