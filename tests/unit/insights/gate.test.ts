import { describe, expect, it } from "vitest";
import { type BodyForm, gateFaults } from "../../../lib/insights/gate";
import type { InsightDraft, SpokenSegment } from "../../../lib/insights/insight";
import { addressIn } from "../../../lib/insights/orders";

const spoken = [
  "Kestrel Motors rents its whole data centre to Brightwater Cloud.",
  "The lease brings forty-five billion over three years, um, and nothing stays behind.",
  "That is more than the cars have ever earned in any single year, at least so far.",
];
const segments: SpokenSegment[] = spoken.map((text, i) => ({
  startMs: i * 5000,
  endMs: (i + 1) * 5000,
  speaker: "Ann Lee",
  text,
}));
const body =
  "Kestrel Motors rents its whole data centre to Brightwater Cloud. The lease brings $45 billion over three years, and nothing stays behind. That is more than the cars have ever earned in any single year.";
const draft = (changes: Partial<InsightDraft> = {}): InsightDraft => ({
  key: "verbatim:0",
  headline: "Kestrel Motors rents its whole data centre to Brightwater Cloud",
  body,
  kind: "fact",
  quote: { text: spoken[0] ?? "", startMs: 0, endMs: 5000 },
  speaker: "Ann Lee",
  firstSegment: 0,
  lastSegment: 2,
  quality: 0.8,
  scores: {},
  extractor: "verbatim",
  language: "en",
  ...changes,
});
const reasons = (changes: Partial<InsightDraft>, form: BodyForm = "verbatim", metadata: string[] = []) =>
  gateFaults(draft(changes), { segments, metadata }, form).map((fault) => fault.reason);
const quoteOf = (text: string) => ({ quote: { text, startMs: 0, endMs: 5000 } });

describe("the gate", () => {
  it("lets an insight pass whose words and numbers are all in its evidence, also where they are written otherwise", () => {
    expect(reasons({})).toEqual([]);
    expect(reasons({}, "written")).toEqual([]);
  });

  it("finds a quote whatever its case and punctuation, and one that is nearly the same", () => {
    expect(reasons(quoteOf("kestrel motors: RENTS its whole data centre, to Brightwater Cloud"))).toEqual([]);
    expect(reasons(quoteOf("The lease brings forty-five billion over three years, and nothing stays behind"))).toEqual(
      [],
    );
  });

  it("refuses a quote that nobody said, one of two places, and one that is too long", () => {
    expect(reasons(quoteOf("Kestrel Motors sells its whole factory to a rival"))).toContain("quote-not-found");
    expect(reasons(quoteOf("Kestrel Motors rents in any single year, at least so far"))).toContain("quote-not-found");
    expect(reasons({ ...quoteOf(spoken[2] ?? ""), lastSegment: 0 })).toContain("quote-not-found");
    expect(reasons(quoteOf(`${spoken.join(" ")} ${spoken[0]}`))).toContain("quote-too-long");
  });

  it("refuses names and numbers that are not in the evidence, and takes those of the metadata", () => {
    const named = { body: body.replace("That is", "For Halvard Steel that is") };
    expect(reasons(named)).toContain("name-not-in-evidence");
    expect(reasons(named, "verbatim", ["An hour with Halvard Steel"])).toEqual([]);
    expect(reasons({ body: body.replace("$45 billion", "$54 billion") })).toContain("number-not-in-evidence");
    expect(reasons({ headline: "Kestrel Motors rents 300 halls to Brightwater Cloud" })).toContain(
      "number-not-in-evidence",
    );
  });

  it("refuses headlines that are too long, questions, or no statement", () => {
    expect(reasons({ headline: `${draft().headline} and nothing at all stays behind` })).toContain("headline-too-long");
    expect(reasons({ headline: "A very large data centre" })).toContain("headline-not-a-statement");
    expect(reasons({ headline: "Why does Kestrel Motors rent its data centre?" })).toContain("question");
  });

  it("asks for an English verb in English headlines only", () => {
    const headline = "Kestrel Motors vermietet alles an Brightwater Cloud";
    expect(reasons({ headline })).toContain("headline-not-a-statement");
    expect(reasons({ headline, language: "de" })).toEqual([]);
    expect(reasons({ headline: `${headline}?`, language: "de" })).toContain("headline-not-a-statement");
  });

  it("holds bodies to their lengths, and written ones to their style", () => {
    expect(reasons({ body: "Kestrel Motors rents its whole data centre to Brightwater Cloud." })).toContain(
      "body-length",
    );
    expect(reasons({ body: body.replace("That is", "It was a massive deal and that is") }, "written")).toContain(
      "inflating-word",
    );
    expect(reasons({ body: body.replace("Kestrel Motors rents", "It rents") }, "written")).toContain("first-sentence");
    expect(reasons({ body: body.replace("That is", "The host says that is") })).toContain("forbidden-phrase");
  });

  it("refuses addresses, and takes a name that only looks like one where that very name was said", () => {
    const shop = "Booking.com pays forty-five billion for the rooms of Character.AI, and it says so at length.";
    const own = [{ startMs: 0, endMs: 5000, speaker: "Ann Lee", text: shop }];
    const faults = (headline: string) =>
      gateFaults(draft({ headline, body: shop, lastSegment: 0 }), { segments: own, metadata: [] }, "written")
        .map((fault) => fault.reason)
        .filter((reason) => reason === "address" || reason === "name-not-in-evidence");
    expect(faults("Booking.com pays $45 billion for the rooms of Character.AI")).toEqual([]);
    expect(faults("Booking.com's rooms earn $45 billion")).toEqual([]);
    for (const other of ["Monday.com", "booking.com", "Booking.com/rooms", "www.Booking.com", "ann@Booking.com"])
      expect(faults(`${other} pays $45 billion for the rooms`), other).toContain("address");
    expect(addressIn("Booking.com", "Go to rooms.booking.com or booking.com/rooms")).toBe("Booking.com");
  });

  it("refuses words in the mouth of somebody who speaks elsewhere, unless the evidence names them", () => {
    const later = { startMs: 15_000, endMs: 20_000, speaker: "Tomas Brandt", text: "Let us talk about the grid now." };
    const faultsOf = (start: string, told = spoken[1] ?? "") => {
      const told3 = segments.map((segment, at) => (at === 1 ? { ...segment, text: told } : segment));
      const written = draft({ body: body.replace("The lease brings", `${start} the lease brings`) });
      return gateFaults(written, { segments: [...told3, later], metadata: ["Tomas Brandt"] }, "written");
    };
    for (const start of ["Tomas Brandt says", "According to Tomas Brandt", "Brandt warns that"])
      expect(faultsOf(start)).toEqual([
        { reason: "wrong-speaker", detail: expect.stringMatching(/Brandt the words of Ann Lee/) },
      ]);
    expect(faultsOf("Ann Lee says")).toEqual([]);
    expect(faultsOf("Tomas Brandt says", `Tomas says: ${spoken[1]}`)).toEqual([]);
  });

  it("refuses what comes from an advertisement", () => {
    const faults = gateFaults(draft(), { segments, metadata: [], promoSegments: new Set([1]) }, "verbatim");
    expect(faults.map((fault) => fault.reason)).toEqual(["advertisement"]);
  });
});
