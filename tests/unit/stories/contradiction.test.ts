import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contradict, factsOf } from "../../../lib/stories/contradiction";
import { textTerms } from "../../../lib/stories/text-terms";

const facts = (text: string) => factsOf(text, textTerms(text));
const apart = (a: string, b: string) => contradict(facts(a), facts(b));

describe("claims that cannot be one", () => {
  it("measure the same thing with other numbers", () => {
    expect(apart("The bank cut its rate to 3.75 percent.", "The bank cut its rate to 3.25 percent.")).toBe(true);
    expect(apart("The recall covers 41,000 vans.", "The recall covers 18,000 vans.")).toBe(true);
    expect(apart("The deal is worth 4 billion dollars.", "The deal is worth nine billion dollars.")).toBe(true);
  });

  it("name others", () => {
    expect(apart("A judge ruled against Kestrel.", "A judge ruled against Aldine.")).toBe(true);
  });

  it("open with other names, where a capital tells nothing", () => {
    expect(apart("Apple lost its appeal over fees.", "Google lost its appeal over fees.")).toBe(true);
    expect(apart("Norna will close its ferry line.", "Tosh will close its ferry line.")).toBe(true);
    expect(apart("Norna bought the line from Tosh.", "Tosh sold the line to Norna.")).toBe(false);
    expect(apart("Apple lost its appeal over fees.", "Inflation fell to two percent.")).toBe(false);
    expect(apart("Target practice helps.", "Apple trees need cold winters.")).toBe(false);
  });

  it("are not those that round, count otherwise, or say a share in other words", () => {
    expect(apart("The deal is worth 45 billion dollars.", "The deal is worth 45.2 billion dollars.")).toBe(false);
    expect(apart("Two thirds of the homes were cold.", "Of the homes 67 percent were cold.")).toBe(false);
    expect(apart("Two in three homes were cold.", "Two thirds of the homes were cold.")).toBe(false);
    expect(apart("Of the carbon 4 percent sank.", "Of the carbon 96 percent stayed up.")).toBe(false);
    expect(apart("The stage flew again after 21 days.", "The stage flew again after three weeks.")).toBe(false);
    expect(apart("In 2025 the hall had 90 dead birds.", "In 2026 it was 90 dead birds.")).toBe(false);
  });

  it("are not those of which one names nobody, or the same in another form", () => {
    expect(apart("Kestrel rents its site.", "The carmaker rents its site.")).toBe(false);
    expect(apart("The Valdean bank cut its rate.", "Rates fell in Valdea.")).toBe(false);
  });

  it("contradict each other both ways or neither", () => {
    const word = fc.constantFrom(
      "Kestrel",
      "Aldine",
      "rate",
      "percent",
      "12",
      "40",
      "vans",
      "billion",
      "half",
      "in",
      "fell",
      "3",
    );
    const text = fc.array(word, { maxLength: 12 }).map((words) => `${words.join(" ")}.`);
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(apart(a, b)).toBe(apart(b, a));
      }),
    );
  });
});
