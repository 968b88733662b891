import { describe, expect, it } from "vitest";
import { spentTodayMicroUsd } from "../../lib/costs/paid-call";
import { extractInsights } from "../../lib/insights/extract-insights";
import type { Behaviour } from "../support/insight-service";
import { readScenes } from "../support/labelled-pairs";
import { addSceneEpisode } from "../support/model-episode";
import { useModelStage } from "../support/model-stage";
import { mindOf } from "../support/scene-mind";

const scenes = readScenes();
const few = scenes.slice(0, 4);

describe("a model that cannot or will not answer", () => {
  const model = useModelStage();

  it("splits a part whose answer is cut off, and says so where even the pieces are", async () => {
    const eight = scenes.slice(0, 24);
    model.serve((question) => {
      if (question.form === "insights" && question.segments.size > 40)
        return { content: '{"promotion": [], "candidates": [{"first_se', finishReason: "length" };
      return mindOf(scenes, () => ({}))(question);
    });
    const id = await addSceneEpisode(model.stage.db, eight);
    expect((await extractInsights(model.context, { episodeId: id })).insights).toBe(10);
    expect((await model.episode(id)).extractionState).toBeNull();
    model.serve(() => ({ content: '{"promotion": [], "cand', finishReason: "length" }));
    const other = await addSceneEpisode(model.stage.db, scenes.slice(24, 48));
    await extractInsights(model.context, { episodeId: other });
    expect(await model.episode(other)).toMatchObject({
      stage: "extracted",
      extractionState: "truncated",
      stageReason: expect.stringMatching(
        /was cut off, also when asked in smaller parts\. What is shown is in the speakers/,
      ),
    });
    expect((await model.insights(other)).every(({ extractor }) => extractor === "verbatim")).toBe(true);
  });

  it.each<[string, Behaviour, string, RegExp]>([
    [
      "a refusal",
      { refusal: "I cannot help with that." },
      "refused",
      /would not read the episode \(I cannot help with that\)/,
    ],
    ["an empty answer", { content: "" }, "refused", /gave an empty answer/],
    ["a filtered answer", { content: "{", finishReason: "content_filter" }, "refused", /content filter/],
    ["prose", { content: "Here are your insights!" }, "invalid", /had not the form that was asked for, twice/],
    ["another form", { content: { insights: [] } }, "invalid", /had not the form/],
    [
      "a refused request",
      { status: 400, error: { message: "bad schema" } },
      "invalid",
      /refuses the request \(400\): bad schema/,
    ],
  ])("says what came instead of an answer: %s", async (_name, behaviour, state, sentence) => {
    model.serve(() => behaviour);
    const id = await addSceneEpisode(model.stage.db, few);
    await extractInsights(model.context, { episodeId: id });
    const row = await model.episode(id);
    expect(row).toMatchObject({ stage: "extracted", extractionState: state });
    expect(row.stageReason).toMatch(sentence);
    expect((await model.insights(id)).every(({ extractor }) => extractor === "verbatim")).toBe(true);
    // What was answered, if only with a refusal, is not asked again.
    const asked = model.service.asked.length;
    await model.stage.db.episode.update({ where: { id }, data: { stage: "transcribed" } });
    await extractInsights(model.context, { episodeId: id });
    expect(model.service.asked.length).toBe(
      state === "invalid" && "status" in (behaviour as object) ? asked + 1 : asked,
    );
  });

  it.each<[string, Behaviour, string, RegExp]>([
    [
      "is refused",
      { refusal: "Not about that." },
      "refused",
      /^The model would not read 1 of its \d parts \(Not about that\)\.$/,
    ],
    [
      "is filtered",
      { status: 400, error: { code: "content_filter" } },
      "refused",
      /1 of its \d parts \(its content filter/,
    ],
    [
      "is rejected",
      { status: 400, error: { message: "odd sign" } },
      "invalid",
      /\(400\): odd sign, for 1 of its \d parts\.$/,
    ],
    [
      "gets half an answer",
      { content: '{"promotion": [', finishReason: "length" },
      "truncated",
      /1 of its \d parts was cut off/,
    ],
    ["gets prose", { content: "Well." }, "invalid", /1 of its \d parts had not the form/],
  ])("keeps what other parts gave when one %s, and says so", async (_name, behaviour, state, sentence) => {
    model.configure({ INSIGHT_PART_TOKENS: "1500" });
    const right = mindOf(scenes, () => ({}));
    const bad = scenes[0]?.segments[0]?.text ?? "";
    model.serve((question) =>
      question.form === "insights" && [...question.segments.values()].some((text) => text.endsWith(bad))
        ? behaviour
        : right(question),
    );
    const id = await addSceneEpisode(model.stage.db, scenes.slice(0, 24));
    expect((await extractInsights(model.context, { episodeId: id })).insights).toBe(10);
    const row = await model.episode(id);
    expect(row).toMatchObject({ stage: "extracted", extractionState: state });
    expect(row.stageReason).toMatch(sentence);
    expect((await model.insights(id)).every(({ extractor }) => extractor === "openai")).toBe(true);
  });

  it("understands a small model's code block and thoughts", async () => {
    model.configure({ INSIGHT_MODEL: "my-own-model" });
    const right = mindOf(scenes, () => ({}));
    model.serve((question) => {
      const answer = right(question) as { content: unknown };
      return { content: `<think>Hm.</think>\n\`\`\`json\n${JSON.stringify(answer.content)}\n\`\`\`` };
    });
    const id = await addSceneEpisode(model.stage.db, few);
    expect((await extractInsights(model.context, { episodeId: id })).insights).toBe(4);
    expect(model.service.asked[0]?.body).toMatchObject({ temperature: 0 });
    expect(model.service.asked[0]?.system).toContain("Answer in JSON of this schema");
    expect(await spentTodayMicroUsd(model.stage.db, new Date())).toBe(0);
  });

  it.each<[string, Behaviour, string, RegExp, number]>([
    ["a bad key", { status: 401 }, "keyRefused", /does not accept the key \(401\)/, 30],
    ["an unknown model", { status: 404 }, "keyRefused", /Check INSIGHT_MODEL/, 30],
    [
      "an empty account",
      { status: 429, error: { code: "insufficient_quota" } },
      "outOfQuota",
      /has no credit left\. Reading goes on by itself/,
      30,
    ],
    [
      "a limit of an hour",
      { status: 429, headers: { "retry-after": "3600" } },
      "rateLimited",
      /wants fewer requests at the moment \(429\)/,
      60,
    ],
  ])("waits, says for what, and goes on by itself: %s", async (_name, behaviour, state, sentence, minutes) => {
    model.serve(() => behaviour);
    const id = await addSceneEpisode(model.stage.db, few);
    const before = Date.now();
    await extractInsights(model.context, { episodeId: id });
    const row = await model.episode(id);
    expect(row).toMatchObject({ stage: "transcribed", extractionState: state, attempts: 1 });
    expect(row.stageReason).toMatch(sentence);
    expect(((row.retryAt?.getTime() ?? 0) - before) / 60_000).toBeCloseTo(minutes, 0);
    expect(model.service.asked).toHaveLength(1);
    expect(await spentTodayMicroUsd(model.stage.db, new Date())).toBe(0);
    // Another key, so that this process has not been told to wait.
    model.configure({ INSIGHT_API_KEY: crypto.randomUUID() });
    model.serve(mindOf(scenes, () => ({})));
    expect((await extractInsights(model.context, { episodeId: id })).insights).toBe(4);
    expect(await model.episode(id)).toMatchObject({
      stage: "extracted",
      extractionState: null,
      retryAt: null,
      attempts: 0,
    });
  });

  it("stops at the day's budget before it calls, and goes on when there is more", async () => {
    model.configure({ DAILY_BUDGET_USD: "0.0001" });
    model.serve(mindOf(scenes, () => ({})));
    const id = await addSceneEpisode(model.stage.db, few);
    await extractInsights(model.context, { episodeId: id });
    expect(await model.episode(id)).toMatchObject({
      stage: "transcribed",
      extractionState: "budgetUsedUp",
      stageReason: expect.stringContaining("The day's budget"),
    });
    expect(model.service.asked).toHaveLength(0);
    model.configure({});
    expect((await extractInsights(model.context, { episodeId: id })).insights).toBe(4);
  });

  it("waits as a service asks, tries again what passes, and never has more at once than it may", async () => {
    model.configure({ INSIGHT_PART_TOKENS: "1500", INSIGHT_CONCURRENCY: "2" });
    const right = mindOf(scenes, () => ({}));
    model.serve(async (question, count) => {
      if (count === 1) return { status: 429, headers: { "retry-after": "1" } };
      if (count === 2) return { status: 500, headers: { "retry-after-ms": "5" } };
      if (count === 3) return "hang up";
      // Else one would be answered before the next has claimed its place.
      await new Promise((resolve) => setTimeout(resolve, 300));
      return right(question);
    });
    const id = await addSceneEpisode(model.stage.db, scenes.slice(0, 20));
    const startedAt = Date.now();
    expect((await extractInsights(model.context, { episodeId: id })).insights).toBe(10);
    expect(Date.now() - startedAt).toBeGreaterThan(900);
    expect(model.service.mostAtOnce).toBe(2);
  });

  it("sends nothing while the service has said that nothing is left", async () => {
    model.configure({ INSIGHT_PART_TOKENS: "1500", INSIGHT_CONCURRENCY: "8" });
    const right = mindOf(scenes, () => ({}));
    const at: number[] = [];
    model.serve((question, count) => {
      at.push(Date.now());
      const headers = {
        "x-ratelimit-remaining-requests": count === 1 ? "0" : "50",
        "x-ratelimit-reset-requests": "1s",
      };
      const answer = right(question);
      return typeof answer === "object" && "content" in answer ? { ...answer, headers } : answer;
    });
    const first = await addSceneEpisode(model.stage.db, few);
    await extractInsights(model.context, { episodeId: first });
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(900);
  });
});
