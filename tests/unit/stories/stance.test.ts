import { describe, expect, it } from "vitest";
import { dissentingTakes } from "../../../lib/stories/stance";

const take = (showId: string, text: string) => ({ showId, text });

describe("dissent", () => {
  it("is a take that has a thing move where a majority of shows says it did not", () => {
    const takes = [
      take("a", "The patch found twice as many arrhythmias, and there were no fewer strokes."),
      take("b", "After four years the patch had prevented no strokes."),
      take("c", "Strokes fell by a quarter in people over 75 who wore the patch."),
    ];
    expect(dissentingTakes(takes)).toEqual(new Map([[2, 0]]));
  });

  it("is a take that has it move the other way", () => {
    const takes = [
      take("a", "Rents fell 9 percent in two years."),
      take("b", "Rents have fallen since the rule went."),
      take("c", "Rents rose once the rule was gone."),
    ];
    expect(dissentingTakes(takes)).toEqual(new Map([[2, 0]]));
  });

  it("is nobody without a majority, among takes of one show, or about different things", () => {
    expect(dissentingTakes([take("a", "Rents fell."), take("b", "Rents rose.")])).toEqual(new Map());
    expect(
      dissentingTakes([take("a", "Rents fell."), take("b", "Rents fell again."), take("b", "Later rents rose.")]),
    ).toEqual(new Map());
    expect(
      dissentingTakes([take("a", "Rents fell."), take("b", "Rents fell, too."), take("c", "Prices of land rose.")]),
    ).toEqual(new Map());
  });

  const dissenters = (...texts: string[]) => [...dissentingTakes(texts.map((text, i) => take(`${i}`, text))).keys()];

  it("is nobody where each thing moves as the others say, in whatever order and words", () => {
    const same = [
      "Rents rose while vacancies fell.",
      "In Port Merrow rents rose as vacancies fell.",
      "Vacancies fell and rents rose in Port Merrow.",
      "Vacancies fell in Port Merrow, and rents rose sharply.",
      "Port Merrow's vacancies declined 9 percent, rents climbed 4 percent.",
      "Rents didn't fall but rose, and there was a fall in vacancies.",
      "Not only did rents rise: vacancies are falling.",
    ];
    for (let first = 0; first < same.length; first++)
      expect(dissenters(...same.slice(first), ...same.slice(0, first))).toEqual([]);
    expect(
      dissenters("The patch reduces strokes.", "The patch reduced strokes.", "The patch increases sleep."),
    ).toEqual([]);
    expect(
      dissenters(
        "Rents fell once the minimums were gone.",
        "Rents fell once minimums went.",
        "Once minimums went, building rose and rents fell.",
      ),
    ).toEqual([]);
  });

  it.each([
    ["Rents are falling.", "Rents are falling again.", "Rents aren’t falling."],
    ["The bank will cut rates.", "The bank cuts rates in May.", "The bank won't cut rates."],
    ["Rents are falling.", "Port Merrow's rents keep falling.", "Rents are rising."],
    ["Rents have not risen.", "Rents weren't rising.", "Rents grew."],
    ["The patch reduces strokes.", "The patch is reducing strokes.", "The patch cannot reduce strokes."],
    ["Rents and prices fell.", "Rents and prices fell.", "Prices rose."],
    ["Strokes fell.", "Strokes fell.", "There was a rise in strokes."],
  ])("is seen in every form of the verbs and of their denial: %s %s %s", (...texts) => {
    expect(dissenters(...texts)).toEqual([2]);
  });
});
