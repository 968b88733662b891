import { existsSync, mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { callKey, forgetCutOffCalls, paidCall, spentTodayMicroUsd } from "../../lib/costs/paid-call";
import { readEnv } from "../../lib/env";
import type { StageContext } from "../../lib/queue/stage";
import { acquireTranscript } from "../../lib/transcripts/acquire-transcript";
import { resumeWaiting } from "../../lib/transcripts/resume-waiting";
import { segmentsOf } from "../../lib/transcripts/store";
import { compareWords, plainWords } from "../eval/source-words";
import { type AudioForm, makeAudio } from "../support/test-audio";
import { startServer, type TestServer } from "../support/test-server";
import { startTestStage, type TestStage } from "../support/test-stage";
import { hearingService, speech } from "../support/transcription-service";

const minuteMs = 60_000;

describe("transcribing a recording", () => {
  let stage: TestStage;
  let server: TestServer;
  let dataDir: string;
  let context: StageContext;
  let settings: Record<string, string>;

  beforeAll(async () => {
    stage = await startTestStage();
  });
  beforeEach(async () => {
    server = await startServer(2);
    dataDir = mkdtempSync(join(tmpdir(), "overheard audio "));
    settings = {
      ALLOW_PRIVATE_NETWORK: "on",
      LOG_LEVEL: "silent",
      DATA_DIR: dataDir,
      TRANSCRIBE_BASE_URL: `${server.origins[1]}/v1`,
      TRANSCRIBE_API_KEY: "sk-test",
      TRANSCRIBE_MODEL: "whisper-1",
      DAILY_BUDGET_USD: "100",
    };
    configure({});
  });
  afterEach(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
    await stage.db.paidCall.deleteMany();
    await stage.db.show.deleteMany();
    stage.enqueued.length = 0;
  });
  afterAll(() => stage.stop());

  function configure(more: Record<string, string>): void {
    context = { ...stage.context, env: readEnv({ ...settings, ...more }) };
  }

  async function addEpisode(): Promise<string> {
    const { id } = await stage.db.show.create({ data: { title: "Peak Load", language: "en" } });
    const episode = await stage.db.episode.create({
      data: {
        showId: id,
        guid: crypto.randomUUID(),
        title: "The late ferry, with Nadia Okonkwo",
        publishedAt: new Date(),
        enclosureUrl: `${server.origins[0]}/audio`,
        persons: [{ name: "Nadia Okonkwo", role: "guest" }],
      },
    });
    return episode.id;
  }

  const row = (id: string) => stage.db.episode.findUniqueOrThrow({ where: { id }, include: { transcript: true } });
  const audioAt = (audio: Buffer) =>
    server.routes.set("/audio", (_, response) =>
      response.writeHead(200, { "content-length": audio.length }).end(audio),
    );
  const serviceAt = (handle: (request: IncomingMessage, response: ServerResponse) => void) =>
    server.routes.set("/v1/audio/transcriptions", handle);
  const error =
    (status: number, message: string, headers: Record<string, string> = {}, code?: string) =>
    (_: IncomingMessage, response: ServerResponse) =>
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(JSON.stringify({ error: { message, code } }));

  const forms: [string, AudioForm][] = [
    ["MP3, constant rate, stereo", { kind: "mp3", channels: 2 }],
    ["MP3, constant rate, mono", { kind: "mp3", channels: 1 }],
    ["MP3, variable rate, with a tag of megabytes", { kind: "mp3", channels: 2, isVbr: true, id3Bytes: 3_000_000 }],
    ["M4A", { kind: "m4a", channels: 2 }],
  ];
  const models = [
    ["whisper-1", "words with times"],
    ["gpt-transcribe", "text alone"],
  ] as const;

  for (const [name, form] of forms)
    for (const [model, answers] of models)
      it(`loses and doubles at most a tenth of a word a border: ${name}, ${answers}`, async () => {
        const durationMs = 12 * minuteMs;
        const said = speech(durationMs);
        const { requests, handle } = hearingService(said, form);
        audioAt(await makeAudio(durationMs, form));
        serviceAt(handle);
        // A server of one's own with short requests stands for hours of recording.
        configure({
          TRANSCRIBE_MODEL: model === "whisper-1" ? "whisper-1" : model,
          TRANSCRIBE_MAX_PIECE_SECONDS: "60",
        });
        const episodeId = await addEpisode();
        expect(await acquireTranscript(context, { episodeId })).toEqual({ stage: "transcribed" });
        expect(requests.length).toBeGreaterThan(10);
        const segments = await segmentsOf(stage.db, episodeId);
        const truth = said.flatMap(({ text }) => plainWords(text)).map((word) => ({ word, isLabel: false }));
        const { lost, added, examples } = compareWords(
          truth,
          segments.flatMap(({ text }) => plainWords(text)),
        );
        expect((lost + added) / (requests.length - 1), examples.join(" ")).toBeLessThanOrEqual(0.1);
        expect((await row(episodeId)).transcript).toMatchObject({
          format: "audio",
          timing: model === "whisper-1" ? "model" : "interpolated",
        });
        const starts = segments.map(({ startMs }) => startMs);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        const spelled =
          model === "whisper-1" ? requests[0]?.fields.get("prompt") : requests[0]?.fields.get("keywords[]");
        expect(spelled?.join(" ")).toContain("Nadia Okonkwo");
        expect(existsSync(join(dataDir, "audio", episodeId))).toBe(false);
      });

  it("pays nothing twice when it is cut off and begun again", async () => {
    const form: AudioForm = { kind: "mp3", channels: 1 };
    const said = speech(10 * minuteMs);
    const { requests, handle } = hearingService(said, form);
    audioAt(await makeAudio(10 * minuteMs, form));
    configure({ TRANSCRIBE_MAX_PIECE_SECONDS: "60", TRANSCRIBE_CONCURRENCY: "1" });
    const episodeId = await addEpisode();
    let answered = 0;
    serviceAt((request, response) => {
      if (answered++ === 4) error(400, "no")(request, response);
      else handle(request, response);
    });
    expect((await acquireTranscript(context, { episodeId })).stage).toBe("failed");
    expect(requests).toHaveLength(4);
    await stage.db.episode.update({ where: { id: episodeId }, data: { stage: "discovered" } });
    expect((await acquireTranscript(context, { episodeId })).stage).toBe("transcribed");
    const starts = requests.map(({ startMs }) => startMs);
    expect(new Set(starts).size).toBe(starts.length);
    const calls = await stage.db.paidCall.findMany();
    expect(calls).toHaveLength(requests.length);
    const minutes = requests.reduce((sum, piece) => sum + (piece.endMs - piece.startMs), 0) / minuteMs;
    expect((await spentTodayMicroUsd(stage.db, new Date())) / 1_000_000).toBeCloseTo(minutes * 0.006, 2);
    expect(calls.every((call) => call.episodeId === episodeId)).toBe(true);
  });

  it("stops at the day's budget, says so, and goes on by itself when there is more", async () => {
    const form: AudioForm = { kind: "mp3", channels: 1 };
    const { requests, handle } = hearingService(speech(5 * minuteMs), form);
    audioAt(await makeAudio(5 * minuteMs, form));
    serviceAt(handle);
    configure({ TRANSCRIBE_MAX_PIECE_SECONDS: "60", DAILY_BUDGET_USD: "0.015", TRANSCRIBE_CONCURRENCY: "1" });
    const episodeId = await addEpisode();
    const result = await acquireTranscript(context, { episodeId });
    expect(result).toMatchObject({
      stage: "waiting",
      reason: expect.stringMatching(/^The day's budget of \$0\.0[12] is used up/),
    });
    const paid = requests.length;
    expect(paid).toBe(2);
    configure({ TRANSCRIBE_MAX_PIECE_SECONDS: "60" });
    expect(await resumeWaiting(context)).toBe(0);
    const later = new Date(Date.now() + 31 * minuteMs);
    expect(await resumeWaiting({ ...context, now: () => later })).toBe(1);
    expect(stage.enqueued.at(-1)).toEqual({ name: "acquire-transcript", data: { episodeId } });
    expect((await acquireTranscript(context, { episodeId })).stage).toBe("transcribed");
    expect(new Set(requests.map(({ startMs }) => startMs)).size).toBe(requests.length);
  });

  it("goes on by itself with what waited for a service", async () => {
    configure({ TRANSCRIBE_BASE_URL: "", TRANSCRIBE_API_KEY: "" });
    const episodeId = await addEpisode();
    expect(await acquireTranscript(context, { episodeId })).toMatchObject({
      stage: "waiting",
      reason: expect.stringContaining("no transcription service is configured"),
    });
    expect(await resumeWaiting(context)).toBe(0);
    configure({});
    expect(await resumeWaiting(context)).toBe(1);
    expect((await row(episodeId)).stage).toBe("discovered");
  });

  it("downloads nothing while the budget is used up, never gives up for it, and says what it would cost", async () => {
    configure({ DAILY_BUDGET_USD: "0.001" });
    const episodeId = await addEpisode();
    await stage.db.episode.update({ where: { id: episodeId }, data: { durationSeconds: 3600 } });
    for (let i = 0; i < 12; i++) {
      await stage.db.episode.update({ where: { id: episodeId }, data: { stage: "discovered" } });
      expect((await acquireTranscript(context, { episodeId })).stage).toBe("waiting");
    }
    expect((await row(episodeId)).attempts).toBe(0);
    expect(server.requests).toHaveLength(0);
    configure({ TRANSCRIBE_BASE_URL: "", TRANSCRIBE_API_KEY: "" });
    await stage.db.episode.update({ where: { id: episodeId }, data: { stage: "discovered" } });
    expect((await acquireTranscript(context, { episodeId })).reason).toContain(
      "Transcribing it would cost about $0.36 with whisper-1.",
    );
  });

  it("does not send what nobody speaks in", async () => {
    const form: AudioForm = { kind: "mp3", channels: 1, silence: [[2 * minuteMs, 4 * minuteMs]] };
    const said = speech(6 * minuteMs).filter(({ startMs, endMs }) => endMs < 2 * minuteMs || startMs > 4 * minuteMs);
    const { requests, handle } = hearingService(said, form);
    audioAt(await makeAudio(6 * minuteMs, form));
    serviceAt(handle);
    configure({ TRANSCRIBE_MAX_PIECE_SECONDS: "40" });
    const episodeId = await addEpisode();
    expect((await acquireTranscript(context, { episodeId })).stage).toBe("transcribed");
    expect(requests.some(({ startMs, endMs }) => startMs >= 2 * minuteMs && endMs <= 4 * minuteMs)).toBe(false);
  });

  it.each([
    [error(401, "Incorrect API key"), "waiting", /does not accept the key \(401\)/, false],
    [error(429, "You exceeded your quota", {}, "insufficient_quota"), "waiting", /has no credit left/, false],
    [error(404, "The model does not exist"), "waiting", /does not know the model/, false],
    [error(400, "Audio file might be corrupted"), "failed", /refuses the recording: .*corrupted/, false],
    [
      (_: unknown, r: ServerResponse) => r.writeHead(200, { "content-type": "application/json" }).end('{"odd": 1}'),
      "waiting",
      /something else than a transcript/,
      true,
    ],
  ] as const)("says what the service says, and lets others go on (%#)", async (handle, outcome, sentence, isPaid) => {
    const form: AudioForm = { kind: "mp3", channels: 1 };
    audioAt(await makeAudio(minuteMs, form));
    serviceAt(handle as never);
    const episodeId = await addEpisode();
    expect((await acquireTranscript(context, { episodeId })).stage).toBe(outcome);
    expect((await row(episodeId)).stageReason).toMatch(sentence);
    expect((await spentTodayMicroUsd(stage.db, new Date())) > 0).toBe(isPaid);
  });

  it("waits as long as the service asks, and tries again what went wrong", async () => {
    const form: AudioForm = { kind: "mp3", channels: 1 };
    const { requests, handle } = hearingService(speech(minuteMs), form);
    audioAt(await makeAudio(minuteMs, form));
    let tries = 0;
    serviceAt((request, response) => {
      tries++;
      if (tries === 1) error(429, "Slow down", { "retry-after": "1" })(request, response);
      else if (tries === 2) error(500, "Oops", { "retry-after-ms": "5" })(request, response);
      else if (tries === 3) request.socket.destroy();
      else handle(request, response);
    });
    const startedAt = Date.now();
    const episodeId = await addEpisode();
    expect((await acquireTranscript(context, { episodeId })).stage).toBe("transcribed");
    expect(Date.now() - startedAt).toBeGreaterThan(900);
    expect(requests).toHaveLength(1);
  });

  it.each([
    ["no audio at all", Buffer.from("<html>Not found</html>".repeat(100)), /no audio file that can be read/],
    ["zeroes", Buffer.alloc(500_000), /no audio file|holds no sound|broken/],
    [
      "a tag and nothing else",
      Buffer.from("ID3\u0003\u0000\u0000\u0000\u0000\u0000\u0000", "latin1"),
      /no audio file|broken|empty/,
    ],
  ])("fails with the reason where the file is %s", async (_name, file, sentence) => {
    audioAt(file);
    const episodeId = await addEpisode();
    expect((await acquireTranscript(context, { episodeId })).stage).toBe("failed");
    expect((await row(episodeId)).stageReason).toMatch(sentence);
  });

  it("keeps the publisher's chapters, and goes on without those that are broken", async () => {
    server.routes.set("/chapters.json", (_, response) =>
      response.end(JSON.stringify({ version: "1.2.0", chapters: [{ startTime: 61, title: "The queue" }] })),
    );
    const words = Array.from({ length: 20 }, (_, i) => `Sentence number ${i} says little.`).join(" ");
    server.routes.set("/t.vtt", (_, response) => response.end(`WEBVTT\n\n00:01.000 --> 00:50.000\n${words}\n`));
    for (const path of ["/chapters.json", "/missing.json"]) {
      const id = await addEpisode();
      await stage.db.episode.update({
        where: { id },
        data: {
          chaptersUrl: server.origin + path,
          transcriptRefs: [{ url: `${server.origin}/t.vtt`, type: "text/vtt" }],
        },
      });
      expect((await acquireTranscript(context, { episodeId: id })).stage).toBe("transcribed");
      const expected = path === "/chapters.json" ? [{ startMs: 61_000, title: "The queue" }] : [];
      expect((await row(id)).chapters).toEqual(expected);
    }
  });

  it("begins a broken download anew when the publisher has another version meanwhile", async () => {
    const form: AudioForm = { kind: "mp3", channels: 1 };
    const audio = await makeAudio(2 * minuteMs, form);
    const { requests, handle } = hearingService(speech(2 * minuteMs), form);
    serviceAt(handle);
    let asked = 0;
    server.routes.set("/audio", (_, response) => {
      asked++;
      response.writeHead(200, { etag: `"v${asked}"`, "content-length": audio.length });
      if (asked > 1) response.end(audio);
      else response.write(Buffer.alloc(500_000, 7), () => setTimeout(() => response.destroy(), 20));
    });
    const episodeId = await addEpisode();
    expect((await acquireTranscript(context, { episodeId })).stage).toBe("transcribed");
    expect(server.requests.filter(({ url }) => url === "/audio").map(({ headers }) => headers["if-range"])).toEqual([
      undefined,
      '"v1"',
    ]);
    expect(requests).toHaveLength(1);
  });

  it("makes a call again that was cut off, and keeps what it may have cost", async () => {
    const call = {
      input: "x",
      purpose: "transcription",
      model: "m",
      costMicroUsd: 5,
      episodeId: await addEpisode(),
    } as const;
    const key = callKey(call);
    const { input: _, ...columns } = call;
    const begin = (aliveAt: Date | null) =>
      stage.db.paidCall.create({ data: { key, ...columns, startedAt: new Date(), aliveAt } });
    await begin(new Date(Date.now() - 60_000));
    for (let i = 0; i < 2; i++) expect(await paidCall(context, call, async () => "answer")).toBe("answer");
    expect(await spentTodayMicroUsd(stage.db, new Date())).toBe(10);
    await stage.db.paidCall.deleteMany();
    await begin(null);
    for (let i = 0; i < 2; i++) await forgetCutOffCalls(stage.db);
    for (let i = 0; i < 2; i++) expect(await paidCall(context, call, async () => "answer")).toBe("answer");
    expect(await spentTodayMicroUsd(stage.db, new Date())).toBe(10);
  });

  it("waits for the same call of somebody else, and takes its answer", async () => {
    const call = { input: "y", purpose: "transcription", model: "m", costMicroUsd: 5, episodeId: null } as const;
    const { input: _, ...columns } = call;
    const key = callKey(call);
    await stage.db.paidCall.create({ data: { key, ...columns, startedAt: new Date(), aliveAt: new Date() } });
    let made = 0;
    const asked = paidCall(context, call, async () => `made ${++made}`);
    await new Promise((resolve) => setTimeout(resolve, 400));
    await stage.db.paidCall.update({
      where: { key },
      data: { response: "theirs", answeredAt: new Date(), aliveAt: null },
    });
    expect(await asked).toBe("theirs");
    expect(made).toBe(0);
  });

  it("leaves a call to who has taken it over, and keeps an answer whatever became of its row", async () => {
    const call = { input: "z", purpose: "transcription", model: "m", costMicroUsd: 5, episodeId: null } as const;
    const key = callKey(call);
    // What a process does that stood still for longer than its claim lasts.
    const standStill = async () => {
      await stage.db.paidCall.update({ where: { key }, data: { aliveAt: new Date(0), startedAt: new Date(1) } });
    };
    const failing = paidCall(context, call, async () => {
      await standStill();
      throw new Error("cut");
    });
    await expect(failing).rejects.toThrow("cut");
    expect(await stage.db.paidCall.count({ where: { key } })).toBe(1);
    await stage.db.paidCall.deleteMany();
    const answer = await paidCall(context, call, async () => {
      await stage.db.paidCall.deleteMany({ where: { key } });
      return "paid for";
    });
    expect(answer).toBe("paid for");
    expect(await paidCall(context, call, () => Promise.reject(new Error("asked again")))).toBe("paid for");
  });

  it("takes a broken download up where it broke off", async () => {
    const form: AudioForm = { kind: "mp3", channels: 1 };
    const audio = await makeAudio(3 * minuteMs, form);
    const { handle } = hearingService(speech(3 * minuteMs), form);
    serviceAt(handle);
    const ranges: (string | undefined)[] = [];
    server.routes.set("/audio", (request, response) => {
      ranges.push(request.headers.range);
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
      const head = { etag: '"v1"', "content-length": audio.length - from };
      response.writeHead(from > 0 ? 206 : 200, head);
      if (ranges.length < 3)
        response.write(audio.subarray(from, from + 700_000), () => setTimeout(() => response.destroy(), 20));
      else response.end(audio.subarray(from));
    });
    const episodeId = await addEpisode();
    expect((await acquireTranscript(context, { episodeId })).stage).toBe("transcribed");
    expect(ranges[0]).toBeUndefined();
    expect(ranges).toHaveLength(3);
    expect(Number(/\d+/.exec(ranges[2] ?? "")?.[0])).toBeGreaterThan(700_000);
  });
});
