import { describe, expect, it } from "vitest";
import { renderDigestEmail } from "../../../emails/render-digest-email";
import type { DigestItemView, DigestView } from "../../../lib/digests/views";
import { productSentence } from "../../../lib/format/digest-words";

const options = { appUrl: "https://overheard.example", timeZone: "Asia/Kathmandu" };

function item(
  rank: number,
  change: { headline?: string; enclosureUrl?: string | null; extractor?: string } = {},
): DigestItemView {
  const headline = change.headline ?? `Harbour number ${rank} scrapped its parking rule`;
  return {
    rank,
    take: {
      id: `00000000-0000-7000-8000-00000000000${rank}`,
      headline,
      body: "Rents fell nine percent in two years. Builders added 4,000 flats, because a space had cost as much as a bathroom.",
      kind: "opinion",
      quote: {
        text: "Rents fell nine percent in two years.",
        startMs: 724_000,
        endMs: 731_000,
        speaker: "Ruth <Amadi>",
      },
      stance: "agrees",
      extractor: change.extractor ?? "verbatim-1",
      quality: 0.8,
      show: { id: "s", title: "Kitchen Table & Economics", network: null },
      episode: {
        id: "e",
        title: "What a parking space costs",
        publishedAt: new Date("2026-11-23T23:50:00Z"),
        url: null,
        enclosureUrl: change.enclosureUrl === undefined ? "https://cdn.example/a.mp3" : change.enclosureUrl,
        durationSeconds: 1800,
      },
      storyId: "story",
      timing: "publisher",
    },
    story: {
      id: "story",
      title: headline,
      shows: 3,
      takes: 3,
      voices: 3,
      otherShows: ["Basis Points", "Garden Shed Radio"],
      dissenting: [{ insightId: "i", showTitle: "Slow Pulse" }],
    },
    topics: [],
    reasons: { quality: 0.8, corroboration: 0.7, freshness: 0.9, affinity: 1, novelty: 1, score: 1.2 },
    why: ["3 independent shows say it"],
    updateText: rank === 2 ? "4,000 flats were counted" : null,
  };
}

function digestOf(items: DigestItemView[], quiet = false): DigestView {
  return {
    id: "d",
    date: "2026-11-24",
    edition: "everyone",
    quiet,
    builtAt: new Date("2026-11-24T06:00:00Z"),
    asOf: new Date("2026-11-24T06:00:00Z"),
    episodeCount: 25,
    showCount: 9,
    items,
    nearMisses: [{ insightId: "i", headline: "h", showTitle: "s", score: 0.5, keptOutBy: "k" }],
    previousDate: null,
    nextDate: null,
  };
}

const five = digestOf([1, 2, 3, 4, 5].map((rank) => item(rank)));

describe("renderDigestEmail", () => {
  it("carries the product's sentence, every headline, quote, play link and voice, in HTML and text", async () => {
    const { html, text } = await renderDigestEmail(five, options);
    for (const part of [html, text]) {
      expect(part).toContain(productSentence);
      expect(part).toContain("Tuesday 24 November");
      expect(part).toContain("https://cdn.example/a.mp3#t=724");
      expect(part).toContain("Also said on Basis Points and Garden Shed Radio");
      expect(part).toContain("Slow Pulse disagrees");
      expect(part).toContain("https://overheard.example/digests/2026-11-24");
      expect(part).toContain("12:04");
    }
    for (const { take } of five.items) {
      expect(html).toContain(take.headline);
      expect(html.split(take.quote.text).length - 1).toBeGreaterThanOrEqual(5);
      expect(text.replace(/\s+/gu, " ")).toContain(take.quote.text);
    }
    expect(text).toContain("Update: 4,000 flats were counted");
    expect(html).toContain("in the speaker’s own words");
  });

  it("tells days in the reader's zone and escapes what feeds wrote", async () => {
    const { html } = await renderDigestEmail(five, options);
    expect(html).toContain(">24 November<");
    expect(html).toContain("Ruth &lt;Amadi&gt;");
    expect(html).not.toContain("Ruth <Amadi>");
  });

  it("stays below what mail programs clip, and keeps lines of text short", async () => {
    const { html, text } = await renderDigestEmail(five, options);
    expect(Buffer.byteLength(html)).toBeLessThan(80_000);
    expect(text.split("\n").filter((line) => line.length > 72 && !line.includes("http"))).toEqual([]);
  });

  it("keeps the subject short and says how many more there are", async () => {
    const long = digestOf([
      item(1, { headline: "A very long headline about one thing and another ".repeat(3) }),
      item(2),
    ]);
    expect((await renderDigestEmail(long, options)).subject).toMatch(/^.{1,66}…, and one more$/u);
    expect((await renderDigestEmail(five, options)).subject).toBe(
      "Harbour number 1 scrapped its parking rule, and four more",
    );
  });

  it("says a quiet day, and works without a recording", async () => {
    const quiet = await renderDigestEmail(digestOf([item(1, { enclosureUrl: null })], true), options);
    expect(quiet.html).toContain("A quiet day: only one thing cleared the bar");
    expect(quiet.text).not.toContain("#t=");
    const none = await renderDigestEmail(digestOf([], true), options);
    expect(none.subject).toBe("A quiet day on podcasts, Tuesday 24 November");
    expect(none.text).toContain("A quiet day: nothing");
  });

  it("names the way out and the sender's address where there are such", async () => {
    const { html, text } = await renderDigestEmail(five, {
      ...options,
      manageUrl: "https://overheard.example/stop?t=1",
      postalAddress: "Harbour Road 1",
    });
    for (const part of [html, text]) {
      expect(part).toContain("https://overheard.example/stop?t=1");
      expect(part).toContain("Harbour Road 1");
    }
  });
});
