import { describe, expect, it } from "vitest";
import { EpisodeMatcher, enclosureKey } from "../../../lib/feeds/episode-matching";

const at = (hours: number) => new Date(Date.UTC(2026, 10, 24, hours));
const episode = (guid: string, title: string, hours: number, file: string | null) => ({
  guid,
  title,
  publishedAt: at(hours),
  enclosureUrl: file && `https://media.example/${file}`,
});

describe("an audio file's address", () => {
  it("is the same behind services that count downloads, under another scheme, and with another query", () => {
    const key = enclosureKey("https://media.example/one.mp3");
    for (const url of [
      "http://media.example/one.mp3",
      "https://media.example/one.mp3?source=feed&v=2",
      "https://count.example/redirect.mp3/media.example/one.mp3",
      "https://a.example/e/b.example/p/media.example/one.mp3?x",
    ])
      expect(enclosureKey(url), url).toBe(key);
  });

  it("keeps a query that names the file", () => {
    expect(enclosureKey("https://a.example/play?id=1")).not.toBe(enclosureKey("https://a.example/play?id=2"));
    expect(enclosureKey("not an address")).toBeNull();
    expect(enclosureKey(null)).toBeNull();
  });
});

describe("episodes", () => {
  it("are found by guid before anything else", () => {
    const matcher = new EpisodeMatcher([episode("a", "One", 1, "x.mp3"), episode("b", "Two", 2, "y.mp3")], new Set());
    expect(matcher.find(episode("a", "Two", 2, "y.mp3"))?.guid).toBe("a");
  });

  it("of one title on two days are two while the feed lists both", () => {
    const known = [episode("monday", "The daily briefing", 1, "1.mp3")];
    const tuesday = episode("tuesday", "The daily briefing", 25, "2.mp3");
    expect(new EpisodeMatcher(known, new Set(["monday", "tuesday"])).find(tuesday)).toBeUndefined();
    expect(new EpisodeMatcher(known, new Set(["tuesday"])).find(tuesday)?.guid).toBe("monday");
    const nextWeek = { ...tuesday, publishedAt: at(24 * 7) };
    expect(new EpisodeMatcher(known, new Set(["tuesday"])).find(nextWeek)).toBeUndefined();
  });

  it("without a title of their own are not told by it", () => {
    const matcher = new EpisodeMatcher([episode("1", "News", 1, "1.mp3")], new Set(["2"]));
    expect(matcher.find(episode("2", "News", 2, "2.mp3"))).toBeUndefined();
  });
});
