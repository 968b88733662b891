import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newsIn } from "../../../lib/stories/news";

const earlier = ["Corvid Launch flew the same upper stage twice in 19 days. It landed with the same engine."];

describe("news in an old story", () => {
  it("is a number that nobody had told", () => {
    expect(newsIn("Corvid flew a stage twice. It now asks 900 dollars a kilogram for the stage.", earlier)).toEqual({
      kind: "number",
      fact: "900",
      sentence: "It now asks 900 dollars a kilogram for the stage.",
    });
  });

  it("is a name that nobody had told", () => {
    expect(newsIn("The upper stage of Corvid Launch was built by Tamsin Aerospace.", earlier)).toMatchObject({
      kind: "name",
      fact: "Tamsin Aerospace",
    });
  });

  it("is something that happened since", () => {
    expect(newsIn("The regulator has suspended Corvid Launch over the stage.", earlier)).toMatchObject({
      kind: "event",
      fact: "suspended",
    });
  });

  it("is nothing where the same is said again, rounded, or with a small number", () => {
    expect(newsIn("Corvid Launch has flown one upper stage twice within 19 days.", earlier)).toBeNull();
    expect(newsIn("Two flights of one stage: that is what Corvid did.", earlier)).toBeNull();
    expect(newsIn("The deal is worth 45.2 billion dollars.", ["The deal is worth 45 billion dollars."])).toBeNull();
  });

  it("is nothing in a sentence about something else", () => {
    expect(newsIn("Corvid flew a stage twice. Bread rose 40 percent.", earlier)).toBeNull();
  });

  it("is never in what was told already", () => {
    const words = fc.array(fc.constantFrom("Corvid", "Tamsin", "sold", "stage", "900", "dollars", "engine", "sued"), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(words, (list) => {
        const text = `${list.join(" ")}.`;
        expect(newsIn(text, [text])).toBeNull();
      }),
    );
  });
});
