import { describe, expect, it } from "vitest";
import type { FeedbackLine } from "../../eval/feedback";
import { learnedText, learnWeights } from "../../eval/learn-feedback";

/** Readers who like what is useful and do not care for what is new; the quality in use says the reverse. */
function lines(count: number, readers: number): FeedbackLine[] {
  return Array.from({ length: count }, (_, at) => {
    const usefulness = ((at * 7) % 10) / 10;
    const novelty = ((at * 3) % 10) / 10;
    return {
      reader: 1 + (at % readers),
      insightId: String(at),
      kind: usefulness >= 0.5 ? (at % 3 === 0 ? "save" : "more") : at % 5 === 0 ? "report" : "less",
      at: "2026-11-24T08:00:00Z",
      features: { extractor: "openai", quality: novelty, scores: { novelty, usefulness } },
    };
  });
}

describe("learning weights from what readers said", () => {
  it("finds what they go by, and says how well that ranks for readers who were not learned from", () => {
    const [learned] = learnWeights(lines(120, 7));
    expect(learned?.weights?.usefulness).toBeGreaterThan(0.9);
    expect(learned?.skill?.learned).toBeGreaterThan(0.95);
    expect(learned?.skill?.inUse).toBeLessThan(0.7);
    expect(learnedText(learned ? [learned] : []).join("\n")).toMatch(
      /120 likes and dislikes of 7 readers\.\n(?:.*\n)*.*usefulness/,
    );
  });

  it("learns nothing from few, from one reader's friends, or where nobody disliked anything", () => {
    for (const few of [lines(20, 7), lines(120, 2), lines(120, 7).filter(({ kind }) => kind === "more")])
      expect(learnWeights(few)[0]?.weights).toBeNull();
    expect(learnWeights([])).toEqual([]);
    expect(learnWeights([{ ...lines(1, 1)[0], features: null } as FeedbackLine])).toEqual([]);
  });

  it("keeps extractors apart, whose components are others", () => {
    const own = lines(60, 5).map((line) => ({
      ...line,
      features: { extractor: "verbatim", quality: 0.5, scores: { claim: line.kind === "less" ? 0.1 : 0.9 } },
    }));
    expect(learnWeights([...lines(60, 5), ...own]).map(({ extractor }) => extractor)).toEqual(["openai", "verbatim"]);
  });
});
