import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sentencesOf } from "../../../lib/insights/sentences";
import { spokenSpans } from "../../../lib/insights/spoken-sentences";
import { truecase } from "../../../lib/insights/truecase";

describe("talk without punctuation", () => {
  const talk =
    "the ferry company runs six boats and two of them are older than the harbour so nobody insures them anymore yeah i think the city council should buy new ones because the old engines burn twice as much fuel but the money went into the parking garage which stands empty on most days okay so let's talk about bread for a minute i mean the bakers start at two in the morning and that is why nobody wants the job";

  it("is cut where its words say that a sentence ends", () => {
    const sentences = sentencesOf([{ startMs: 0, endMs: 40_000, speaker: null, text: talk }]);
    const texts = sentences.map((sentence) => sentence.text);
    expect(texts.join(" ")).toBe(talk);
    expect(sentences.every((sentence) => !sentence.isPunctuated)).toBe(true);
    expect(texts.some((text) => text.startsWith("yeah") || text.startsWith("i think the city council"))).toBe(true);
    expect(texts.some((text) => /^(?:okay|so let's|let's talk about bread)/.test(text))).toBe(true);
    expect(Math.max(...sentences.map((sentence) => sentence.words))).toBeLessThanOrEqual(45);
  });

  it("loses no word, whatever it is and wherever speakers pause", () => {
    const words = fc.array(
      fc.constantFrom("so", "the", "boat", "yeah", "and", "i", "think", "it", "was", "late", "…", "Ä"),
      {
        minLength: 1,
        maxLength: 120,
      },
    );
    fc.assert(
      fc.property(words, fc.array(fc.nat(400)), (list, pauses) => {
        const text = list.join(" ");
        const spans = spokenSpans(text, { start: 0, end: text.length }, new Set(pauses));
        const said = spans.map(({ start, end }) => text.slice(start, end)).join("");
        expect(said.replace(/[\s…]+/g, "")).toBe(text.replace(/[\s…]+/g, ""));
      }),
    );
  });

  it("gets the capitals of names and of the episode's title, and no others", () => {
    expect(
      truecase("i heard that intel and zorbtek moved to paris and it's been a while", ["Zorbtek Leaves Town"]),
    ).toBe("I heard that Intel and Zorbtek moved to Paris and it's been a while");
  });
});
