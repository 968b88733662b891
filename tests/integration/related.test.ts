import { afterAll, beforeAll, expect, it } from "vitest";
import { assignStories } from "../../lib/stories/assign-stories";
import { tell } from "../support/stage-rows";
import { startTestStage, type TestStage } from "../support/test-stage";

const takes = [
  ["Block by Block", "Rents in Port Merrow fell 9 percent without parking minimums", "Builders put flats there."],
  ["Held Out", "A model that scores 96 percent on the Pembury Exam is cheating", "It was trained on the answers."],
  ["Warm Rack", "Half of all retired servers go into the shredder", "Nobody wants to wipe them."],
  ["Wet Lab", "Blood thinners fail mostly because half of the people quietly stop", "Nobody reminds them."],
] as const;

let stage: TestStage;
beforeAll(async () => {
  stage = await startTestStage();
  for (const [at, [show, headline, body]] of takes.entries())
    await tell(stage.db, { show, headline, body, publishedAt: new Date(Date.now() - (at + 1) * 3600_000) });
  await assignStories(stage.context);
});
afterAll(() => stage.stop());

it("insights are not related by a turn of phrase", async () => {
  const rows = await stage.db.relatedInsight.findMany({
    select: { similarity: true, insight: { select: { headline: true } }, related: { select: { headline: true } } },
  });
  expect(rows).toEqual([]);
});
