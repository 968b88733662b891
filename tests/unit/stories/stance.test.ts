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
});
