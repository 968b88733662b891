import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readEnv } from "../../lib/env";
import type { StageContext } from "../../lib/queue/stage";
import { assignStories } from "../../lib/stories/assign-stories";
import { servingRecord } from "../../lib/stories/embedding-store";
import { localEmbedder } from "../../lib/stories/local-embedding";
import { embeddingService } from "../../lib/stories/openai";
import { reindexInsights } from "../../lib/stories/reindex-insights";
import { openServingModel } from "../../lib/stories/serving-model";
import { type EmbeddingTestService, startEmbeddingService } from "../support/embedding-service";
import { startTestStage, type TestStage } from "../support/test-stage";
import { ownTakes, tellTakes } from "../support/told-takes";

const { takes, storyOf } = ownTakes();
const some = takes.filter((take) => ["parking", "rent-cap", "malaria"].includes(storyOf.get(take.id) ?? ""));

describe("vectors from a service", () => {
  let stage: TestStage;
  let service: EmbeddingTestService;
  let withService: (extra?: Record<string, string>) => StageContext;

  beforeAll(async () => {
    stage = await startTestStage();
    service = await startEmbeddingService();
    withService = (extra = {}) => ({
      ...stage.context,
      env: readEnv({ EMBEDDING_BASE_URL: service.url, EMBEDDING_MODEL: "one", LOG_LEVEL: "silent", ...extra }),
    });
  }, 120_000);
  afterAll(async () => {
    await service.stop();
    await stage.stop();
  });
  beforeEach(async () => {
    service.requests.length = 0;
    service.faults.length = 0;
    stage.enqueued.length = 0;
    await stage.db.show.deleteMany();
    await stage.db.story.deleteMany();
    await stage.db.embeddingModel.deleteMany();
    await stage.db.textEmbedding.deleteMany();
    await stage.db.paidCall.deleteMany();
  });

  it("are asked for in batches, once a text, and paid through the day's budget", async () => {
    const embedder = embeddingService(withService());
    const texts = Array.from({ length: 100 }, (_, i) => `Text number ${i} says nothing else.`);
    const first = await embedder?.embed(texts);
    expect(service.requests.map((request) => request.texts.length)).toEqual([64, 36]);
    expect(first?.[3]).toHaveLength(300);
    expect(await embedder?.embed([...texts].reverse())).toEqual([...(first ?? [])].reverse());
    expect(service.requests).toHaveLength(2);
    const calls = await stage.db.paidCall.findMany();
    expect(calls.map((call) => [call.purpose, call.model])).toEqual([
      ["embedding", "one"],
      ["embedding", "one"],
    ]);
    expect(calls.every((call) => call.costMicroUsd > 0)).toBe(true);
    await expect(embeddingService(withService({ DAILY_BUDGET_USD: "0" }))?.embed(["New."])).rejects.toThrow(/budget/);
    expect(service.requests).toHaveLength(2);
  });

  it("come after a service's bad moments, and else say what is wrong and what to do", async () => {
    const embedder = embeddingService(withService());
    service.faults.push("429", "500");
    expect(await embedder?.embed(["Once more."])).toHaveLength(1);
    service.faults.push("too few");
    await expect(embedder?.embed(["Two.", "Three."])).rejects.toThrow(/something else than 2 vectors/);
    service.faults.push("401");
    await expect(embedder?.embed(["Four."])).rejects.toThrow(/does not accept the key.*EMBEDDING_API_KEY/);
    service.faults.push("404");
    await expect(embedder?.embed(["Five."])).rejects.toThrow(/EMBEDDING_MODEL=local/);
    // The library tries again before it gives up.
    service.faults.push(...Array.from({ length: 5 }, () => "no credit" as const));
    await expect(embedder?.embed(["Six."])).rejects.toThrow(/has no credit left. Stories go on when there is some./);
    service.faults.length = 0;
    // What failed cost nothing and is asked again.
    expect(await embedder?.embed(["Two.", "Three."])).toHaveLength(2);
  });

  it("are none without a key or an address, or where the operator wants the local ones", () => {
    expect(embeddingService(stage.context)).toBeNull();
    expect(embeddingService(withService({ EMBEDDING_MODEL: "local" }))).toBeNull();
  });

  it("group by the service's own scale", async () => {
    await tellTakes(stage.db, some);
    await assignStories(withService());
    const { scale } = await openServingModel(withService());
    expect(scale.same).toBeGreaterThan(scale.unrelated);
    const groups = await stage.db.insight.groupBy({ by: ["storyId"], _count: true });
    expect(groups).toHaveLength(3);
  });

  it("keep an episode waiting with a reason when they cannot be had, and no other one", async () => {
    const [one, two] = [some[0], some.find((take) => take.show !== some[0]?.show)];
    const context = withService();
    if (!one || !two) throw new Error("too few takes");
    await tellTakes(stage.db, [one]);
    await assignStories(context);
    await tellTakes(stage.db, [two]);
    await tellTakes(stage.db, [{ ...one, show: two.show, publishedAt: "2026-11-20" }]);
    const faults = { "401": /key/, "429": /tried again/, "500": /tried again/ } as const;
    let at = Date.now();
    for (const [fault, reason] of Object.entries(faults)) {
      // As often as the client tries by itself; then the other episode, whose text was embedded before.
      service.faults.push(...Array.from({ length: fault === "401" ? 1 : 5 }, () => fault as "401" | "429" | "500"));
      await assignStories({ ...context, now: () => new Date(at) });
      expect(service.faults).toEqual([]);
      const waiting = await stage.db.episode.findMany({ where: { stage: "extracted" } });
      expect(waiting.map((episode) => episode.stageReason)).toEqual([expect.stringMatching(reason)]);
      const asked = service.requests.length;
      expect(await assignStories({ ...context, now: () => new Date(at + 60_000) })).toEqual({ placed: 0 });
      expect(service.requests).toHaveLength(asked);
      at += 11 * 60_000;
    }
    await assignStories({ ...withService({ DAILY_BUDGET_USD: "0" }), now: () => new Date(at) });
    expect((await stage.db.episode.findFirst({ where: { stage: "extracted" } }))?.stageReason).toMatch(/budget/);
    expect(await assignStories({ ...context, now: () => new Date(at + 11 * 60_000) })).toEqual({ placed: 1 });
    expect(await stage.db.episode.count({ where: { stage: "placed", stageReason: null, retryAt: null } })).toBe(3);
  });

  it("replace the local ones in the background, while those serve", { timeout: 60_000 }, async () => {
    await tellTakes(stage.db, some.slice(0, 6));
    await assignStories(stage.context);
    const before = {
      insights: await stage.db.insight.findMany({ orderBy: { key: "asc" } }),
      serving: await openServingModel(stage.context),
    };

    const changed = withService();
    await tellTakes(stage.db, some.slice(6));
    await assignStories(changed);
    expect(stage.enqueued.map((job) => job.name)).toContain("reindex-insights");
    expect((await servingRecord(stage.db))?.name).toBe(localEmbedder.model);
    expect(await stage.db.insight.count({ where: { embeddingModel: localEmbedder.model } })).toBe(some.length);

    // A service that fails in the middle leaves everything as it was; the next run goes on.
    service.faults.push("401");
    await expect(reindexInsights(changed)).rejects.toThrow(/key/);
    expect((await servingRecord(stage.db))?.name).toBe(localEmbedder.model);
    expect(await reindexInsights(changed)).toMatchObject({ made: some.length });
    const serving = await servingRecord(stage.db);
    expect(serving).toMatchObject({ name: expect.stringMatching(/ one$/), dimensions: 300 });
    const after = await stage.db.insight.findMany({ orderBy: { key: "asc" } });
    expect(new Set(after.map((insight) => insight.embeddingModel))).toEqual(new Set([serving?.name]));
    for (const insight of before.insights)
      expect(after.find((other) => other.id === insight.id)?.storyId).toBe(insight.storyId);

    const asked = service.requests.length;
    expect(await reindexInsights(changed, { rebuild: true })).toMatchObject({ made: 0 });
    expect(service.requests).toHaveLength(asked);
    const { index, embedder } = await openServingModel(changed);
    const [vector = new Float32Array()] = await embedder.embed([some[0]?.text ?? ""]);
    expect((await index.nearest(stage.db, vector, { count: 3 })).length).toBe(3);

    // Who began with the model before it places nothing by its vectors any more.
    const late = takes.find((take) => !some.includes(take));
    await tellTakes(stage.db, late ? [late] : []);
    const [insight] = await stage.db.insight.findMany({ where: { placedAt: null } });
    const row = { insightId: insight?.id ?? "", publishedAt: new Date(), vector: new Float32Array(256) };
    await expect(stage.db.$transaction((tx) => before.serving.index.add(tx, [row]))).rejects.toThrow(/ one serve now/);
    await assignStories(changed);
    expect(await stage.db.insight.count({ where: { embeddingModel: { not: serving?.name ?? "" } } })).toBe(0);

    // The service is gone for good: the local ones serve at once, and the rest follows.
    await openServingModel(stage.context);
    expect((await servingRecord(stage.db))?.name).toBe(localEmbedder.model);
    expect(await reindexInsights(stage.context)).toMatchObject({ made: some.length + 1 });
    expect(await stage.db.insight.count({ where: { embeddingModel: localEmbedder.model } })).toBe(some.length + 1);
  });

  it("of the local kind learn from what is stored, while the former ones serve", { timeout: 60_000 }, async () => {
    const context = stage.context;
    await tellTakes(stage.db, some);
    await assignStories(context);
    await expect(reindexInsights(context, { learn: true })).rejects.toThrow(/too little/);
    const show = await stage.db.show.create({ data: { title: "Many" } });
    const episode = await stage.db.episode.create({
      data: { showId: show.id, guid: "many", title: "Many", stage: "placed", publishedAt: new Date() },
    });
    await stage.db.insight.createMany({
      data: Array.from({ length: 520 }, (_, i) => ({
        ...{
          episodeId: episode.id,
          key: `k${i}`,
          headline: `Zorvex says ${i}`,
          body: "Parking is cheap.",
          kind: "fact",
        },
        ...{ quoteText: "Parking.", quoteStartMs: 0, quoteEndMs: 1, firstSegment: 0, lastSegment: 0, quality: 0.5 },
        ...{ scores: {}, extractor: "verbatim", placedAt: new Date() },
      })) as never,
    });
    const { model, made } = await reindexInsights(context, { learn: true });
    expect(model).toMatch(/^local-hash-\d+\+[0-9a-f]{8}$/);
    expect(made).toBe(520 + some.length);
    expect(await stage.db.insight.count({ where: { embeddingModel: model } })).toBe(made);
    const serving = await openServingModel(context);
    expect(serving.embedder.model).toBe(model);
    const [learned] = await serving.embedder.embed(["Zorvex and parking."]);
    const [shipped] = await localEmbedder.embed(["Zorvex and parking."]);
    expect(learned).not.toEqual(shipped);
    // Learning the same again changes nothing; what a service makes is not the local model's to learn.
    expect(await reindexInsights(context, { learn: true })).toEqual({ model, made: 0 });
    await expect(reindexInsights(withService(), { learn: true })).rejects.toThrow(/EMBEDDING_MODEL=local/);
  });
});
