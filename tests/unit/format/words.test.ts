import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  counted,
  countedInDigits,
  listInWords,
  rankInWords,
  shortened,
  takesInWords,
} from "../../../lib/format/counts";
import { dayInWords, localDate, shortDay } from "../../../lib/format/dates";
import { digestReadingTime, digestTitle, productSentence, quietDaySentence } from "../../../lib/format/digest-words";
import { clock, fromNow, lengthInWords, readingTime } from "../../../lib/format/durations";
import { hostOf, playLink, webAddress } from "../../../lib/format/links";
import { passageTime, receiptNotes } from "../../../lib/format/receipt-words";
import { stageInWords } from "../../../lib/format/stages";
import { calmSentence } from "../../../lib/operations/calm-sentence";

describe("dates", () => {
  it("tells the day in the reader's zone", () => {
    const instant = new Date("2026-11-23T23:50:00Z");
    expect(localDate(instant, "Europe/Lisbon")).toBe("2026-11-23");
    expect(localDate(instant, "Asia/Kathmandu")).toBe("2026-11-24");
    expect(shortDay(instant, "Asia/Kathmandu", new Date("2026-12-31T00:00:00Z"))).toBe("24 November");
    expect(shortDay(instant, "Asia/Kathmandu", new Date("2027-01-02T00:00:00Z"))).toBe("24 November 2026");
  });

  it("says a date without commas, whatever the machine's zone", () => {
    expect(dayInWords("2026-11-24")).toBe("Tuesday 24 November");
    expect(dayInWords("2026-11-24", { year: true })).toBe("Tuesday 24 November 2026");
  });
});

describe("durations", () => {
  it("shows a place in a recording as players do", () => {
    expect([0, 724_999, 3_723_000, -5].map(clock)).toEqual(["0:00", "12:04", "1:02:03", "0:00"]);
  });

  it("says how far off an instant is", () => {
    const now = new Date("2026-11-24T06:00:00Z");
    const minutes = [-5, 0, 0.2, 59, 60, 95, 47 * 60, 3 * 24 * 60];
    expect(minutes.map((m) => fromNow(new Date(now.getTime() + m * 60_000), now))).toEqual([
      ...["now", "now", "in 1 min", "in 59 min", "in 1 h", "in 2 h", "in 47 h", "in 3 days"],
    ]);
  });

  it("says lengths", () => {
    expect([50, 60, 2710, 3600, 3900].map(lengthInWords)).toEqual([
      "50 seconds",
      "1 minute",
      "45 minutes",
      "1 hour",
      "1 hour 5 minutes",
    ]);
  });

  it("states a reading time that is true to ten seconds", () => {
    expect(readingTime(["word ".repeat(238)])).toBe("1 minute");
    expect(readingTime(["word ".repeat(635)])).toBe("2 minutes 40 seconds");
    expect(readingTime([])).toBe("10 seconds");
  });
});

describe("links", () => {
  it("plays from whole seconds and replaces another fragment", () => {
    expect(playLink("https://cdn.example/a.mp3?x=1#t=9", 123_900)).toBe("https://cdn.example/a.mp3?x=1#t=123");
    expect(playLink(null, 0)).toBeNull();
  });

  it("never links to anything but the web", () => {
    expect(playLink("javascript:alert(1)", 0)).toBeNull();
    expect(webAddress("data:text/html,x")).toBeNull();
    expect(webAddress("not an address")).toBeNull();
    expect(hostOf("https://www.example.org/episodes/1")).toBe("example.org");
  });
});

describe("counts", () => {
  it("counts in words up to twelve", () => {
    expect([counted(0, "show"), counted(1, "show"), counted(12, "show"), counted(1204, "show")]).toEqual([
      "no shows",
      "one show",
      "twelve shows",
      "1,204 shows",
    ]);
    expect(countedInDigits(1, "new episode")).toBe("1 new episode");
    expect([1, 5, 6].map(rankInWords)).toEqual(["first", "fifth", "number 6"]);
  });

  it("lists names", () => {
    expect(["A", "A B", "A B C", "A B C D E"].map((names) => listInWords(names.split(" ")))).toEqual([
      "A",
      "A and B",
      "A, B and C",
      "A, B and three other shows",
    ]);
    expect(listInWords([])).toBe("");
  });

  it("shortens to at most what is asked for", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 10, max: 100 }), (text, most) => {
        expect(shortened(text, most).length).toBeLessThanOrEqual(most);
      }),
    );
    expect(shortened("Kestrel rents out its data centre, all of it", 36)).toBe("Kestrel rents out its data centre…");
  });
});

describe("a digest's words", () => {
  const take = { headline: "a b", body: "c d e", extractor: "openai:m", quote: { text: "f g" } };

  it("says of an episode what keeps it to operators only", () => {
    const stageReason = "No key: set TRANSCRIBE_API_KEY.";
    const words = (stage: string, forOperator: boolean) =>
      stageInWords({ stage, stageReason, insights: 0 }, { forOperator });
    expect([words("waiting", true), words("failed", true)]).toEqual([stageReason, stageReason]);
    expect(words("waiting", false)).toBe("waits for its transcript");
    expect(words("failed", false)).toBe("could not be read");
    expect(words("skipped", false)).toBe("not read");
  });

  it("says that all is well only where nothing fails or waits", () => {
    expect(calmSentence({ shows: 0, failed: 0, waiting: 0 })).toBe("All is well.");
    expect(calmSentence({ shows: 2, failed: 0, waiting: 1 })).toBe(
      "Nothing is urgent. Two shows have trouble and one episode waits.",
    );
    expect(calmSentence({ shows: 1, failed: 1, waiting: 3 })).toBe(
      "Nothing is urgent. One show has trouble, one episode failed and three episodes wait.",
    );
  });

  it("counts a story's takes with those that disagree", () => {
    expect(takesInWords({ takes: 3, shows: 3, dissenting: 1 })).toBe("three takes on three shows, one disagrees");
    expect(takesInWords({ takes: 5, shows: 4, dissenting: 2 })).toBe("five takes on four shows, two disagree");
    expect(takesInWords({ takes: 1, shows: 1, dissenting: 0 })).toBe("one take on one show");
  });

  it("heads it with the true count", () => {
    expect(digestTitle({ date: "2026-11-24", items: [1, 2, 3, 4, 5] }).count).toBe("Five things said on podcasts,");
    expect(digestTitle({ date: "2026-11-24", items: [1] }).count).toBe("One thing said on podcasts,");
    expect(digestTitle({ date: "2026-11-24", items: [] }).count).toBe("Nothing stood out on podcasts,");
    const own = { isFill: false };
    const quiet = (items: { isFill: boolean }[], nearMisses: { keptOutBy: string }[] = []) =>
      quietDaySentence({ items, nearMisses });
    expect(quiet([own, own])).toContain("A quiet day: only two things");
    expect(quiet([own, own])).toContain("never fill up");
    expect(quiet([own, own], [{ keptOutBy: "Below the quality floor of 0.5." }])).toContain("never fill up");
    expect(quiet([own, { isFill: true }, { isFill: true }])).toBe(
      "A quiet day: few things cleared the bar, and even with the best of the rest there are three things.",
    );
    expect(digestReadingTime([{ take }])).toBe("10 seconds");
    expect(productSentence).toBe("We scan new podcasts and send you the top 5 insights daily.");
  });

  it("says what a receipt adds", () => {
    expect(receiptNotes({ kind: "fact", extractor: "openai:m" })).toEqual([]);
    expect(receiptNotes({ kind: "forecast", extractor: "verbatim-1" })).toEqual([
      "a forecast",
      "in the speaker’s own words",
    ]);
    expect(passageTime({ quote: { startMs: 724_000 }, timing: "interpolated" })).toBe("at about 12:04");
    expect(passageTime({ quote: { startMs: 724_000 }, timing: "publisher" })).toBe("at 12:04");
  });
});
