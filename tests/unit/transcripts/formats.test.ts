import { describe, expect, it } from "vitest";
import { renderTranscript } from "../../../jobs/demo/render-transcript";
import { timeSentences } from "../../../jobs/demo/script";
import { sampleShows } from "../../../jobs/demo/shows";
import { parseTranscript } from "../../../lib/transcripts/parse-transcript";
import { orderReferences } from "../../../lib/transcripts/references";

const parse = (source: string, durationSeconds: number | null = null, language: string | null = null) =>
  parseTranscript({ bytes: Buffer.from(source), contentType: null, durationSeconds, language });
const wordsOf = (texts: string[]) => texts.join(" ").replace(/\s+/g, " ").trim();
/** Enough words to be a transcript, in sentences of their own. */
const filler = Array.from({ length: 12 }, (_, i) => `Filler sentence number ${i} says nothing.`);

describe("transcripts", () => {
  const episodes = sampleShows().flatMap((show) => show.episodes.filter((episode) => episode.turns.length > 0));

  it.each(["vtt", "srt", "json", "html", "text"] as const)(
    "come back whole from %s: words, speakers, times",
    (format) => {
      for (const episode of episodes) {
        const sentences = timeSentences(episode);
        const parsed = parse(renderTranscript(sentences, format), (sentences.at(-1)?.endMs ?? 0) / 1000);
        expect(parsed.format).toBe(format);
        expect(wordsOf(parsed.segments.map((s) => s.text))).toBe(wordsOf(sentences.map((s) => s.text)));
        const speakers = (list: { speaker: string | null; text: string }[]) =>
          list.flatMap((s) => s.text.split(/\s+/).map(() => s.speaker));
        expect(speakers(parsed.segments)).toEqual(speakers(sentences));
        let before = 0;
        for (const segment of parsed.segments) {
          expect(segment.startMs).toBeGreaterThanOrEqual(before);
          expect(segment.endMs).toBeGreaterThanOrEqual(segment.startMs);
          before = segment.startMs;
        }
        expect(parsed.timing).toBe(format === "text" ? "interpolated" : "publisher");
        if (format !== "html" && format !== "text") {
          const starts = new Set(sentences.map((s) => s.startMs));
          expect(parsed.segments.filter((s) => !starts.has(s.startMs))).toEqual([]);
        }
      }
    },
  );

  it("join captions that break in mid-sentence, and split those that hold several sentences", () => {
    const cues = [
      "00:01.000 --> 00:03.000\nThe line is a price",
      "00:03.000 --> 00:05.000\npaid in time. Nobody receives it.",
      ...filler.map((text, i) => `00:${10 + i}.000 --> 00:${11 + i}.000\n${text}`),
    ];
    const { segments } = parse(`WEBVTT\n\n${cues.join("\n\n")}\n`);
    expect(segments.slice(0, 2).map((s) => s.text)).toEqual([
      "The line is a price paid in time.",
      "Nobody receives it.",
    ]);
    expect(segments[0]).toMatchObject({ startMs: 1000 });
    expect(segments[1]?.startMs).toBeGreaterThan(3000);
    expect(segments[1]?.endMs).toBe(5000);
  });

  it("read VTT with hours, settings, notes and voices that are never closed", () => {
    const { segments } = parse(
      `WEBVTT\n\nNOTE made by hand\n\nintro\n01:00:01.000 --> 01:00:04.000 align:start\n<v Ann Lee>Rents &amp; prices <i>fell</i>.\n\n01:00:05.000 --> 01:00:09.000\n<v.loud Bo>${filler.join(" ")}\n`,
    );
    expect(segments[0]).toEqual({
      startMs: 3_601_000,
      endMs: 3_604_000,
      speaker: "Ann Lee",
      text: "Rents & prices fell.",
    });
    expect(segments[1]?.speaker).toBe("Bo");
  });

  it("read what calls itself SubRip: without numbers, with points, without empty lines", () => {
    const { format, segments } = parse(
      `00:00:01.500 --> 00:00:02.000\nAnn Lee: One.\n2\n00:00:03,000 --> 00:00:04,000\nTwo.\n3\n00:00:05,000 --> 00:00:09,000\n${filler.join(" ")}\n`,
    );
    expect(format).toBe("srt");
    expect(segments.slice(0, 2)).toMatchObject([
      { startMs: 1500, speaker: "Ann Lee", text: "One." },
      { startMs: 3000, text: "Two." },
    ]);
  });

  it("read JSON in seconds and milliseconds, with and without an envelope", () => {
    const rows = filler.map((text, i) => ({ start: i * 20, end: i * 20 + 9, speaker: "Ann", text }));
    const inMs = rows.map((row) => ({ ...row, start: row.start * 1000, end: row.end * 1000 }));
    const starts = rows.map((row) => row.start * 1000);
    for (const data of [rows, { segments: rows }, inMs, { transcript: { utterances: inMs } }])
      expect(parse(JSON.stringify(data)).segments.map((s) => s.startMs)).toEqual(starts);
  });

  it("read HTML with names and times in the text", () => {
    const { segments, timing } = parse(
      `<html><head><title>x</title><style>p{}</style></head><body><nav>Menu</nav><cite>Ann Lee:</cite><time>1:05</time><p>Rents fell.</p>${filler
        .map((text, i) => `<cite>Bo</cite> <time>[2:${10 + i}]</time><p>${text}</p>`)
        .join("")}</body></html>`,
    );
    expect(segments[0]).toMatchObject({ startMs: 65_000, speaker: "Ann Lee", text: "Rents fell." });
    expect(segments[1]).toMatchObject({ startMs: 130_000, speaker: "Bo" });
    expect(timing).toBe("publisher");
    expect(segments.some((s) => s.text.includes("Menu"))).toBe(false);
  });

  it.each([
    ["", /empty/],
    ["  \n ", /empty/],
    ["WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n", /almost empty/],
    [
      "<!doctype html><html><head><title>404</title></head><body><h1>Not found</h1></body></html>",
      /web page|error page/,
    ],
    [`<html><head><title>Page not found</title></head><body><p>${filler.join(" ")}</p></body></html>`, /error page/],
    ['{"segments": [', /broken JSON/],
  ])("say of what is none what is wrong with it: %s", (source, sentence) => {
    expect(() => parse(source)).toThrow(sentence);
  });

  it("refuse what has far too few words for the episode, and what is in another language", () => {
    expect(() => parse(filler.join(" "), 62 * 60)).toThrow(
      "The transcript has 72 words for an episode of 62 minutes, so most of it is missing.",
    );
    const german =
      "Das Schiff kommt jeden Morgen zu spät, und niemand weiß genau, wer am Ende dafür bezahlt, außer den Leuten, die warten. ";
    expect(() => parse(german.repeat(50), null, "en-GB")).toThrow(
      "The transcript is in German although the show is in English.",
    );
    expect(parse(german.repeat(50), null, "de").wordCount).toBeGreaterThan(500);
    expect(parse(german.repeat(50), null, "xx-unknown").wordCount).toBeGreaterThan(500);
  });

  it("are taken in the show's language first, then in the format that tells most", () => {
    const reference = (name: string, type: string, language: string | null = null) => ({
      url: `https://a.example/${name}`,
      type,
      language,
    });
    const offered = [
      reference("a.txt", "text/plain"),
      reference("b.vtt", "text/vtt", "de"),
      reference("c", "application/srt"),
      reference("d.json", "application/json", "en"),
      reference("e.vtt", ""),
    ];
    expect(orderReferences(offered, "en-GB").map((r) => r.url.at(-1) && r.url.split("/").at(-1))).toEqual([
      "d.json",
      "e.vtt",
      "c",
      "a.txt",
      "b.vtt",
    ]);
    expect(orderReferences("nonsense", null)).toEqual([]);
  });
});
