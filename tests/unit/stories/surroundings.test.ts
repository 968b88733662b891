import { describe, expect, it } from "vitest";
import { surroundingsFrom, surroundingsOf, surroundingsText } from "../../../lib/stories/surroundings";
import type { TranscriptSegment } from "../../../lib/transcripts/transcript";

const secondsEach = 20;
const say = (...texts: string[]): TranscriptSegment[] =>
  texts.map((text, i) => ({
    startMs: i * secondsEach * 1000,
    endMs: (i + 1) * secondsEach * 1000,
    speaker: null,
    text,
  }));
const at = (index: number) => ({ startMs: index * secondsEach * 1000, endMs: (index + 1) * secondsEach * 1000 });
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `The heron${i} crossed a lagoon${i}.`);
const herons = (stems: string[] | null | undefined) =>
  (stems ?? []).filter((stem) => stem.startsWith("heron")).map((stem) => Number(stem.slice(5)));

describe("what is said around an insight", () => {
  it("is the talk from a minute before it to four minutes behind it, without its own words", () => {
    const [around] = surroundingsOf(say(...numbered(60)), [at(20)]);
    expect(herons(around)).toEqual([17, 18, 19, ...Array.from({ length: 12 }, (_, i) => 21 + i)]);
  });

  it("ends where another insight of the episode begins", () => {
    const [first, second] = surroundingsOf(say(...numbered(60)), [at(20), at(24)]);
    expect(herons(first)).toEqual([17, 18, 19, 21, 22, 23]);
    expect(herons(second)?.slice(0, 4)).toEqual([21, 22, 23, 25]);
  });

  it("has no advertisement in it", () => {
    const texts = numbered(40);
    texts[22] =
      "This episode is brought to you by Willowbank. Use the code HERON at willowbank.example for ten percent off.";
    const [around] = surroundingsOf(say(...texts), [at(20)]);
    expect(around?.some((stem) => stem.startsWith("willow"))).toBe(false);
    expect(herons(around)).toContain(21);
    const [called] = surroundingsOf(say(...numbered(40)), [at(20)], [{ first: 22, last: 30 }]);
    expect(herons(called)).toEqual([17, 18, 19, 21, 31, 32]);
  });

  it("is no more than anybody says in that time, whatever a transcript's times are", () => {
    const book = Array.from({ length: 5_000 }, (_, i) => `heron${i} lagoon${i}`).join(" ");
    const [around] = surroundingsOf(say(book, "The heron crossed the lagoon.", book), [at(1)]);
    expect(around).toHaveLength(1_000);
    expect([around?.[0], around?.[199], around?.[200]]).toEqual(["heron4900", "lagoon4999", "heron0"]);
  });

  it("is nothing where nothing else is said, or the transcript is gone", () => {
    expect(surroundingsOf(say("The heron crossed the lagoon."), [at(0)])).toEqual([null]);
    expect(surroundingsOf([], [at(0)])).toEqual([null]);
  });

  it("comes back as it was stored", () => {
    const stems = ["heron", "lagoon"];
    expect(surroundingsFrom(surroundingsText(stems))).toEqual(stems);
    expect(surroundingsFrom(null)).toBeNull();
  });
});
