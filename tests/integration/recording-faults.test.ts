import { existsSync, readdirSync } from "node:fs";
import fs, { writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createFetcher } from "../../lib/net/fetch";
import { acquireTranscript } from "../../lib/transcripts/acquire-transcript";
import { openAudio, planPieces } from "../../lib/transcripts/audio-pieces";
import { resumeWaiting } from "../../lib/transcripts/resume-waiting";
import { segmentsOf } from "../../lib/transcripts/store";
import { makeAudio } from "../support/test-audio";
import { startTestStage, type TestStage } from "../support/test-stage";
import { startTranscribing, type Transcribing } from "../support/transcribing";
import { hearingService, speech } from "../support/transcription-service";

const minuteMs = 60_000;
const mp3 = { kind: "mp3", channels: 1 } as const;

describe("recordings and answers that are not as they should be", () => {
  let stage: TestStage;
  let transcribing: Transcribing;

  beforeAll(async () => {
    stage = await startTestStage();
  });
  beforeEach(async () => {
    transcribing = await startTranscribing(stage);
  });
  afterEach(() => transcribing.stop());
  afterAll(() => stage.stop());

  const row = (id: string) => stage.db.episode.findUniqueOrThrow({ where: { id }, include: { transcript: true } });
  const answerWith = (answer: object) =>
    transcribing.server.routes.set("/v1/audio/transcriptions", (request, response) => {
      request.resume();
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });

  it("waits where the disk has no room, however often, and goes on when it has some", async () => {
    transcribing.publish(await makeAudio(minuteMs, mp3));
    transcribing.server.routes.set("/v1/audio/transcriptions", hearingService(speech(minuteMs), mp3).handle);
    const context = transcribing.with({});
    const episodeId = await transcribing.addEpisode();
    const { statfs } = fs;
    fs.statfs = (async () => ({ bavail: 1_000, bsize: 4_096 })) as unknown as typeof statfs;
    syncBuiltinESMExports();
    try {
      for (let tries = 0; tries < 12; tries++) {
        await stage.db.episode.update({ where: { id: episodeId }, data: { stage: "discovered" } });
        expect(await acquireTranscript(context, { episodeId })).toMatchObject({
          stage: "waiting",
          reason: expect.stringMatching(/^There is no room for a file of \d+ MB in .*Free some space/),
        });
      }
    } finally {
      fs.statfs = statfs;
      syncBuiltinESMExports();
    }
    expect(await row(episodeId)).toMatchObject({ attempts: 0, waitsFor: "later" });
    expect(readdirSync(join(transcribing.dataDir, "audio"))).toEqual([]);
    expect(await resumeWaiting({ ...context, now: () => new Date(Date.now() + 31 * minuteMs) })).toBe(1);
    expect((await acquireTranscript(context, { episodeId })).stage).toBe("transcribed");
  });

  it("keeps the recording until its transcript is stored: fetched again, it may hold other advertisements", async () => {
    transcribing.publish(await makeAudio(minuteMs, mp3));
    const { requests, handle } = hearingService(speech(minuteMs), mp3);
    transcribing.server.routes.set("/v1/audio/transcriptions", handle);
    const context = transcribing.with({});
    const episodeId = await transcribing.addEpisode();
    const file = join(transcribing.dataDir, "audio", episodeId);
    const enqueue = () => Promise.reject(new Error("The database is gone."));
    await expect(acquireTranscript({ ...context, enqueue }, { episodeId })).rejects.toThrow("The database is gone.");
    expect(existsSync(file)).toBe(true);
    const paid = requests.length;
    transcribing.publish(await makeAudio(2 * minuteMs, mp3));
    expect((await acquireTranscript(context, { episodeId })).stage).toBe("transcribed");
    expect(requests).toHaveLength(paid);
    expect(existsSync(file)).toBe(false);
  });

  it("says of a file without a byte that it is empty", async () => {
    transcribing.publish(Buffer.alloc(0));
    const episodeId = await transcribing.addEpisode();
    const result = await acquireTranscript(transcribing.with({}), { episodeId });
    expect(result).toMatchObject({ stage: "waiting", reason: expect.stringContaining("sent an empty file") });
    expect(existsSync(join(transcribing.dataDir, "audio", episodeId))).toBe(false);
  });

  it("gives up an M4A that ends in the middle, with the reason", async () => {
    const whole = await makeAudio(2 * minuteMs, { kind: "m4a", channels: 1 });
    transcribing.publish(whole.subarray(0, 300));
    const episodeId = await transcribing.addEpisode();
    expect((await acquireTranscript(transcribing.with({}), { episodeId })).stage).toBe("failed");
    expect((await row(episodeId)).stageReason).toMatch(/broken|empty|no sound|no audio file/);
  });

  it("hears what there is of an MP3 that ends in the middle of a frame", async () => {
    const whole = await makeAudio(2 * minuteMs, mp3);
    transcribing.publish(whole.subarray(0, Math.floor(whole.length / 2) - 100));
    const { handle, requests } = hearingService(speech(minuteMs), mp3);
    transcribing.server.routes.set("/v1/audio/transcriptions", handle);
    const episodeId = await transcribing.addEpisode();
    expect((await acquireTranscript(transcribing.with({}), { episodeId })).stage).toBe("transcribed");
    expect(requests.at(-1)?.endMs).toBeGreaterThan(0.95 * minuteMs);
  });

  it("stops a download that is too large, says its length or not, or never ends, and keeps nothing of it", async () => {
    const { routes, origin } = transcribing.server;
    routes.set("/said", (_, response) => response.writeHead(200, { "content-length": 3_000_000 }).end());
    routes.set("/unsaid", (_, response) => {
      for (let i = 0; i < 30; i++) response.write(Buffer.alloc(100_000));
      response.end();
    });
    routes.set("/endless", (_, response) => void response.write("x"));
    const fetcher = createFetcher(transcribing.with({}).env);
    const file = join(transcribing.dataDir, "x");
    for (const [path, kind] of [
      ["said", "too-large"],
      ["unsaid", "too-large"],
      ["endless", "timeout"],
    ])
      await expect(
        fetcher.download(`${origin}/${path}`, { file, maxBytes: 1_000_000, timeoutMs: 1_500 }),
        path,
      ).rejects.toMatchObject({ kind });
    await fetcher.close();
    expect(existsSync(file)).toBe(false);
  });

  it.each(["mp3", "m4a"] as const)(
    "plans pieces of %s by its densest minutes, so that none is too large",
    async (kind) => {
      const file = join(transcribing.dataDir, "dense");
      await writeFile(
        file,
        await makeAudio(24 * minuteMs, { kind, channels: 1, dense: [14 * minuteMs, 24 * minuteMs] }),
      );
      const audio = await openAudio(file);
      try {
        const limits = { maxBytes: kind === "mp3" ? 3_000_000 : 2_400_000, maxMs: 60 * minuteMs, overlapMs: 6_000 };
        const plans = planPieces(audio.durationMs, audio.bytesPerSecond, limits);
        expect(plans.length).toBeGreaterThan(3);
        for (const plan of plans)
          expect((await audio.cut(plan)).bytes.length).toBeLessThanOrEqual(limits.maxBytes * 1.02);
      } finally {
        audio.close();
      }
    },
  );

  it("says in which language a recording turned out to be", async () => {
    transcribing.publish(await makeAudio(minuteMs, mp3));
    const german = "Das Schiff kommt jeden Morgen zu spät, und niemand weiß genau, wer am Ende dafür bezahlt. ";
    answerWith({ text: Array.from({ length: 60 }, (_, i) => `${german}Am Tag ${i}.`).join(" ") });
    const episodeId = await transcribing.addEpisode();
    expect((await acquireTranscript(transcribing.with({}), { episodeId })).stage).toBe("failed");
    expect((await row(episodeId)).stageReason).toBe("The transcript is in German although the show is in English.");
  });

  it("asks no sooner than the service says when it has said that no request is left", async () => {
    transcribing.publish(await makeAudio(3 * minuteMs, mp3));
    const { handle } = hearingService(speech(3 * minuteMs), mp3);
    const askedAt: number[] = [];
    transcribing.server.routes.set("/v1/audio/transcriptions", (request, response) => {
      askedAt.push(performance.now());
      response.setHeader("x-ratelimit-remaining-requests", askedAt.length === 1 ? "0" : "99");
      response.setHeader("x-ratelimit-reset-requests", "1s");
      handle(request, response);
    });
    const context = transcribing.with({ TRANSCRIBE_MAX_PIECE_SECONDS: "60", TRANSCRIBE_CONCURRENCY: "1" });
    const episodeId = await transcribing.addEpisode();
    expect((await acquireTranscript(context, { episodeId })).stage).toBe("transcribed");
    const pauses = askedAt.slice(1).map((at, i) => at - (askedAt[i] ?? 0));
    expect(pauses[0]).toBeGreaterThan(950);
    expect(Math.min(...pauses.slice(1))).toBeLessThan(900);
  });

  it("tells the model the show, the guests and the topics' words that the notes speak of", async () => {
    transcribing.publish(await makeAudio(minuteMs, mp3));
    const { requests, handle } = hearingService(speech(minuteMs), mp3);
    transcribing.server.routes.set("/v1/audio/transcriptions", handle);
    await stage.db.topic.create({
      data: { slug: "ferries", name: "Ferries", description: "", phrases: ["slipway crane"], position: 900 },
    });
    const episodeId = await transcribing.addEpisode(
      {},
      { descriptionText: "Why a slipway crane pays.", persons: [{ name: "Nadia Okonkwo", role: "guest" }] },
    );
    expect((await acquireTranscript(transcribing.with({}), { episodeId })).stage).toBe("transcribed");
    expect(requests[0]?.fields.get("prompt")).toEqual(["Peak Load, Nadia Okonkwo, slipway crane."]);
  });

  it("keeps what was said, without the loop that a model fell into", async () => {
    transcribing.publish(await makeAudio(minuteMs, mp3));
    const said = Array.from({ length: 60 }, (_, i) => `word${i}`);
    const looped = [...said, ...Array.from({ length: 40 }, () => "and so on").flatMap((text) => text.split(" "))];
    const words = looped.map((word, i) => ({ word, start: i * 0.3, end: i * 0.3 + 0.2 }));
    answerWith({ text: looped.join(" "), words });
    const episodeId = await transcribing.addEpisode();
    expect((await acquireTranscript(transcribing.with({}), { episodeId })).stage).toBe("transcribed");
    const text = (await segmentsOf(stage.db, episodeId)).map((segment) => segment.text).join(" ");
    expect(text).toBe([...said, "and", "so", "on"].join(" "));
  });

  it("marks times as approximate where the publisher's host inserts advertisements", async () => {
    const words = Array.from({ length: 20 }, (_, i) => `Sentence number ${i} says little.`).join(" ");
    const { routes, origin } = transcribing.server;
    routes.set("/t.vtt", (_, response) => response.end(`WEBVTT\n\n00:01.000 --> 00:59.000\n${words}\n`));
    for (const [enclosureUrl, isApproximate] of [
      ["https://traffic.megaphone.fm/A1.mp3", true],
      ["https://media.example/1.mp3", false],
    ] as const) {
      const transcriptRefs = [{ url: `${origin}/t.vtt`, type: "text/vtt" }];
      const episodeId = await transcribing.addEpisode({}, { durationSeconds: 60, enclosureUrl, transcriptRefs });
      expect((await acquireTranscript(transcribing.with({}), { episodeId })).stage).toBe("transcribed");
      expect((await row(episodeId)).transcript).toMatchObject({ isApproximate, timing: "publisher" });
    }
    // Our own transcript is of the recording that we got, and listeners get another one.
    const audio = await makeAudio(minuteMs, mp3);
    for (const path of ["/audio", "/traffic.megaphone.fm/audio"])
      routes.set(path, (_, response) => response.writeHead(200, { "content-length": audio.length }).end(audio));
    routes.set("/v1/audio/transcriptions", hearingService(speech(minuteMs), mp3).handle);
    for (const [path, isApproximate] of [
      ["/audio", false],
      ["/traffic.megaphone.fm/audio", true],
    ] as const) {
      const episodeId = await transcribing.addEpisode({}, { enclosureUrl: origin + path });
      expect((await acquireTranscript(transcribing.with({}), { episodeId })).stage).toBe("transcribed");
      expect((await row(episodeId)).transcript).toMatchObject({ isApproximate, timing: "model" });
    }
  });
});
