import { type FileHandle, open } from "node:fs/promises";

/** A frame of MPEG audio, layer III, by its header (ISO 11172-3, 2.4.1.3; ISO 13818-3 and MPEG 2.5 for the lower rates). */
export interface Mp3Frame {
  byteLength: number;
  samples: number;
  sampleRate: number;
}

/** kbit/s by the header's index; the first row is MPEG 1, the second MPEG 2 and 2.5. 0 is the free format, which nobody uses. */
const kilobits = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0],
];
const sampleRates = [44_100, 48_000, 32_000, 0];

/** The frame whose header stands at a place; null where none does. */
export function mp3FrameAt(data: Uint8Array, at: number): Mp3Frame | null {
  const second = data[at + 1] ?? 0;
  const third = data[at + 2] ?? 0;
  // Eleven bits of sync, and layer III.
  if (data[at] !== 0xff || (second & 0xe6) !== 0xe2) return null;
  const version = (second >> 3) & 3;
  const isMpeg1 = version === 3;
  const bitrate = (kilobits[isMpeg1 ? 0 : 1]?.[third >> 4] ?? 0) * 1000;
  const sampleRate = (sampleRates[(third >> 2) & 3] ?? 0) / (isMpeg1 ? 1 : version === 2 ? 2 : 4);
  if (version === 1 || bitrate === 0 || sampleRate === 0) return null;
  const samples = isMpeg1 ? 1152 : 576;
  return { byteLength: Math.floor(((samples / 8) * bitrate) / sampleRate) + ((third >> 1) & 1), samples, sampleRate };
}

/** The first frame often holds no sound but tells how long the file is; what it tells may be wrong, so it is left out. */
function isInfoFrame(data: Uint8Array, at: number, byteLength: number): boolean {
  const start = Buffer.from(data.buffer, data.byteOffset + at, Math.min(byteLength, 60)).toString("latin1");
  return /Xing|Info|VBRI/.test(start);
}

/** A frame whose granules hold no bits of sound (ISO 11172-3, 2.4.1.7: part2_3_length). */
export function isSilentMp3(data: Uint8Array, at: number): boolean {
  const second = data[at + 1] ?? 0;
  const isMpeg1 = (second & 0x18) === 0x18;
  const isMono = (data[at + 3] ?? 0) >> 6 === 3;
  const channels = isMono ? 1 : 2;
  let bit =
    at * 8 + ((second & 1) === 0 ? 6 : 4) * 8 + (isMpeg1 ? 9 + (isMono ? 5 : 3) + channels * 4 : 8 + (isMono ? 1 : 2));
  const granuleBits = isMpeg1 ? 59 : 63;
  for (let part = 0; part < (isMpeg1 ? 2 : 1) * channels; part++) {
    let length = 0;
    for (let i = 0; i < 12; i++) length = (length << 1) | (((data[(bit + i) >> 3] ?? 0) >> (7 - ((bit + i) & 7))) & 1);
    if (length > 0) return false;
    bit += granuleBits;
  }
  return true;
}

/** Where the frames of a file are: a place for every few seconds. */
export interface Mp3Index {
  durationMs: number;
  places: { offset: number; startMs: number }[];
  /** Where the last frame ends. */
  end: { offset: number; startMs: number };
}

const chunkBytes = 1_000_000;
/** More than any frame, so that the next one's header is seen, too. */
const lookAheadBytes = 4_000;
const framesPerPlace = 100;

/**
 * Walks through an MP3 file, whatever its header claims, past tags and damaged parts. Memory does not grow with the sound.
 * (mediabunny keeps every frame and asks for each by itself: a minute for five hours, here a second.)
 */
export async function indexMp3(file: string): Promise<Mp3Index> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const places: Mp3Index["places"] = [];
    let first: Mp3Frame | null = null;
    let seconds = 0;
    let endOffset = 0;
    let frames = 0;
    let offset = await endOfTags(handle);
    const chunk = Buffer.alloc(chunkBytes + lookAheadBytes);
    while (offset < size) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, offset);
      if (bytesRead < 4) break;
      const data = chunk.subarray(0, bytesRead);
      const isLast = offset + bytesRead >= size;
      let at = 0;
      while (at < (isLast ? bytesRead - 3 : chunkBytes)) {
        const frame = mp3FrameAt(data, at);
        if (!frame || !isFollowed(data, at, frame, isLast) || (first && frame.sampleRate !== first.sampleRate)) {
          // The next byte that a frame could begin with.
          const next = data.indexOf(0xff, at + 1);
          at = next < 0 ? bytesRead : next;
          continue;
        }
        if (frames === 0 && first === null && isInfoFrame(data, at, frame.byteLength)) {
          at += frame.byteLength;
          continue;
        }
        first ??= frame;
        if (frames % framesPerPlace === 0) places.push({ offset: offset + at, startMs: seconds * 1000 });
        frames++;
        seconds += frame.samples / frame.sampleRate;
        at += frame.byteLength;
        endOffset = offset + at;
      }
      offset += at;
    }
    const durationMs = Math.round(seconds * 1000);
    return { durationMs, places, end: { offset: endOffset, startMs: durationMs } };
  } finally {
    await handle.close();
  }
}

/** By chance a frame's header is seen once in some thousand bytes of a picture; two in a row, never in practice. */
function isFollowed(data: Uint8Array, at: number, frame: Mp3Frame, isLast: boolean): boolean {
  const next = at + frame.byteLength;
  if (next + 4 > data.length) return isLast;
  const follower = mp3FrameAt(data, next);
  if (follower) return follower.sampleRate === frame.sampleRate;
  // Tags end a file.
  const mark = String.fromCharCode(...data.subarray(next, next + 3));
  return isLast && (mark === "TAG" || mark === "APE" || mark === "LYR" || mark === "ID3");
}

/** Where the tags in front of the sound end (ID3v2: ten bytes and a length in 28 bits); pictures in them run to megabytes. */
async function endOfTags(handle: FileHandle): Promise<number> {
  let offset = 0;
  for (;;) {
    const head = Buffer.alloc(10);
    await handle.read(head, 0, 10, offset);
    if (head.toString("latin1", 0, 3) !== "ID3") return offset;
    const length = [6, 7, 8, 9].reduce((sum, i) => sum * 128 + ((head[i] ?? 0) & 0x7f), 0);
    // A footer repeats the header.
    offset += 10 + length + (((head[5] ?? 0) & 0x10) > 0 ? 10 : 0);
  }
}

/**
 * The frames that begin within a part of a file.
 * @returns their bytes, when the first one begins, and how many there are and are silent.
 */
export async function readMp3(
  file: string,
  index: Mp3Index,
  part: { startMs: number; endMs: number },
): Promise<{ bytes: Uint8Array<ArrayBuffer>; startMs: number; frames: number; silentFrames: number }> {
  const from = index.places.findLast(({ startMs }) => startMs <= part.startMs) ?? index.places[0];
  const to = index.places.find(({ startMs }) => startMs >= part.endMs);
  if (!from) return { bytes: new Uint8Array(), startMs: part.startMs, frames: 0, silentFrames: 0 };
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const data = new Uint8Array((to?.offset ?? size) - from.offset);
    await handle.read(data, 0, data.length, from.offset);
    const bytes = new Uint8Array(data.length);
    let written = 0;
    let startMs: number | null = null;
    let frames = 0;
    let silentFrames = 0;
    let atMs = from.startMs;
    for (let at = 0; at < data.length - 3 && atMs < part.endMs; ) {
      const frame = mp3FrameAt(data, at);
      if (!frame || !isFollowed(data, at, frame, true)) {
        const next = data.indexOf(0xff, at + 1);
        at = next < 0 ? data.length : next;
        continue;
      }
      const untilMs = atMs + (frame.samples / frame.sampleRate) * 1000;
      if (untilMs > part.startMs) {
        startMs ??= atMs;
        bytes.set(data.subarray(at, at + frame.byteLength), written);
        written += Math.min(frame.byteLength, data.length - at);
        frames++;
        if (isSilentMp3(data, at)) silentFrames++;
      }
      atMs = untilMs;
      at += frame.byteLength;
    }
    return { bytes: bytes.subarray(0, written), startMs: startMs ?? part.startMs, frames, silentFrames };
  } finally {
    await handle.close();
  }
}
