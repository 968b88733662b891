import { describe, expect, it } from "vitest";
import { heardWords } from "../../../lib/transcripts/heard-words";

const piece = { startMs: 60_000, endMs: 120_000 };
const textOf = (answer: Parameters<typeof heardWords>[0]) =>
  heardWords(answer, piece)
    .words.map(({ text }) => text)
    .join(" ");
const segment = (text: string, start: number, more = {}) => ({ text, start, end: start + 2, ...more });

describe("what a model heard", () => {
  it("is in the recording's time, with the punctuation of the text beside the words", () => {
    const words = [
      { word: "Rents", start: 1, end: 1.5 },
      { word: "fell", start: 1.5, end: 2 },
    ];
    expect(heardWords({ text: "Rents fell.", words }, piece).words).toEqual([
      { startMs: 61_000, endMs: 61_500, speaker: null, text: "Rents" },
      { startMs: 61_500, endMs: 62_000, speaker: null, text: "fell." },
    ]);
  });

  it("keeps who speaks where the model tells them apart by name", () => {
    const segments = [segment("Rents fell.", 0, { speaker: "Ann Lee" }), segment("Yes.", 3, { speaker: "Speaker 2" })];
    expect(heardWords({ text: "", segments }, piece).words.map(({ speaker }) => speaker)).toEqual([
      "Ann Lee",
      "Ann Lee",
      null,
    ]);
  });

  it("leaves out what models invent where nobody speaks", () => {
    const segments = [
      segment("Rents fell.", 0),
      segment("Thanks for watching!", 3, { no_speech_prob: 0.9 }),
      segment("Thanks for listening.", 6, { no_speech_prob: 0.1 }),
    ];
    expect(textOf({ text: "", segments })).toBe("Rents fell. Thanks for listening.");
  });

  it("leaves a stock phrase out that is all that was heard, also where the model doubts nothing", () => {
    const phrase = "Thanks for watching!";
    const words = phrase.split(" ").map((word, i) => ({ word, start: i, end: i + 1 }));
    expect(textOf({ text: "", segments: [segment(phrase, 0, { speaker: "A" })] })).toBe("");
    expect(textOf({ text: phrase, words })).toBe("");
    expect(textOf({ text: "", segments: [segment("Rents fell.", 0), segment(phrase, 3)] })).toContain(phrase);
    expect(textOf({ text: "Thanks for listening." })).toBe("Thanks for listening.");
  });

  it("keeps one of a loop, and what people really say three times", () => {
    const loop = Array.from({ length: 9 }, (_, i) => segment("And so on.", i * 2));
    expect(textOf({ text: "", segments: [segment("Rents fell.", 0), ...loop, segment("Yes.", 30)] })).toBe(
      "Rents fell. And so on. Yes.",
    );
    expect(textOf({ text: "No. No. No. We stay." })).toBe("No. No. No. We stay.");
  });

  it("leaves them out of lists of words, too, where segments tell what is doubtful", () => {
    const said = "Rents fell in every street of the town that year";
    const words = [
      ...said.split(" ").map((word, i) => ({ word, start: i * 0.4, end: i * 0.4 + 0.3 })),
      ...["Thanks", "for", "watching"].map((word, i) => ({ word, start: 10 + i * 0.4, end: 10.3 + i * 0.4 })),
      { word: "Yes", start: 20, end: 20.3 },
    ];
    const segments = [
      segment(`${said}.`, 0, { end: 4 }),
      segment("Thanks for watching!", 9.5, { no_speech_prob: 0.9 }),
      segment("Yes.", 19.9, { no_speech_prob: 0.1 }),
    ];
    const text = `${said}. Thanks for watching! Yes.`;
    expect(textOf({ text, words, segments })).toBe(`${said}. Yes.`);
  });

  it("hears nothing where a phrase of films is all that came, but lets a show say goodbye", () => {
    for (const text of ["Thanks for watching!", " you ", "Subtitles by the Amara.org community"])
      expect(textOf({ text })).toBe("");
    expect(textOf({ text: "Thanks for listening." })).toBe("Thanks for listening.");
    expect(textOf({ text: "Thanks for watching! Next came the tide." })).toBe(
      "Thanks for watching! Next came the tide.",
    );
  });

  it("leaves one round of a loop that no full stop parts, and what people repeat", () => {
    const loop = (words: string, rounds: number) => Array.from({ length: rounds }, () => words).join(" ");
    expect(textOf({ text: `Rents fell ${loop("and so on", 30)} until May` })).toBe("Rents fell and so on until May");
    const list = (text: string) => text.split(" ").map((word, i) => ({ word, start: i * 0.2, end: i * 0.2 + 0.1 }));
    expect(textOf({ text: loop("the tide", 40), words: list(loop("the tide", 40)) })).toBe("the tide");
    for (const text of ["no no no no no no no we stay", "far and far and far and far away", loop("very", 12)])
      expect(textOf({ text })).toBe(text);
  });
});
