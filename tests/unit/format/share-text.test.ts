import { expect, it } from "vitest";
import { shareText } from "../../../lib/format/share-text";

const take = {
  headline: "Grid batteries undercut gas peakers",
  body: "Utilities pay less for four-hour batteries. Lenders did it.",
  kind: "opinion" as const,
  extractor: "openai",
  timing: "interpolated",
  quote: { text: "nobody believed that the peaker was the expensive one", speaker: "Ada Brandt", startMs: 1_458_000 },
  show: { title: "Grid & Gain" },
  episode: { title: "The evening peak", publishedAt: new Date("2026-11-22T08:00:00Z") },
};

it("passes on what was said with who, where, when and the second", () => {
  expect(shareText(take, "https://overheard.example/insights/1", "UTC")).toBe(
    `Grid batteries undercut gas peakers

Utilities pay less for four-hour batteries. Lenders did it.

“nobody believed that the peaker was the expensive one”
– Ada Brandt on Grid & Gain, The evening peak, 22 November 2026, at about 24:18 · an opinion

https://overheard.example/insights/1`,
  );
});

it("says a passage in the speaker's own words once", () => {
  const body = "We ran the numbers and nobody believed that the peaker was the expensive one.";
  const text = shareText({ ...take, body, extractor: "verbatim-2" }, "https://overheard.example/insights/1", "UTC");
  expect(text.split("nobody believed").length).toBe(2);
  expect(text).toContain(`“${body}”`);
});
