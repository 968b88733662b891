import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StageContext } from "../../lib/queue/stage";
import { acquireTranscript } from "../../lib/transcripts/acquire-transcript";
import { policyView } from "../../lib/transcripts/policy-view";
import { resumeWaiting } from "../../lib/transcripts/resume-waiting";
import { setPolicy } from "../../lib/transcripts/set-policy";
import { makeAudio } from "../support/test-audio";
import { startTestStage, type TestStage } from "../support/test-stage";
import { startTranscribing, type Transcribing } from "../support/transcribing";
import { hearingService, speech } from "../support/transcription-service";

const minuteMs = 60_000;
const form = { kind: "mp3", channels: 1 } as const;

describe("what an operator wants for a show's recordings", () => {
  let stage: TestStage;
  let transcribing: Transcribing;
  let context: StageContext;

  beforeAll(async () => {
    stage = await startTestStage();
  });
  beforeEach(async () => {
    transcribing = await startTranscribing(stage);
    configure({});
  });
  afterEach(() => transcribing.stop());
  afterAll(() => stage.stop());

  const configure = (settings: Record<string, string>) => {
    context = transcribing.with(settings);
  };
  const addEpisode: Transcribing["addEpisode"] = (...data) => transcribing.addEpisode(...data);
  const row = (id: string) => stage.db.episode.findUniqueOrThrow({ where: { id } });
  const reopen = (id: string) => stage.db.episode.update({ where: { id }, data: { stage: "discovered" } });

  it("asks nobody for a show whose recordings are not to be transcribed", async () => {
    const publisherOnly = await addEpisode({ transcription: "publisherOnly" });
    const never = await addEpisode({ transcription: "never" });
    expect((await acquireTranscript(context, { episodeId: publisherOnly })).stage).toBe("waiting");
    expect((await acquireTranscript(context, { episodeId: never })).stage).toBe("skipped");
    expect(await resumeWaiting(context)).toBe(0);
    expect(transcribing.server.requests).toHaveLength(0);
  });

  it("takes up again what a show's policy held back, when the operator changes it", async () => {
    const episodeId = await addEpisode({ transcription: "never" });
    const { showId } = await row(episodeId);
    await acquireTranscript(context, { episodeId });
    expect(await setPolicy(context, showId, { transcription: "publisherOnly" })).toEqual({
      title: "Peak Load",
      episodes: 1,
    });
    expect(stage.enqueued.at(-1)).toEqual({ name: "acquire-transcript", data: { episodeId } });
    await acquireTranscript(context, { episodeId });
    expect((await row(episodeId)).waitsFor).toBe("publisher");
    // The back catalogue stays unread, and the same policy again changes nothing.
    await stage.db.episode.create({
      data: {
        showId,
        guid: "old",
        title: "Long ago",
        publishedAt: new Date(0),
        stage: "skipped",
        stageReason: "Older.",
      },
    });
    expect(await setPolicy(context, showId, { transcription: "publisherOnly" })).toMatchObject({ episodes: 0 });
    expect(await setPolicy(context, showId, { transcription: "always" })).toMatchObject({ episodes: 1 });
    expect((await row(episodeId)).stage).toBe("discovered");
    expect(await setPolicy(context, crypto.randomUUID(), { transcription: "never" })).toBeNull();
  });

  it("leaves out what waited for a service once the show is left alone", async () => {
    configure({ TRANSCRIBE_BASE_URL: "" });
    const episodeId = await addEpisode();
    await acquireTranscript(context, { episodeId });
    const { showId, waitsFor } = await row(episodeId);
    expect(waitsFor).toBe("service");
    expect(await setPolicy(context, showId, { transcription: "never" })).toMatchObject({ episodes: 1 });
    expect((await acquireTranscript(context, { episodeId })).stage).toBe("skipped");
    configure({});
    expect(await resumeWaiting(context)).toBe(0);
    expect(transcribing.server.requests).toHaveLength(0);
  });

  it("holds a recording that is longer than the show's limit before it is downloaded, and goes on when that is raised", async () => {
    transcribing.publish(await makeAudio(3 * minuteMs, form));
    transcribing.server.routes.set("/v1/audio/transcriptions", hearingService(speech(3 * minuteMs), form).handle);
    const episodeId = await addEpisode({}, { durationSeconds: 180 });
    const { showId } = await row(episodeId);
    await setPolicy(context, showId, { transcribeMaxMinutes: 2 });
    expect(await acquireTranscript(context, { episodeId })).toMatchObject({
      stage: "waiting",
      reason: expect.stringContaining("Its recording is 3 minutes long, and at most 2 are transcribed"),
    });
    expect(await resumeWaiting({ ...context, now: () => new Date(Date.now() + 60 * minuteMs) })).toBe(0);
    expect(transcribing.server.requests).toHaveLength(0);
    // A limit of its own goes before the one of all shows.
    configure({ TRANSCRIBE_MAX_MINUTES: "1" });
    expect(await setPolicy(context, showId, { transcribeMaxMinutes: 4 })).toMatchObject({ episodes: 1 });
    expect(await acquireTranscript(context, { episodeId })).toEqual({ stage: "transcribed" });
  });

  it("pays nothing for a recording that turns out longer than its feed says, and keeps none of it", async () => {
    transcribing.publish(await makeAudio(3 * minuteMs, form));
    configure({ TRANSCRIBE_MAX_MINUTES: "2" });
    const episodeId = await addEpisode({}, { durationSeconds: 90 });
    expect((await acquireTranscript(context, { episodeId })).stage).toBe("waiting");
    expect(await row(episodeId)).toMatchObject({
      waitsFor: "publisher",
      stageReason: expect.stringContaining("3 minutes long, and at most 2 are transcribed"),
    });
    expect(await stage.db.paidCall.count()).toBe(0);
    expect(existsSync(join(transcribing.dataDir, "audio", episodeId))).toBe(false);
  });

  it("says what an episode waits for beside what is wrong with the publisher's transcript", async () => {
    transcribing.server.routes.set("/t.vtt", (_, response) => response.writeHead(404).end());
    configure({ TRANSCRIBE_BASE_URL: "" });
    const withoutService = await addEpisode();
    const withoutRecording = await addEpisode({}, { enclosureUrl: null });
    const publisherOnly = await addEpisode({ transcription: "publisherOnly" });
    await stage.db.episode.updateMany({
      data: { transcriptRefs: [{ url: `${transcribing.server.origins[0]}/t.vtt`, type: "text/vtt" }] },
    });
    const reasons = new Map<string, string | undefined>();
    for (const episodeId of [withoutService, withoutRecording, publisherOnly])
      reasons.set(episodeId, (await acquireTranscript(context, { episodeId })).reason);
    for (const reason of reasons.values()) expect(reason).toContain("(404)");
    expect(reasons.get(withoutService)).toContain("no transcription service is configured");
    expect(reasons.get(withoutRecording)).toContain("names no recording");
    expect(reasons.get(publisherOnly)).toContain("The show's recordings are not transcribed");
  });

  it("estimates what a show costs, from what came without a transcript lately", async () => {
    configure({ TRANSCRIBE_BASE_URL: "" });
    const waits = await addEpisode({}, { durationSeconds: 3600 });
    const { showId } = await row(waits);
    await acquireTranscript(context, { episodeId: waits });
    const now = new Date();
    const add = (guid: string, data: { durationSeconds?: number; transcriptRefs?: object[]; publishedAt?: Date }) =>
      stage.db.episode.create({ data: { showId, guid, title: guid, publishedAt: now, enclosureUrl: "x", ...data } });
    await add("of unknown length", {});
    await add("too long", { durationSeconds: 5 * 3600 });
    await add("with a transcript", { durationSeconds: 3600, transcriptRefs: [{ url: "https://a.example/t.vtt" }] });
    await add("long ago", { durationSeconds: 3600, publishedAt: new Date(now.getTime() - 40 * 24 * 3_600_000) });
    await setPolicy(context, showId, { transcribeMaxMinutes: 200 });
    await reopen(waits);
    await acquireTranscript(context, { episodeId: waits });
    const view = await policyView(context.db, context.env, showId, new Date());
    expect(view).toMatchObject({
      title: "Peak Load",
      transcription: "always",
      transcribeMaxMinutes: 200,
      generalMaxMinutes: 240,
      isConfigured: false,
      lately: { episodes: 4, toTranscribe: { episodes: 2 } },
      waiting: { episodes: 1, minutes: 60 },
    });
    // An hour at $0.006 a minute, overlaps of pieces included.
    expect((view?.waiting.costMicroUsd ?? 0) / 1_000_000).toBeCloseTo(0.36, 2);
    expect(await policyView(context.db, context.env, crypto.randomUUID(), now)).toBeNull();
    await reopen(waits);
  });
});
