import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PaidCall, paidCall, spentTodayMicroUsd } from "../../lib/costs/paid-call";
import { insightService } from "../../lib/insights/openai";
import { embeddingService } from "../../lib/stories/openai";
import { transcriptionService } from "../../lib/transcripts/openai";
import { startServer, type TestServer } from "../support/test-server";
import { startTestStage, type TestStage } from "../support/test-stage";

let stage: TestStage;
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const url = `${server.origin}/v1`;
  stage = await startTestStage({
    ...{ TRANSCRIBE_BASE_URL: url, INSIGHT_BASE_URL: url, EMBEDDING_BASE_URL: url, EMBEDDING_MODEL: "vectors" },
    ...{ INSIGHT_MODEL: "gpt-6-luna", INSIGHT_INPUT_USD: "1", INSIGHT_OUTPUT_USD: "2" },
    EMBEDDING_USD_PER_MILLION_TOKENS: "1000",
  });
});
afterAll(async () => {
  await stage.stop();
  await server.stop();
});
beforeEach(() => stage.db.paidCall.deleteMany());

const answer =
  (body: string, { status = 200, type = "application/json" } = {}) =>
  (_: unknown, response: ServerResponse) =>
    void response.writeHead(status, { "content-type": type }).end(body);
/** One answer after the other; the last one again and again. */
const inTurn = (...answers: ReturnType<typeof answer>[]) => {
  let next = 0;
  return (request: unknown, response: ServerResponse) =>
    answers[Math.min(next++, answers.length - 1)]?.(request, response);
};
const signIn = answer("<h1>Sign in to the network</h1>", { type: "text/html" });
const broken = answer('{"text": "hel');
const odd = answer('{"odd": true}');
const down = answer("{}", { status: 400 });
const spent = () => spentTodayMicroUsd(stage.db, new Date());

describe("answers that are of no use", () => {
  it("cost what they cost when a transcription service gives them, and refusals nothing", async () => {
    const service = transcriptionService(stage.context.env);
    if (!service) throw new Error("No service.");
    const piece = {
      bytes: new Uint8Array(10),
      fileName: "a.mp3",
      contentType: "audio/mpeg",
      startMs: 0,
      endMs: 1,
      isSilent: false,
    };
    const call: PaidCall = { input: "p", purpose: "transcription", model: "m", episodeId: null, costMicroUsd: 100 };
    const hear = () =>
      paidCall(stage.context, call, (count) => service.transcribe(piece, { language: null, names: [] }, count));
    for (const [answers, cost] of [
      [[odd], 200],
      [[broken], 200],
      [[signIn], 0],
      [[down], 0],
    ] as const) {
      await stage.db.paidCall.deleteMany();
      server.routes.set("/v1/audio/transcriptions", inTurn(...answers));
      await expect(hear()).rejects.toThrow();
      expect(await spent()).toBe(cost);
    }
    await stage.db.paidCall.deleteMany();
    server.routes.set("/v1/audio/transcriptions", inTurn(odd, answer('{"text": "hello"}')));
    expect(await hear()).toMatchObject({ text: "hello" });
    expect(await spent()).toBe(200);
  });

  it("cost what their usage says, or what was expected, when a model gives them", async () => {
    const service = insightService(stage.context.env);
    if (!service) throw new Error("No service.");
    const call: PaidCall = {
      ...{ input: "q", purpose: "insights", model: "m", episodeId: null },
      ...{ costMicroUsd: 900, estimateMicroUsd: 70 },
    };
    const question = { system: "s", user: "u", schema: { name: "n", json: {} }, mostOutputTokens: 10 };
    const ask = () => paidCall(stage.context, call, (count) => service.ask(question, 1, count));
    const counted = answer('{"choices": [], "usage": {"prompt_tokens": 100, "completion_tokens": 10}}');
    const refused = answer('{"error": {"message": "no"}}', { status: 400 });
    server.routes.set("/v1/chat/completions", inTurn(counted, odd, broken, refused));
    await expect(ask()).rejects.toThrow();
    expect(await spent()).toBe(100 + 20 + 70 + 70);
    expect(await stage.db.paidCall.count({ where: { answeredAt: null } })).toBe(0);
    await stage.db.paidCall.deleteMany();
    server.routes.set("/v1/chat/completions", inTurn(signIn, refused));
    await expect(ask()).rejects.toThrow();
    expect(await spent()).toBe(0);
  });

  it("cost what was expected when a service for vectors gives them", async () => {
    const embedder = embeddingService(stage.context);
    for (const [given, cost] of [
      [odd, 1_000],
      [broken, 1_000],
      [signIn, 0],
      [down, 0],
    ] as const) {
      await stage.db.paidCall.deleteMany();
      server.routes.set("/v1/embeddings", given);
      await expect(embedder?.embed(["abc"])).rejects.toThrow();
      expect(await spent()).toBe(cost);
    }
  });
});
