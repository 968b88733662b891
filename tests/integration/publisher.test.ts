import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Publisher, startPublisher } from "../../jobs/demo/publisher";
import { sampleShows } from "../../jobs/demo/shows";

describe("the sample shows", () => {
  const shows = sampleShows();

  it("are nine shows in five fields with twenty transcribed episodes and more", () => {
    expect(shows.length).toBeGreaterThanOrEqual(8);
    expect(new Set(shows.map((show) => show.category)).size).toBeGreaterThanOrEqual(5);
    const episodes = shows.flatMap((show) => show.episodes);
    const transcribed = episodes.filter((episode) => episode.turns.length > 0);
    expect(transcribed.length).toBeGreaterThanOrEqual(20);
    expect(episodes.length - transcribed.length).toBe(1);
    for (const episode of transcribed) {
      const words = episode.turns.reduce((sum, turn) => sum + turn.text.split(" ").length, 0);
      expect(words, episode.title).toBeGreaterThanOrEqual(900);
    }
    expect(new Set(episodes.map((episode) => episode.guid)).size).toBe(episodes.length);
  });

  it("cover all five transcript formats, a network of two and a guest who tours three", () => {
    expect(new Set(shows.map((show) => show.format)).size).toBe(5);
    expect(shows.filter((show) => show.owner === "Lantern Radio")).toHaveLength(2);
    const hosts = shows.filter((show) => show.episodes.some((episode) => episode.guests.includes("Nadia Okonkwo")));
    expect(hosts).toHaveLength(3);
  });
});

describe("the sample publisher", () => {
  let publisher: Publisher;
  beforeAll(async () => {
    publisher = await startPublisher(new Date("2026-11-24T12:00:00Z"));
  });
  afterAll(() => publisher.stop());
  const feed = () => publisher.feeds[0]?.url ?? "";

  it("answers conditional requests with 304", async () => {
    const first = await fetch(feed());
    expect(first.status).toBe(200);
    const etag = first.headers.get("etag") ?? "";
    expect((await fetch(feed(), { headers: { "if-none-match": etag } })).status).toBe(304);
    const lastModified = first.headers.get("last-modified") ?? "";
    expect((await fetch(feed(), { headers: { "if-modified-since": lastModified } })).status).toBe(304);
    expect((await fetch(feed(), { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });

  it("serves byte ranges of its audio", async () => {
    const url = /enclosure url="([^"]+)"/.exec(await (await fetch(feed())).text())?.[1] ?? "";
    const part = await fetch(url, { headers: { range: "bytes=0-3" } });
    expect(part.status).toBe(206);
    expect(await part.text()).toBe("RIFF");
    expect((await fetch(url, { headers: { range: "bytes=999999999-" } })).status).toBe(416);
  });
});
