import { expect, it } from "vitest";
import { proveCrash } from "../prove/crash";

it("loses nothing acknowledged when the embedded database is killed while clients write", {
  timeout: 180_000,
}, async () => {
  const result = await proveCrash(2);
  expect(result).toMatchObject({ kills: 2, lost: 0, torn: 0 });
  expect(result.acknowledged).toBeGreaterThan(0);
});
