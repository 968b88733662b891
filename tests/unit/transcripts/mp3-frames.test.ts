import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indexMp3, mp3FrameAt, readMp3 } from "../../../lib/transcripts/mp3-frames";
import { makeAudio, packetMs, packetsIn } from "../../support/test-audio";

describe("the frames of an MP3 file", () => {
  let folder: string;
  let sound: Buffer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "overheard mp3 "));
    sound = await makeAudio(30_000, { kind: "mp3", channels: 2, isVbr: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const fileOf = (...parts: Buffer[]) => {
    const file = join(folder, `${crypto.randomUUID()}.mp3`);
    writeFileSync(file, Buffer.concat(parts));
    return file;
  };
  const frames = () => Math.ceil(30_000 / packetMs({ kind: "mp3" }));
  const soundMs = () => Math.round(frames() * packetMs({ kind: "mp3" }));

  it("reads every rate and version as the standard counts its bytes", () => {
    // Third bytes: bitrate and sample rate. 128 kbit/s at 44.1 kHz, padded; 64 kbit/s at 24 kHz; 32 kbit/s at 11.025 kHz.
    expect(mp3FrameAt(Uint8Array.of(0xff, 0xfb, 0x92, 0), 0)?.byteLength).toBe(418);
    expect(mp3FrameAt(Uint8Array.of(0xff, 0xf3, 0x84, 0), 0)).toEqual({
      byteLength: 192,
      samples: 576,
      sampleRate: 24_000,
    });
    expect(mp3FrameAt(Uint8Array.of(0xff, 0xe3, 0x40, 0), 0)?.sampleRate).toBe(11_025);
    // Layer II, an impossible bitrate, an impossible sample rate.
    for (const [second, third] of [
      [0xfd, 0x90],
      [0xfb, 0xf0],
      [0xfb, 0x9c],
    ] as const)
      expect(mp3FrameAt(Uint8Array.of(0xff, second, third, 0), 0)).toBeNull();
  });

  it("counts what is there, not what the file's header claims", async () => {
    const lying = Buffer.alloc(417);
    lying.set([0xff, 0xfb, 0x90, 0x00]);
    lying.write("Xing\0\0\0\u0001\0\u0001\0\0", 36, "latin1");
    const ends = Buffer.from(`TAG${"a title".padEnd(125, "\0")}`, "latin1");
    expect((await indexMp3(fileOf(lying, sound, ends))).durationMs).toBe(soundMs());
    expect((await indexMp3(fileOf(sound.subarray(0, sound.length / 2)))).durationMs).toBeLessThan(soundMs() * 0.6);
  });

  it("finds its way past damage and pictures of megabytes, losing only what was damaged", async () => {
    const damage = Buffer.alloc(5_000, 0xff);
    const half = sound.indexOf(Buffer.from([0xff, 0xfb]), sound.length / 2);
    const file = fileOf(sound.subarray(0, half), damage, sound.subarray(half));
    const index = await indexMp3(file);
    expect(Math.abs(index.durationMs - soundMs())).toBeLessThan(100);
    const whole = await readMp3(file, index, { startMs: 0, endMs: index.durationMs });
    expect(packetsIn(Buffer.from(whole.bytes)).last).toBe(frames() - 1);
  });

  it("gives any part as the frames that stand in it", async () => {
    const file = fileOf(sound);
    const index = await indexMp3(file);
    await fc.assert(
      fc.asyncProperty(fc.nat(29_000), fc.integer({ min: 50, max: 30_000 }), async (startMs, lengthMs) => {
        const part = { startMs, endMs: Math.min(startMs + lengthMs, index.durationMs) };
        const { bytes, frames, startMs: begins } = await readMp3(file, index, part);
        const { first, last, count } = packetsIn(Buffer.from(bytes));
        expect(count).toBe(frames);
        expect(last - first + 1).toBe(count);
        expect(begins).toBeCloseTo(first * packetMs({ kind: "mp3" }), 3);
        expect(begins).toBeLessThanOrEqual(part.startMs);
        expect((last + 1) * packetMs({ kind: "mp3" })).toBeGreaterThanOrEqual(part.endMs - 1);
      }),
      { numRuns: 60 },
    );
  });
});
