import { describe, expect, it } from "vitest";
import { newFact } from "../../../lib/digests/update";

describe("what is new about a story", () => {
  const earlier = ["Corvid Launch flew one stage twice. The second flight came 19 days after the first."];

  it("is the sentence with a number that nobody had told", () => {
    expect(newFact("Corvid Launch now plans a third flight. It would come after 11 days.", earlier)).toBe(
      "It would come after 11 days.",
    );
  });

  it("is not a number told before in other words", () => {
    expect(newFact("Corvid's stage waited nineteen days between two flights.", earlier)).toBeNull();
  });

  it("is nothing without a number", () => {
    expect(newFact("Corvid's engineers were very pleased with the second flight.", earlier)).toBeNull();
  });
});
