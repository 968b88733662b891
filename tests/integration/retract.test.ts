import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildDigest } from "../../lib/digests/build-digest";
import { digestByDate } from "../../lib/digests/views";
import { insightFeatures } from "../../lib/insights/features";
import { episodePage } from "../../lib/insights/views";
import { assignStories } from "../../lib/stories/assign-stories";
import { restoreInsight, retractInsight } from "../../lib/stories/retract-insight";
import { insightPage, storyPage, withdrawnInsight } from "../../lib/stories/views";
import { feedbackLines } from "../eval/feedback";
import { tell } from "../support/stage-rows";
import { startTestStage, type TestStage } from "../support/test-stage";

const claim = "Kestrel Motors rents its whole data centre in Tarn Valley to Brightwater Cloud";
const body = `${claim}. The lease brings 45 billion dollars over three years, more than the cars have ever earned.`;
const note = "The figure was corrected by the show a day later.";

describe("an insight that an operator finds wrong", () => {
  let stage: TestStage;
  let first: string;
  let second: string;
  const date = new Date().toISOString().slice(0, 10);

  beforeAll(async () => {
    stage = await startTestStage();
  });
  beforeEach(async () => {
    await stage.db.digest.deleteMany();
    await stage.db.show.deleteMany();
    await stage.db.story.deleteMany();
    const publishedAt = new Date(Date.now() - 3600_000);
    first = await tell(stage.db, { show: "Peak Load", publishedAt, headline: claim, body, quality: 0.9 });
    const headline = "Kestrel Motors rents its data centre in Tarn Valley to Brightwater Cloud";
    second = await tell(stage.db, { show: "Warm Rack", publishedAt, headline, body, quality: 0.8 });
    await assignStories(stage.context);
  });
  afterAll(() => stage.stop());

  const storyOf = async (id: string) => (await stage.db.insight.findUniqueOrThrow({ where: { id } })).storyId ?? "";

  it("is gone from its page, episode, story and candidates, and its address says why", async () => {
    const storyId = await storyOf(first);
    expect(await storyOf(second)).toBe(storyId);
    expect((await storyPage(stage.db, storyId))?.title).toBe(claim);
    expect(await retractInsight(stage.context, { insightId: first, note: ` ${note} ` })).toEqual({
      outcome: "retracted",
      headline: claim,
    });
    expect(await insightPage(stage.db, first)).toBeNull();
    const withdrawn = await withdrawnInsight(stage.db, first);
    expect(withdrawn).toMatchObject({ note, show: { title: "Peak Load" } });
    expect(JSON.stringify(withdrawn)).not.toContain("45 billion");
    expect(await withdrawnInsight(stage.db, second)).toBeNull();
    const story = await storyPage(stage.db, storyId);
    expect(story?.takes.map((take) => take.id)).toEqual([second]);
    expect(story?.title).not.toBe(claim);
    const { episodeId } = await stage.db.insight.findUniqueOrThrow({ where: { id: first } });
    expect((await episodePage(stage.db, episodeId))?.insights).toEqual([]);
    await buildDigest(stage.context, { date });
    expect((await digestByDate(stage.db, date))?.items.map((item) => item.take.id)).toEqual([second]);
  });

  it("leaves a digest that was built already, without a gap in its ranks", async () => {
    const publishedAt = new Date(Date.now() - 3600_000);
    const headline = "A daily walk of eleven minutes lowers the risk of an early death";
    const walk = await tell(stage.db, {
      show: "Slow Pulse",
      publishedAt,
      headline,
      body: `${headline}.`,
      quality: 0.7,
    });
    await assignStories(stage.context);
    await buildDigest(stage.context, { date });
    expect((await digestByDate(stage.db, date))?.items.map((item) => item.take.id)).toEqual([first, walk]);
    await retractInsight(stage.context, { insightId: first, note });
    expect((await digestByDate(stage.db, date))?.items.map(({ rank, take }) => [rank, take.id])).toEqual([[1, walk]]);
  });

  it("takes its story with it where nobody else tells that, and comes back with it", async () => {
    const storyId = await storyOf(first);
    for (const insightId of [first, second]) await retractInsight(stage.context, { insightId, note });
    expect(await storyPage(stage.db, storyId)).toBeNull();
    expect((await restoreInsight(stage.context, { insightId: first })).outcome).toBe("restored");
    expect((await storyPage(stage.db, storyId))?.takes.map((take) => take.id)).toEqual([first]);
    expect(await withdrawnInsight(stage.db, first)).toBeNull();
  });

  it("needs a note and an insight", async () => {
    await expect(retractInsight(stage.context, { insightId: first, note: " " })).rejects.toThrow(/note/);
    expect(await retractInsight(stage.context, { insightId: "nothing", note })).toEqual({ outcome: "unknown" });
    await retractInsight(stage.context, { insightId: first, note });
    expect((await retractInsight(stage.context, { insightId: first, note })).outcome).toBe("unchanged");
  });

  it("keeps the features of the moment for learning", async () => {
    await buildDigest(stage.context, { date });
    const features = await insightFeatures(stage.db, first);
    expect(features).toMatchObject({ extractor: "verbatim", quality: 0.9, rank: 1, bodyWords: 29 });
    expect(features?.factors?.quality).toBe(0.9);
    expect((await insightFeatures(stage.db, second))?.rank).toBeUndefined();
    expect((await insightFeatures(stage.db, first, "nobody"))?.rank).toBeUndefined();
    const reader = await stage.db.reader.create({ data: { email: "mara@example.com", feedToken: "t" } });
    const row = { readerId: reader.id, insightId: first, features: features ?? {} };
    await stage.db.savedInsight.create({ data: row });
    await stage.db.reaction.create({ data: { ...row, kind: "more", createdAt: new Date(Date.now() + 1000) } });
    const lines = await feedbackLines(stage.db);
    expect(lines.map(({ reader, kind }) => [reader, kind])).toEqual([
      [1, "save"],
      [1, "more"],
    ]);
    expect(lines[0]?.features).toEqual(features);
    expect(JSON.stringify(lines)).not.toContain(reader.id);
  });
});
