import { expect, it } from "vitest";
import { type PageScores, proveLighthouse } from "../prove/lighthouse";

const fine: PageScores = {
  ...{ performance: 97, accessibility: 100, bestPractices: 100, seo: 100, layoutShift: 0, scriptKilobytes: 140 },
  ...{ firstPaintMs: 900, largestPaintMs: 1_200, speedIndexMs: 1_000, blockedMs: 20 },
};

// Lighthouse itself is fetched from npm, by `npm run prove -- lighthouse` only: here its place is taken by one that asks for the page.
it("shows Lighthouse each kind of page over the sample shows, and holds it against the empty one", {
  timeout: 300_000,
}, async () => {
  const seen: { path: string; status: number; text: string }[] = [];
  const lines: string[] = [];
  const holds = await proveLighthouse(
    1,
    (line) => lines.push(line),
    async (url) => {
      const answer = await fetch(url);
      seen.push({ path: new URL(url).pathname, status: answer.status, text: await answer.text() });
      // The page of a story has more scripts than may be.
      return url.includes("/stories/") ? { ...fine, scriptKilobytes: 170 } : fine;
    },
  );
  expect(seen.map(({ path }) => path.replace(/\/[\da-f-]{36}$|\/[\d-]{10}$/, "/…"))).toEqual([
    "/nothing-here",
    "/",
    "/digests/…",
    "/insights/…",
    "/stories/…",
  ]);
  for (const { path, status, text } of seen) {
    expect(status, path).toBe(200);
    expect(text, path).toContain("<title>");
  }
  expect(holds).toBe(false);
  expect(lines.filter((line) => line.endsWith("DOES NOT HOLD")).map((line) => line.split(" ")[0])).toEqual(["story"]);
});
