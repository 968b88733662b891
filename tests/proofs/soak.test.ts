import { expect, it } from "vitest";
import { proveSoak } from "../prove/soak";

it("makes every digest and accounts for every email over two days of faults", { timeout: 240_000 }, async () => {
  const { faults, text } = await proveSoak({ days: 2, shows: 2, readers: 4, stepMinutes: 60 }, () => {});
  expect(faults, text).toEqual([]);
});
