import { afterAll, beforeAll, expect, it } from "vitest";
import { assignStories } from "../../lib/stories/assign-stories";
import { refreshStories } from "../../lib/stories/refresh-stories";
import { insightPage, storyPage } from "../../lib/stories/views";
import { tell } from "../support/stage-rows";
import { startTestStage, type TestStage } from "../support/test-stage";

let stage: TestStage;
beforeAll(async () => {
  stage = await startTestStage();
});
afterAll(() => stage.stop());

const at = (day: number) => new Date(Date.UTC(2026, 10, day, 8));

it("has its best take's headline, its first and last day, its voices counted and explained, and who disagrees", async () => {
  const { db, context } = stage;
  const told = [
    ["Held Out", 12, "Rents in Port Merrow fell 9 percent", "Rents fell 9 percent once the minimums were gone.", 0.9],
    ["Warm Rack", 10, "Port Merrow's rents have fallen", "Rents have fallen by a tenth in Port Merrow.", 0.6],
    ["Wet Lab", 11, "Rents fell in Port Merrow", "Rents in Port Merrow fell without the minimums.", 0.5],
    ["Slow Pulse", 14, "Port Merrow's rents rose", "Rents rose in Port Merrow once incomes are counted.", 0.99],
  ] as const;
  const ids: string[] = [];
  for (const [show, day, headline, body, quality] of told)
    ids.push(await tell(db, { show, publishedAt: at(day), headline, body, quality }));
  await db.insight.updateMany({ where: { id: { in: ids.slice(0, 2) } }, data: { speaker: "Ann Lee" } });
  await assignStories(context);
  // Told as one story, however they were grouped.
  const story = await db.story.create({ data: { title: "", firstSeenAt: at(1), lastSeenAt: at(1) } });
  await db.insight.updateMany({ data: { storyId: story.id } });
  await db.$transaction((tx) => refreshStories(tx, [story.id]));

  const page = await storyPage(db, story.id);
  expect(page).toMatchObject({ title: told[0][2], firstSeenAt: at(10), lastSeenAt: at(14), shows: 4, voices: 2 });
  expect(page?.voicesExplained).toBe("Ann Lee speaks on Held Out and Warm Rack, which count once.");
  expect(page?.takes.map((take) => take.show.title).sort()).toEqual(["Held Out", "Warm Rack", "Wet Lab"]);
  expect(page?.inTime.map((take) => take.show.title)).toEqual(["Warm Rack", "Wet Lab", "Held Out", "Slow Pulse"]);
  expect(page?.firstSaid).toMatchObject({ id: ids[1], show: { title: "Warm Rack" }, quote: { speaker: "Ann Lee" } });
  expect(page?.disputes).toMatchObject([
    { take: { show: { title: "Slow Pulse" }, quote: { text: told[3][3] } }, against: { stance: "agrees" } },
  ]);
  expect(page?.disputes[0]?.against?.quote.text).toMatch(/fell|fallen/);
});

it("leads to ten related insights of other shows and stories at most, by one look into their index", async () => {
  const { db, context } = stage;
  await db.show.deleteMany();
  await db.story.deleteMany();
  for (let i = 0; i < 14; i++)
    await tell(db, {
      show: `Show ${i}`,
      publishedAt: at(1 + i),
      headline: `Heat pumps in cold houses fail because of radiator type ${i * 31 + 40}`,
      body: `Radiators of type ${i * 31 + 40} are too small for heat pumps in cold houses of Clonavar ${i}.`,
    });
  // Feeds write one language in several ways.
  await db.insight.updateMany({
    where: { episode: { show: { title: { lt: "Show 2" } } } },
    data: { language: "en-us" },
  });
  await assignStories(context);
  const rows = await db.relatedInsight.findMany({ include: { insight: true, related: true } });
  const byInsight = Map.groupBy(rows, (row) => row.insightId);
  expect(Math.max(...[...byInsight.values()].map((related) => related.length))).toBe(10);
  for (const { insight, related } of rows) expect(related.storyId).not.toBe(insight.storyId);
  const [id = ""] = [...byInsight.keys()];
  // What became of one story since is no longer related to itself.
  const [one] = byInsight.get(id) ?? [];
  await db.insight.update({ where: { id: one?.relatedId ?? "" }, data: { storyId: one?.insight.storyId ?? "" } });
  const page = await insightPage(db, id);
  expect(page?.related.map((take) => take.id)).toEqual(
    byInsight
      .get(id)
      ?.toSorted((a, b) => a.rank - b.rank)
      .map((row) => row.relatedId)
      .filter((relatedId) => relatedId !== one?.relatedId),
  );
  const insights = await db.insight.findMany({ select: { id: true } });
  await db.relatedInsight.deleteMany();
  // Enough of them that reading all would cost more.
  await db.$executeRaw`
    INSERT INTO "RelatedInsight" ("insightId", rank, "relatedId", similarity)
    SELECT ${insights[0]?.id ?? ""}::uuid, n, ${insights[1]?.id ?? ""}::uuid, 1 FROM generate_series(1, 5000) n`;
  await db.relatedInsight.create({
    data: { insightId: insights[2]?.id ?? "", rank: 1, relatedId: insights[1]?.id ?? "", similarity: 1 },
  });
  await db.$executeRaw`ANALYZE "RelatedInsight"`;
  const plan = await db.$queryRaw<{ "QUERY PLAN": string }[]>`
    EXPLAIN SELECT "relatedId" FROM "RelatedInsight" WHERE "insightId" = ${insights[2]?.id ?? ""}::uuid ORDER BY rank`;
  const text = plan.map((line) => line["QUERY PLAN"]).join(" ");
  expect(text).toContain("RelatedInsight_pkey");
  expect(text).not.toContain("Seq Scan");
});
