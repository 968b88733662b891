import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { passageOf, quotedPassage } from "../../../lib/format/passage";

describe("quotedPassage", () => {
  it("cuts a passage around its quote", () => {
    const body = "Port Merrow dropped the rule. Rents fell nine percent in two years. Nobody moved away.";
    expect(quotedPassage(body, "Rents fell nine percent in two years.")).toEqual({
      before: "Port Merrow dropped the rule. ",
      quote: "Rents fell nine percent in two years.",
      after: " Nobody moved away.",
    });
  });

  it("keeps the exact words of a quote whose fillers the body has lost", () => {
    const found = quotedPassage(
      "It's just the answer nobody asked for. More.",
      "it's, it's just the, um, answer nobody asked for",
    );
    expect(found?.quote).toBe("it's, it's just the, um, answer nobody asked for.");
    expect(found?.after).toBe(" More.");
  });

  it("finds nothing in a written body", () => {
    expect(
      quotedPassage("Kestrel rents out its data centre.", "We stopped training the week the contract was signed."),
    ).toBeNull();
  });

  it("asks only bodies in the speaker's own words", () => {
    const take = {
      body: "Rents fell nine percent in two years.",
      quote: { text: "Rents fell nine percent in two years." },
    };
    expect(passageOf({ ...take, extractor: "verbatim-1" })).not.toBeNull();
    expect(passageOf({ ...take, extractor: "openai:some-model" })).toBeNull();
  });

  it("finds every run of four words of a text, and loses no word of it", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{2,8}$/u), { minLength: 4, maxLength: 40 });
    fc.assert(
      fc.property(words, fc.nat(), (list, seed) => {
        const from = seed % (list.length - 3);
        const quote = list.slice(from, from + 4).join(" ");
        const found = quotedPassage(list.join(" "), quote);
        expect(found?.quote).toBe(quote);
        expect((found?.before ?? "") + (found?.quote ?? "") + (found?.after ?? "")).toBe(list.join(" "));
      }),
    );
  });
});
