import { describe, expect, it } from "vitest";
import { trailingTooMany, trailsOff } from "../../../lib/insights/trailing-clauses";

describe("bodies that trail off", () => {
  it.each([
    "Kestrel rents its halls. The lease brings $45 billion, making it larger than the cars.",
    "It fell by a third. Prices rose at the same time, thereby wiping out the gain.",
    "Eels came back. They passed the dam at night, quietly using the old lock",
  ])("end in a participle: %s", (body) => expect(trailsOff(body)).toBe(true));

  it.each([
    "The lease brings $45 billion, making it larger. The cars earn less.",
    "Ten towns took part, including Leeds.",
    "They met in Beijing, nothing more was said.",
    "Nine of ten passed, and the tenth is being tested.",
    "Testing it took a year, which nobody had planned.",
  ])("are not: %s", (body) => expect(trailsOff(body)).toBe(false));

  it("may be one in three, the best of them", () => {
    const of = (trails: boolean, quality: number) => ({ body: trails ? "It fell, taking all." : "It fell.", quality });
    const six = [of(true, 0.5), of(true, 0.9), of(true, 0.7), of(false, 0.6), of(false, 0.6), of(false, 0.6)];
    expect(trailingTooMany(six, (one) => one)).toEqual([six[0]]);
    expect(trailingTooMany(six.slice(0, 1), (one) => one)).toEqual([]);
    expect(trailingTooMany([], () => of(true, 1))).toEqual([]);
  });
});
