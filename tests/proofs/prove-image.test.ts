import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { proveImage, readDockerfile } from "../prove/image";
import { buildPages } from "../support/test-web";

it("runs the steps of the Dockerfile, and serves pages from nothing but what they copy", {
  timeout: 300_000,
}, async () => {
  await buildPages();
  const lines: string[] = [];
  await proveImage((line) => lines.push(line), { isShort: true });
  const steps = readDockerfile(readFileSync("Dockerfile", "utf8")).filter(
    ({ name, stage }) => stage === 0 && ["COPY", "RUN"].includes(name),
  );
  expect(lines).toHaveLength(steps.length + 1);
  for (const [i, { name, words }] of steps.entries()) expect(lines[i]).toContain(`${name} ${words}`);
  expect(lines.at(-1)).toMatch(/^CMD npm start {2}healthy after [\d.]+ s$/);
});
