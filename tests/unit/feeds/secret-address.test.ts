import { describe, expect, it } from "vitest";
import { isSecretAddress } from "../../../lib/feeds/secret-address";
import { starterShows } from "../../../lib/feeds/starter-shows";

describe("addresses of feeds that are a subscriber's own", () => {
  it("are told by who makes them, by passwords and by tokens", () => {
    for (const address of [
      "https://ada:secret@feeds.example/show.xml",
      "https://feeds.example/show.xml?auth=1",
      "https://www.patreon.com/rss/show?show=1",
      "https://example.supportingcast.fm/content/show.rss",
      "https://api.substack.com/feed/podcast/123/private/0a1b.rss",
      "https://members.example.com/feed.xml",
      "https://feeds.example/premium/show.xml",
      "https://feeds.example/eyJhbGciOiJIUzI1NiJ9/show.xml",
      "https://feeds.example/rss/3f9a8b7c6d5e4f3a2b1c0d9e",
      "https://feeds.example/show?u=3f9a8b7c6d5e4f3a2b1c0d9e",
      "no address",
    ])
      expect(isSecretAddress(address), address).toBe(true);
  });

  it("are not those that everybody has", () => {
    for (const address of [
      "https://feeds.simplecast.com/54nAGcIl",
      "https://feeds.megaphone.fm/WWO3519750118",
      "https://feeds.acast.com/public/shows/5f6b3a1c9d8e7f6a5b4c3d2e",
      "https://www.omnycontent.com/d/playlist/e73c998e-6e60-432f-8610-ae210140c5b1/podcast.rss",
      "https://feeds.example/show.xml?format=mp3",
      "https://anchor.fm/s/1a2b3c4/podcast/rss",
    ])
      expect(isSecretAddress(address), address).toBe(false);
    expect(starterShows().filter(({ feedUrl }) => isSecretAddress(feedUrl))).toEqual([]);
  });
});
