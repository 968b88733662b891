import { expect, it } from "vitest";
import { workerStages } from "../../../jobs/work-queue";
import { jobNames } from "../../../lib/queue/queue";

it("gives every job to exactly one stage that a worker can be limited to", () => {
  expect(Object.values(workerStages).flat().sort()).toEqual([...jobNames].sort());
});
