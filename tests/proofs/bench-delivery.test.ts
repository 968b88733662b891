import { expect, it } from "vitest";
import { benchComposing } from "../bench/delivery";

it("puts emails together from cards at least ten times as fast as it renders them whole", {
  timeout: 60_000,
}, async () => {
  const lines: string[] = [];
  const { ratio } = await benchComposing(600, (line) => lines.push(line));
  expect(ratio).toBeGreaterThan(10);
  expect(lines.join("\n")).toContain("emails a second rendered as a whole");
});
