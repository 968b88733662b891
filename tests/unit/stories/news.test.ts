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

  it("is a value of another unit, or of another thing counted", () => {
    const told = ["Half of the halls stand empty, 45 percent by one count, and two workers died there."];
    expect(newsIn("The halls employ 45 people.", told)).toMatchObject({ kind: "number", fact: "45" });
    expect(newsIn("Nine workers have died in the halls.", told)).toMatchObject({ kind: "number", fact: "Nine" });
    for (const same of [
      "Two workers died in the halls.",
      "Some 45 per cent of the halls are empty.",
      "In the halls it is 45.",
      "The halls have nine doors.",
    ])
      expect(newsIn(same, told), same).toBeNull();
    expect(newsIn("The deal: 45 billion dollars.", ["It is a 45 billion deal."])).toBeNull();
    expect(newsIn("The flight took 120 minutes.", ["The flight took two hours."])).toBeNull();
  });

  it.each([
    ["Corvid Launch has agreed to merge.", "agreed to merge"],
    ["The upper stage was cleared.", "cleared"],
    ["Corvid Launch filed for bankruptcy.", "filed for bankruptcy"],
    ["Corvid's chief stepped down over the stage.", "stepped down"],
  ])("is something that happened in other words, too: %s", (take, fact) => {
    expect(newsIn(take, earlier)).toMatchObject({ kind: "event", fact });
    expect(newsIn(take, [...earlier, take])).toBeNull();
  });

  it("is nothing that did not happen, or only might", () => {
    for (const take of [
      "Corvid Launch was not suspended.",
      "The stage could be sold.",
      "Corvid Launch hasn't been sued.",
    ])
      expect(newsIn(take, earlier), take).toBeNull();
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
