import { BufferTarget, EncodedAudioPacketSource, EncodedPacket, Mp4OutputFormat, Output } from "mediabunny";

/** How a recording is made. */
export interface AudioForm {
  kind: "mp3" | "m4a";
  channels: 1 | 2;
  /** Frames of different sizes. */
  isVbr?: boolean;
  /** A tag in front, with a picture of this many bytes. */
  id3Bytes?: number;
  /** Parts without sound, in milliseconds. */
  silence?: [number, number][];
  /** A part that takes three times as many bytes a second as the rest, in milliseconds. */
  dense?: [number, number];
}

const sampleRate = 44_100;
const mp3Samples = 1152;
const aacSamples = 1024;
const mark = Buffer.from("OVRH");

/** Milliseconds that one packet of a recording lasts. */
export const packetMs = ({ kind }: Pick<AudioForm, "kind">) =>
  ((kind === "mp3" ? mp3Samples : aacSamples) / sampleRate) * 1000;

/**
 * Makes a recording whose packets carry their numbers where decoders look at nothing, so that who is sent a part of it knows
 * which one.
 */
export async function makeAudio(durationMs: number, form: AudioForm): Promise<Buffer> {
  const count = Math.ceil(durationMs / packetMs(form));
  const isSilent = (index: number) =>
    (form.silence ?? []).some(([from, to]) => index * packetMs(form) >= from && index * packetMs(form) < to);
  const isDense = (index: number) =>
    form.dense !== undefined && index * packetMs(form) >= form.dense[0] && index * packetMs(form) < form.dense[1];
  if (form.kind === "m4a") return makeM4a(count, form, { isSilent, isDense });
  const frames = Array.from({ length: count }, (_, index) =>
    mp3Frame(index, form, { isSilent: isSilent(index), isDense: isDense(index) }),
  );
  return Buffer.concat([...(form.id3Bytes ? [id3(form.id3Bytes)] : []), ...frames]);
}

/** Bitrates of MPEG 1 layer III by their index. */
const kilobits: Record<number, number> = { 5: 64, 9: 128, 11: 192 };

function mp3Frame(
  index: number,
  { channels, isVbr, dense }: AudioForm,
  { isSilent, isDense }: { isSilent: boolean; isDense: boolean },
): Buffer {
  const bitrateIndex = dense ? (isDense ? 11 : 5) : isVbr ? ([9, 5, 11, 9][index % 4] ?? 9) : 9;
  const frame = Buffer.alloc(Math.floor((144_000 * (kilobits[bitrateIndex] ?? 128)) / sampleRate));
  frame.set([0xff, 0xfb, bitrateIndex << 4, channels === 1 ? 0xc0 : 0x00]);
  // part2_3_length of the first granule: some bits of sound.
  if (!isSilent) frame[channels === 1 ? 7 : 6] = 0x0f;
  mark.copy(frame, frame.length - 8);
  frame.writeUInt32BE(index, frame.length - 4);
  return frame;
}

function id3(pictureBytes: number): Buffer {
  const size = pictureBytes + 10;
  const tag = Buffer.alloc(10 + size);
  tag.write("ID3\u0003\u0000\u0000", "latin1");
  for (let i = 0; i < 4; i++) tag[6 + i] = (size >> (7 * (3 - i))) & 0x7f;
  tag.write("APIC", 10, "latin1");
  tag.writeUInt32BE(pictureBytes, 14);
  // What a careless reader takes for a frame.
  tag.fill(Buffer.from([0xff, 0xfb, 0x90, 0x00, 1, 2, 3]), 20);
  return tag;
}

async function makeM4a(
  count: number,
  { channels }: AudioForm,
  { isSilent, isDense }: { isSilent: (index: number) => boolean; isDense: (index: number) => boolean },
): Promise<Buffer> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat(), target });
  const source = new EncodedAudioPacketSource("aac");
  output.addAudioTrack(source);
  await output.start();
  // AudioSpecificConfig: AAC LC, 44.1 kHz.
  const description = new Uint8Array([0x12, channels << 3]);
  const decoderConfig = { codec: "mp4a.40.2", sampleRate, numberOfChannels: channels, description };
  for (let index = 0; index < count; index++) {
    const data = Buffer.alloc(isSilent(index) ? 8 : (120 + (index % 7) * 10) * (isDense(index) ? 3 : 1));
    mark.copy(data, data.length - 8);
    data.writeUInt32BE(index, data.length - 4);
    const seconds = aacSamples / sampleRate;
    await source.add(
      new EncodedPacket(data, "key", index * seconds, seconds),
      index === 0 ? { decoderConfig } : undefined,
    );
  }
  await output.finalize();
  return Buffer.from(target.buffer ?? new ArrayBuffer(0));
}

/** Which packets of a recording a file holds: the first and the last, and how many. */
export function packetsIn(file: Buffer): { first: number; last: number; count: number } {
  const numbers: number[] = [];
  for (let at = file.indexOf(mark); at >= 0; at = file.indexOf(mark, at + 8)) numbers.push(file.readUInt32BE(at + 4));
  return { first: numbers[0] ?? 0, last: numbers.at(-1) ?? 0, count: numbers.length };
}
