import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { costsSince, everyDay, startOfDays } from "../../lib/costs/views";
import { startTestStage, type TestStage } from "../support/test-stage";

describe("what was paid", () => {
  let stage: TestStage;
  const ids: string[] = [];

  beforeAll(async () => {
    stage = await startTestStage();
    const { db } = stage;
    const show = await db.show.create({ data: { title: "Dear" } });
    for (const title of ["One", "Two"]) {
      const data = { showId: show.id, guid: title, title, publishedAt: new Date() };
      ids.push((await db.episode.create({ data })).id);
    }
    const call = (n: number, at: string, more: object) =>
      db.paidCall.create({
        data: {
          ...{ key: String(n), purpose: "insights", model: "m", costMicroUsd: n, startedAt: new Date(at) },
          ...{ answeredAt: new Date(at), episodeId: null },
          ...more,
        },
      });
    await call(1, "2026-11-22T23:59:59Z", {});
    await call(10, "2026-11-23T00:00:00Z", { episodeId: ids[0], estimateMicroUsd: 12 });
    await call(100, "2026-11-23T23:59:59Z", { episodeId: ids[1], purpose: "transcription" });
    await call(1000, "2026-11-25T01:00:00Z", { episodeId: ids[0], answeredAt: null, estimateMicroUsd: 900 });
  });
  afterAll(() => stage.stop());

  it("is told in all, by day, by purpose and by episode", async () => {
    const costs = await costsSince(stage.db, new Date("2026-11-23T00:00:00Z"), 1);
    const none = { estimatedMicroUsd: 0, settledMicroUsd: 0, cutOff: 0 };
    expect(costs).toEqual({
      total: { calls: 3, cutOff: 1, costMicroUsd: 1110, estimatedMicroUsd: 12, settledMicroUsd: 10 },
      days: [
        { ...none, date: "2026-11-25", calls: 1, cutOff: 1, costMicroUsd: 1000 },
        { date: "2026-11-23", calls: 2, cutOff: 0, costMicroUsd: 110, estimatedMicroUsd: 12, settledMicroUsd: 10 },
      ],
      purposes: [
        {
          ...{ purpose: "insights", model: "m", calls: 2, cutOff: 1, costMicroUsd: 1010 },
          ...{ estimatedMicroUsd: 12, settledMicroUsd: 10 },
        },
        { ...none, purpose: "transcription", model: "m", calls: 1, costMicroUsd: 100 },
      ],
      episodes: [
        {
          ...{ episodeId: ids[0], title: "One", showTitle: "Dear", calls: 2, cutOff: 1, costMicroUsd: 1010 },
          ...{ estimatedMicroUsd: 12, settledMicroUsd: 10 },
        },
      ],
    });
  });

  it("is told for every day of some, also where nothing was paid", async () => {
    const now = new Date("2026-11-25T13:00:00Z");
    const costs = await costsSince(stage.db, startOfDays(now, 3), 0);
    expect(costs.episodes).toEqual([]);
    expect(everyDay(costs, now, 3).map(({ date, calls, costMicroUsd }) => [date, calls, costMicroUsd])).toEqual([
      ["2026-11-23", 2, 110],
      ["2026-11-24", 0, 0],
      ["2026-11-25", 1, 1000],
    ]);
  });
});
