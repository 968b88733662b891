import { afterAll, beforeAll, expect, it } from "vitest";
import { handlers } from "../../jobs/handlers";
import { tell } from "../support/stage-rows";
import { startTestStage, type TestStage } from "../support/test-stage";

let stage: TestStage;
beforeAll(async () => {
  stage = await startTestStage();
});
afterAll(() => stage.stop());

it("places many episodes in several jobs, the oldest first, so that a killed one holds up little", async () => {
  const { db, context, enqueued } = stage;
  for (let i = 0; i < 12; i++)
    await tell(db, {
      show: `Show ${i}`,
      headline: `Ferry ${i} sails`,
      body: `Ferry number ${i} sails to island ${i} again after ${i + 20} years.`,
      publishedAt: new Date(Date.now() - (i + 1) * 3600_000),
    });
  const run = () => handlers["assign-stories"](context, {});
  const names = () => enqueued.splice(0).map(({ name }) => name);
  await run();
  expect(names()).toEqual(["index-episodes", "assign-stories"]);
  const waiting = await db.episode.findMany({
    where: { stage: "extracted" },
    select: { show: { select: { title: true } } },
  });
  expect(waiting.map(({ show }) => show.title).sort()).toEqual(["Show 0", "Show 1"]);
  await run();
  expect(names()).toEqual(["index-episodes"]);
  await run();
  expect(names()).toEqual([]);
});
