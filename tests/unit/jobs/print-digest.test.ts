import { describe, expect, it } from "vitest";
import { digestText } from "../../../jobs/print-digest";
import { sampleDigest, sampleItem } from "../../support/sample-digest";

describe("a digest on the terminal", () => {
  const printed = (item: ReturnType<typeof sampleItem>) =>
    digestText(sampleDigest([item]), { colour: false, width: 80, timeZone: "UTC" });

  it("says a text that holds its own quote once, and a written one beside its quote", () => {
    const count = (text: string) => text.split("Rents fell nine percent").length - 1;
    expect(count(printed(sampleItem(1)))).toBe(1);
    expect(printed(sampleItem(1))).toContain("Builders added 4,000 flats");
    expect(count(printed(sampleItem(1, { extractor: "openai:m" })))).toBe(2);
  });
});
