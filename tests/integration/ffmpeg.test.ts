import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleAudio } from "../../jobs/demo/sample-audio";
import { readEnv } from "../../lib/env";
import { acquireTranscript } from "../../lib/transcripts/acquire-transcript";
import { openAudio } from "../../lib/transcripts/audio-pieces";
import { toAac } from "../../lib/transcripts/ffmpeg";
import { startServer, type TestServer } from "../support/test-server";
import { startTestStage, type TestStage } from "../support/test-stage";

const isInstalled = spawnSync("ffmpeg", ["-version"]).status === 0;
const seconds = 40;

/** Tones five times a second, uncompressed: what needs no program to be made. */
const wav = () =>
  sampleAudio(
    Array.from({ length: seconds * 5 }, (_, i) => ({
      speaker: "Ann",
      text: "",
      startMs: i * 200,
      endMs: (i + 1) * 200,
    })),
    seconds,
  );

describe("recordings that are neither MP3 nor AAC", () => {
  let stage: TestStage;
  let server: TestServer;
  let folder: string;
  let sent: { bytes: number; fileName: string }[] = [];
  let audio: Buffer = Buffer.alloc(0);

  beforeAll(async () => {
    stage = await startTestStage();
    server = await startServer(2);
    folder = mkdtempSync(join(tmpdir(), "overheard ffmpeg "));
    writeFileSync(join(folder, "tone.wav"), wav());
    server.routes.set("/audio", (_, response) => response.end(audio));
    server.routes.set("/v1/audio/transcriptions", async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const fileName = /filename="([^"]+)"/.exec(body.toString("latin1"))?.[1] ?? "";
      sent.push({ bytes: body.length, fileName });
      response.setHeader("content-type", "application/json");
      const said = Array.from({ length: 10 }, (_, i) => `The ferry of pier ${i} was late, and the queue paid for it.`);
      response.end(JSON.stringify({ text: said.join(" ") }));
    });
  });
  afterAll(async () => {
    await server.stop();
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** @returns the episode's row after its recording was tried. */
  async function transcribe(file: Buffer, settings: Record<string, string> = {}) {
    audio = file;
    sent = [];
    const show = await stage.db.show.create({ data: { title: "Peak Load", language: "en" } });
    const { id } = await stage.db.episode.create({
      data: {
        showId: show.id,
        guid: crypto.randomUUID(),
        title: "The late ferry",
        publishedAt: new Date(),
        enclosureUrl: `${server.origin}/audio`,
      },
    });
    const env = readEnv({
      ALLOW_PRIVATE_NETWORK: "on",
      LOG_LEVEL: "silent",
      DATA_DIR: folder,
      TRANSCRIBE_BASE_URL: `${server.origins[1]}/v1`,
      TRANSCRIBE_API_KEY: "sk-test",
      DAILY_BUDGET_USD: "100",
      ...settings,
    });
    await acquireTranscript({ ...stage.context, env }, { episodeId: id });
    return stage.db.episode.findUniqueOrThrow({ where: { id } });
  }

  it("says what to do where ffmpeg is missing", async () => {
    const row = await transcribe(wav(), { FFMPEG_PATH: join(folder, "no such program") });
    expect(row.stage).toBe("failed");
    expect(row.stageReason).toMatch(
      /is pcm-u8, not MP3 or AAC\. Other kinds need ffmpeg.*install it or set FFMPEG_PATH/,
    );
    expect(sent).toHaveLength(0);
    expect(readdirSync(join(folder, "audio"))).toEqual([]);
  });

  it("transcribes WAV where ffmpeg is installed, and else gives that reason", async () => {
    const row = await transcribe(wav());
    if (!isInstalled) return expect(row.stageReason).toMatch(/install it or set FFMPEG_PATH/);
    expect(row.stageReason).toBeNull();
    expect(row.stage).toBe("transcribed");
    expect(sent.map(({ fileName }) => fileName)).toEqual(["piece.m4a"]);
    // One channel at 48 kbit/s, a tenth of what it was.
    expect(sent[0]?.bytes).toBeLessThan(seconds * 10_000);
  });

  it.each([
    ["o.ogg", ["-c:a", "libvorbis"]],
    ["o.opus", ["-c:a", "libopus"]],
    ["o.webm", ["-c:a", "libopus"]],
    ["o.flac", []],
    ["o.aiff", []],
    ["o.wma", ["-c:a", "wmav2"]],
    ["alac.m4a", ["-c:a", "alac"]],
  ])("makes %s one that can be cut, of the same length", async (name, options) => {
    const made = join(folder, name);
    const result = spawnSync("ffmpeg", ["-v", "error", "-y", "-i", join(folder, "tone.wav"), ...options, made]);
    // Where ffmpeg or this encoder of it is missing, there is no such file to read.
    if (result.status !== 0) return expect(result.error ?? result.stderr.toString()).toBeTruthy();
    await expect(openAudio(made)).rejects.toMatchObject({ kind: "container" });
    await toAac("ffmpeg", made, `${made}.out`, { maxSeconds: 3600, timeoutMs: 60_000 });
    const cuttable = await openAudio(`${made}.out`);
    expect(Math.abs(cuttable.durationMs - seconds * 1000)).toBeLessThan(200);
    expect((await cuttable.cut({ startMs: 10_000, endMs: 20_000 })).isSilent).toBe(false);
    cuttable.close();
  });

  it("gives the same bytes each time, by which paid pieces are known again, and no more than it may", async () => {
    if (!isInstalled) return;
    const outs = ["1.m4a", "2.m4a"].map((name) => join(folder, name));
    for (const out of outs) await toAac("ffmpeg", join(folder, "tone.wav"), out, { maxSeconds: 15, timeoutMs: 60_000 });
    const [first, second] = outs.map((out) => readFileSync(out));
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true);
    const short = await openAudio(outs[0] ?? "");
    expect(short.durationMs).toBeLessThan(15_200);
    short.close();
  });

  it("opens no playlist, which could have it read other files and addresses", async () => {
    if (!isInstalled) return;
    const list = join(folder, "list.m3u8");
    writeFileSync(list, `#EXTM3U\n#EXTINF:10,\nfile:${join(folder, "tone.wav")}\n#EXT-X-ENDLIST\n`);
    const stolen = toAac("ffmpeg", list, `${list}.out`, { maxSeconds: 60, timeoutMs: 60_000 });
    await expect(stolen).rejects.toMatchObject({ kind: "unreadable" });
  });

  it.skipIf(process.platform === "win32")("kills a program that does not come to an end", async () => {
    const program = join(folder, "hangs");
    const wasKilled = join(folder, "lived on");
    writeFileSync(program, `#!/bin/sh\nexec sleep 3 && touch '${wasKilled}'\n`);
    chmodSync(program, 0o755);
    const startedAt = Date.now();
    const hangs = toAac(program, join(folder, "tone.wav"), join(folder, "x"), { maxSeconds: 60, timeoutMs: 300 });
    await expect(hangs).rejects.toMatchObject({ kind: "too-long" });
    expect(Date.now() - startedAt).toBeLessThan(2_500);
    expect(existsSync(wasKilled)).toBe(false);
  });
});
