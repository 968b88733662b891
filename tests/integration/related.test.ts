import { afterAll, beforeAll, expect, it } from "vitest";
import { assignStories } from "../../lib/stories/assign-stories";
import { bytesVector, cosine } from "../../lib/stories/embedding";
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

it("insights have ten related ones of other shows, the nearest first, however much a show says about the same", {
  timeout: 60_000,
}, async () => {
  const { db, context } = stage;
  await db.show.deleteMany();
  await db.story.deleteMany();
  const about = (show: string, minute: number, type: number) =>
    tell(db, {
      show,
      publishedAt: new Date(Date.UTC(2026, 10, 10, 8, minute)),
      headline: `Heat pumps in cold houses fail because of radiator type ${type * 31 + 40}`,
      body: `Radiators of type ${type * 31 + 40} are too small for heat pumps in cold houses of Clonavar ${type}.`,
    });
  for (let i = 0; i < 12; i++) await about(`Other ${i}`, i, 100 + i);
  for (let i = 0; i < 50; i++) await about("Loud", 20 + (i % 30), i);
  const last = await about("Loud", 59, 60);
  // All that Loud says is nearer to what it says last than what the others say.
  await db.insight.updateMany({
    where: { episode: { show: { title: "Loud" } }, id: { not: last } },
    data: { headline: "Heat pumps in cold houses fail because of radiator type 1900" },
  });
  await assignStories(context);
  const all = await db.insight.findMany({ include: { episode: { include: { show: true } } } });
  const vectors = new Map(all.map((row) => [row.id, bytesVector(row.embedding ?? new Uint8Array())]));
  const likeness = (id: string) =>
    cosine(vectors.get(last) ?? new Float32Array(), vectors.get(id) ?? new Float32Array());
  const nearest = all.filter((row) => row.id !== last).sort((a, b) => likeness(b.id) - likeness(a.id));
  expect(nearest.slice(0, 40).map((row) => row.episode.show.title)).toEqual(Array(40).fill("Loud"));

  const home = all.find((row) => row.id === last)?.storyId;
  const expected = nearest.filter((row) => row.episode.show.title !== "Loud" && row.storyId !== home).slice(0, 10);
  const related = await db.relatedInsight.findMany({ where: { insightId: last }, orderBy: { rank: "asc" } });
  expect(related.map((row) => row.rank)).toEqual(expected.map((_, i) => i + 1));
  expect(related).toHaveLength(10);
  for (const [i, row] of related.entries()) {
    expect(row.similarity).toBeCloseTo(likeness(row.relatedId), 5);
    expect(row.similarity).toBeCloseTo(likeness(expected[i]?.id ?? ""), 5);
  }
});
