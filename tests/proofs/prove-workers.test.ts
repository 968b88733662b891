import { expect, it } from "vitest";
import { proveWorkers } from "../prove/workers";
import { createTestPostgres } from "../support/test-postgres";

it("reads everything once with workers that are killed, and as one worker in peace does", {
  timeout: 1_000_000,
}, async () => {
  if (!process.env.CI && !(await hasPostgres())) return;
  const task = { editions: 1, workers: 2, killEverySeconds: 6, mostKills: 3, longestMinutes: 8 };
  const { faults, kills, text } = await proveWorkers(task);
  expect(faults, text).toEqual([]);
  expect(kills, text).toBeGreaterThan(0);
});

/** Where there is no PostgreSQL to be had there is nothing to prove; CI has one. */
async function hasPostgres(): Promise<boolean> {
  const postgres = await createTestPostgres();
  await postgres?.drop();
  return postgres !== null;
}
