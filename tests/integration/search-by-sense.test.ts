import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "../../lib/env";
import type { StageContext } from "../../lib/queue/stage";
import { similarFinder } from "../../lib/search/find-similar";
import { indexEpisodes } from "../../lib/search/index-episodes";
import { search } from "../../lib/search/search";
import { assignStories } from "../../lib/stories/assign-stories";
import { type EmbeddingTestService, startEmbeddingService } from "../support/embedding-service";
import { tell } from "../support/stage-rows";
import { startTestStage, type TestStage } from "../support/test-stage";

const everything = { showId: null, topicSlug: null, kind: null, from: null, to: null };
const anything = { filters: everything, limit: 10 };
const batteries = "Grid batteries now undercut gas peaker plants on price";
const question = "why are batteries cheaper than peaker plants running on gas";

async function fill(stage: TestStage, context: StageContext): Promise<void> {
  await tell(stage.db, {
    show: "Grid & Gain",
    publishedAt: new Date(Date.now() - 3600_000),
    headline: batteries,
    body: "Utilities pay less for four-hour batteries than for gas peaker plants. Lenders did more for it than cell prices.",
  });
  await tell(stage.db, {
    show: "Wet Lab",
    publishedAt: new Date(Date.now() - 7200_000),
    headline: "A blood test found relapse eleven weeks early",
    body: "Doctors saw most relapses before the scan did, in a trial of nine hundred patients.",
  });
  await assignStories(context);
  await indexEpisodes(context);
}

describe("the search for an idea in other words", () => {
  let stage: TestStage;
  const finder = (mayPay = false) => similarFinder(stage.context, { mayPay });
  const headlines = async (
    text: string,
    rest: { similar?: ReturnType<typeof finder>; isExact?: boolean; filters?: Partial<typeof everything> } = {},
  ) => {
    const { filters = {}, isExact = false, similar } = rest;
    const found = await search(stage.db, {
      text,
      filters: { ...everything, ...filters },
      page: 1,
      isExact,
      ...(similar ? { similar } : {}),
    });
    return found?.insights.items.map(({ take }) => take.headline);
  };

  beforeAll(async () => {
    stage = await startTestStage();
    await fill(stage, stage.context);
  });
  afterAll(() => stage.stop());

  it("finds what has not all of its words, and nothing that is about something else", async () => {
    expect(await headlines(question)).toEqual([]);
    expect(await headlines(question, { similar: finder() })).toEqual([batteries]);
    // Every word has its place among the local model's 256, and shares it with others.
    for (let at = 0; at < 40; at++) expect(await headlines(`zzq${at}x`, { similar: finder() })).toEqual([]);
    expect(await headlines("how do violins keep their tune in winter", { similar: finder() })).toEqual([]);
  });

  it("keeps to filters, and to the very words where they were asked for", async () => {
    const [show] = await stage.db.show.findMany({ where: { title: "Wet Lab" } });
    const similar = finder();
    expect(await headlines(question, { similar, filters: { showId: show?.id ?? null } as never })).toEqual([]);
    expect(await headlines(question, { similar, isExact: true })).toEqual([]);
    expect(await headlines(`${question} -price`, { similar })).toEqual([]);
    expect(await headlines(`"${question}"`, { similar })).toEqual([]);
  });

  it("takes one word for an idea, too, and a misspelt one for what was meant", async () => {
    const asked: string[] = [];
    const similar = async (text: string) => {
      asked.push(text);
      return [];
    };
    for (const text of ["batteries", "bateries", "电池价格", '"batteries"', "batter*", "-batteries gas"])
      await search(stage.db, { text, filters: everything, page: 1, isExact: false, similar });
    expect(asked).toEqual(["batteries", "batteries", "电池价格"]);
  });

  it("goes on while a service's vectors are made", async () => {
    const env = readEnv({ EMBEDDING_BASE_URL: "http://127.0.0.1:9/v1", EMBEDDING_MODEL: "one", LOG_LEVEL: "silent" });
    expect(await headlines(question, { similar: similarFinder({ ...stage.context, env }, { mayPay: false }) })).toEqual(
      [batteries],
    );
  });

  it("finds each once, those that have the words first", async () => {
    expect(await headlines("gas peaker plants", { similar: finder() })).toEqual([batteries]);
  });

  it("finds what says it within a show, however much others say it better", async () => {
    const { context, db } = stage;
    for (let at = 0; at < 60; at++)
      await tell(db, {
        show: "Peak Load",
        publishedAt: new Date(Date.now() - 10_000 * (at + 1)),
        headline: `Batteries are cheaper than peaker plants running on gas in grid ${at}`,
        body: "Why batteries are cheaper than peaker plants running on gas: utilities pay less for them.",
      });
    await tell(db, {
      show: "Slow Grid",
      publishedAt: new Date(Date.now() - 50 * 24 * 3600_000),
      headline: "Utilities swap peaker plants for batteries because gas costs more",
      body: "Lenders fund batteries that are cheaper than what peaker plants burn.",
    });
    await assignStories(context);
    await indexEpisodes(context);
    const show = await db.show.findFirstOrThrow({ where: { title: "Slow Grid" } });
    const similar = finder();
    const unlike = "Utilities swap peaker plants for batteries because gas costs more";
    expect(await similar(question, { filters: everything, limit: 50 })).toHaveLength(50);
    expect(await headlines(question, { similar, filters: { showId: show.id } as never })).toEqual([unlike]);
    const before = new Date(Date.now() - 20 * 24 * 3600_000);
    expect(await headlines(question, { similar, filters: { to: before } as never })).toEqual([unlike]);
    // Nearly everything is of this kind: no list of what fits is short enough, so ever more is looked at.
    const kind = { kind: "fact" } as never;
    expect((await headlines(question, { similar, filters: kind }))?.length).toBeGreaterThan(0);
  });
});

describe("the search for an idea by a service's vectors", () => {
  let stage: TestStage;
  let service: EmbeddingTestService;
  let context: StageContext;

  beforeAll(async () => {
    stage = await startTestStage();
    service = await startEmbeddingService();
    const env = readEnv({ EMBEDDING_BASE_URL: service.url, EMBEDDING_MODEL: "one", LOG_LEVEL: "silent" });
    context = { ...stage.context, env };
    await fill(stage, context);
  });
  afterAll(async () => {
    await service.stop();
    await stage.stop();
  });

  it("asks it for readers alone, once for each question, and goes on without it when it fails", async () => {
    const before = service.requests.length;
    expect(await similarFinder(context, { mayPay: false })(question, anything)).toEqual([]);
    expect(service.requests).toHaveLength(before);
    const find = similarFinder(context, { mayPay: true });
    const [found] = await find(question, anything);
    expect(await stage.db.insight.findUniqueOrThrow({ where: { id: found ?? "" } })).toMatchObject({
      headline: batteries,
    });
    await find(question, anything);
    expect(service.requests).toHaveLength(before + 1);
    service.faults.push("401");
    expect(await find("another question that nobody has asked", anything)).toEqual([]);
  });

  it("goes on by the former model while another one's vectors are made, and never compares the two", async () => {
    const env = readEnv({ EMBEDDING_BASE_URL: service.url, EMBEDDING_MODEL: "two", LOG_LEVEL: "silent" });
    service.requests.length = 0;
    const [found] = await similarFinder({ ...context, env }, { mayPay: true })(`${question} now`, anything);
    expect(await stage.db.insight.findUniqueOrThrow({ where: { id: found ?? "" } })).toMatchObject({
      headline: batteries,
    });
    expect(service.requests.map(({ model }) => model)).toEqual(["one"]);
  });

  it("finds none where the settings no longer lead to the model of the stored vectors", async () => {
    const env = readEnv({ LOG_LEVEL: "silent" });
    expect(await similarFinder({ ...context, env }, { mayPay: true })(question, anything)).toEqual([]);
    expect(service.requests.filter(({ model }) => model !== "one")).toEqual([]);
  });
});
