import { describe, expect, it } from "vitest";
import { newFact } from "../../../lib/digests/update";

const take = (body: string, headline = "") => ({ headline, body });

describe("what is new about a story", () => {
  const earlier = ["Corvid Launch flew one stage twice. The second flight came 19 days after the first."];

  it("is the sentence with a number that nobody had told", () => {
    expect(newFact(take("Corvid Launch now plans a third flight. It would come after 11 days."), earlier, true)).toBe(
      "It would come after 11 days.",
    );
  });

  it("is not a number told before in other words", () => {
    expect(newFact(take("Corvid's stage waited nineteen days between two flights."), earlier, true)).toBeNull();
  });

  it("is nothing without a number", () => {
    expect(newFact(take("Corvid's engineers were very pleased with the second flight."), earlier, true)).toBeNull();
  });

  it("may stand in the headline alone, and is that of the body where both hold it", () => {
    const headline = "Corvid's stage will fly a third time within 11 days";
    expect(newFact(take("The stage is ready for it.", headline), earlier, true)).toBe(headline);
    expect(newFact(take("It is ready in 11 days.", headline), earlier, true)).toBe("It is ready in 11 days.");
  });

  it("is a number or an event whoever says it, and a name only where nobody had heard them", () => {
    const fined = take("Corvid Launch was fined over the stage.");
    const built = take("The stage of Corvid Launch was built by Tamsin Aerospace.");
    expect([true, false].map((isNew) => newFact(fined, earlier, isNew))).toEqual([fined.body, fined.body]);
    expect([true, false].map((isNew) => newFact(built, earlier, isNew))).toEqual([built.body, null]);
  });
});
