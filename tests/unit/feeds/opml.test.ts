import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOpml, writeOpml } from "../../../lib/feeds/opml";
import { starterShows } from "../../../lib/feeds/starter-shows";

const opml = (body: string) => `<?xml version="1.0"?><opml version="2.0"><head/><body>${body}</body></opml>`;

describe("lists of subscriptions", () => {
  it("are read however deep their groups, with the innermost as category", () => {
    const source = opml(
      `<outline text="Feeds"><outline text="Energy"><outline type="rss" text="Peak Load" xmlUrl="https://a.example/1.xml"/></outline><outline type="rss" title="Slow &amp; steady" xmlUrl=" https://a.example/2.xml?a=1&amp;b=2 "/></outline><outline text="nothing"/><outline text="Alone" xmlUrl="https://a.example/3.xml"/>`,
    );
    expect(readOpml(source)).toEqual([
      { title: "Peak Load", feedUrl: "https://a.example/1.xml", category: "Energy" },
      { title: "Slow & steady", feedUrl: "https://a.example/2.xml?a=1&b=2", category: "Feeds" },
      { title: "Alone", feedUrl: "https://a.example/3.xml", category: "" },
    ]);
  });

  it("come back from what we write", { timeout: 30_000 }, () => {
    const shows = fc.array(
      fc.record({
        title: fc.string({ minLength: 1 }).map((text) => text.replace(/[^ -~]|\s+/g, " ").trim() || "A show"),
        feedUrl: fc.webUrl({ withQueryParameters: true }),
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(shows, (list) => {
        const read = readOpml(writeOpml(list, new Date("2026-11-24T06:00:00Z")));
        expect(read.map(({ feedUrl }) => feedUrl)).toEqual(list.map(({ feedUrl }) => feedUrl));
        expect(read.map(({ title }) => title.replace(/\s+/g, " "))).toEqual(
          list.map(({ title }) => title.replace(/\s+/g, " ")),
        );
      }),
    );
  });

  it("say of another file that it is none", () => {
    for (const source of ["", "<html></html>", "{}", "<rss><channel/></rss>"])
      expect(() => readOpml(source)).toThrow(/no OPML file/);
  });

  it("to begin with have a title, an address and a category each", () => {
    const shows = starterShows();
    expect(shows.length).toBeGreaterThan(20);
    expect(new Set(shows.map((show) => show.feedUrl)).size).toBe(shows.length);
    for (const show of shows) {
      expect(show.feedUrl).toMatch(/^https:\/\//);
      expect(show.title).not.toBe("");
      expect(show.category).not.toBe("");
    }
  });
});
