import { describe, expect, it } from "vitest";
import { promoKinds, promoNames, promoSegments } from "../../../lib/insights/advertisement";
import { sentencesOf } from "../../../lib/insights/sentences";
import { habitShare, habitsOf } from "../../../lib/insights/show-habits";

const said = (texts: string[]) =>
  texts.map((text, i) => ({ startMs: i * 5000, endMs: (i + 1) * 5000, speaker: null, text }));
const talk = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `The harbour council counted ${i + 12} boats and found that most of them leak.`,
  );

describe("house-keeping", () => {
  it("is a show's shop and its listeners' questions, each for as long as it goes on", () => {
    const texts = [
      ...talk(12),
      "The new hoodies are back in stock at our store.",
      ...talk(14),
      "Next question is from Tove, who builds sheds.",
      ...talk(14),
    ];
    const kinds = promoKinds(sentencesOf(said(texts)));
    expect(kinds[12]).toBe("store");
    expect(kinds[27]).toBe("question");
    expect(kinds.filter((kind) => kind === null).length).toBeGreaterThan(25);
  });

  it("is what a show says in every episode", () => {
    const line = "Our boots are sewn by hand in a village on the coast and last for twenty years.";
    const earlier = [`Rents fell again. ${line} Nobody knows why.`, `${line} And now the weather.`];
    const habits = habitsOf(earlier);
    expect(habitShare(line, habits)).toBe(1);
    expect(habitShare(talk(1).join(), habits)).toBe(0);
    const texts = [...talk(20), line, ...talk(20)];
    expect(promoKinds(sentencesOf(said(texts)), { habits })[20]).toBe("housekeeping");
    expect(promoKinds(sentencesOf(said(texts)))[20]).toBeNull();
  });

  it("is named for each segment, and talk is not", () => {
    const texts = [
      ...talk(30),
      "This episode is brought to you by Mossgate Slippers.",
      "Go to mossgate.example and use the code KITCHEN for ten percent off.",
      ...talk(30),
    ];
    const marks = promoSegments(said(texts), "Boats");
    expect(marks).toHaveLength(texts.length);
    expect([marks[30], marks[31]]).toEqual(["sponsor", "sponsor"]);
    expect(marks.filter((mark) => mark === null).length).toBeGreaterThan(40);
    expect(promoNames[marks[30] ?? "intro"]).toBe("Advertisement");
  });
});
