import { expect, it } from "vitest";
import { visualText } from "../../../lib/format/visual-order";

it("leaves what is written from left to right as it is", () => {
  expect(visualText("Heat pumps, at −25°")).toEqual({ isRightToLeft: false, words: ["Heat", "pumps,", "at", "−25°"] });
});

it("turns Hebrew words around, and keeps numbers and other scripts readable", () => {
  expect(visualText("שלום עולם (2026) על New York")).toEqual({
    isRightToLeft: true,
    words: ["םולש", "םלוע", "(2026)", "לע", "New York"],
  });
  expect(visualText("ב-12.5 אחוז").words).toEqual(["12.5-ב", "זוחא"]);
});

it("turns around what stands in Hebrew within another text, as a whole", () => {
  expect(visualText("Ada on שלום עולם today")).toEqual({
    isRightToLeft: false,
    words: ["Ada", "on", "םלוע םולש", "today"],
  });
});

it("joins Arabic letters, with the ligature of lam and alef, and leaves out vowel marks", () => {
  // Beginning, end and middle: "bayt" is b-y-t.
  expect(visualText("بيت").words).toEqual(["\ufe96\ufef4\ufe91"]);
  expect(visualText("بَيْت").words).toEqual(visualText("بيت").words);
  // Alef joins with nothing after it.
  expect(visualText("دار").words).toEqual(["\ufead\ufe8d\ufea9"]);
  expect(visualText("سلام").words).toEqual(["\ufee1\ufefc\ufeb3"]);
  expect(visualText("لا").words).toEqual(["\ufefb"]);
});
