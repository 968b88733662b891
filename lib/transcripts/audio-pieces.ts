import {
  ALL_FORMATS,
  BufferTarget,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  FilePathSource,
  Input,
  type InputAudioTrack,
  Mp3OutputFormat,
  Mp4OutputFormat,
  Output,
} from "mediabunny";

/** A recording that cannot be cut or heard; `message` says why and what to do. */
export class AudioError extends Error {
  override name = "AudioError";
}

/** A part of a recording. */
export interface PiecePlan {
  startMs: number;
  endMs: number;
}

/** A part of a recording as a file of its own. */
export interface AudioPiece extends PiecePlan {
  bytes: Uint8Array<ArrayBuffer>;
  fileName: string;
  contentType: string;
  /** Nobody speaks in it: hardly a packet holds sound. */
  isSilent: boolean;
}

/** An open recording. */
export interface Audio {
  durationMs: number;
  /** Of the whole file's sound, for planning. */
  bytesPerSecond: number;
  cut(piece: PiecePlan): Promise<AudioPiece>;
  close(): void;
}

/**
 * Opens a recording for cutting at packet borders, without decoding it.
 * @throws AudioError for what is no recording, has no sound, or is in a container that cannot be cut.
 */
export async function openAudio(file: string): Promise<Audio> {
  const input = new Input({ source: new FilePathSource(file), formats: ALL_FORMATS });
  try {
    if (!(await input.canRead()))
      throw new AudioError("The recording is no audio file that can be read. It may be broken.");
    const track = await input.getPrimaryAudioTrack();
    if (!track) throw new AudioError("The file holds no sound.");
    const codec = await track.getCodec();
    if (codec !== "mp3" && codec !== "aac")
      throw new AudioError(`The recording is ${codec ?? "of an unknown kind"}, which cannot be cut without ffmpeg.`);
    const sink = new EncodedPacketSink(track);
    const stats = await track.computePacketStats();
    const durationMs = Math.round((await track.computeDuration()) * 1000);
    if (stats.packetCount === 0 || durationMs <= 0) throw new AudioError("The recording is empty.");
    return {
      durationMs,
      bytesPerSecond: stats.averageBitrate / 8,
      cut: (piece) => cutPiece(track, sink, codec, piece),
      close: () => input.dispose(),
    };
  } catch (error) {
    input.dispose();
    if (error instanceof AudioError) throw error;
    throw new AudioError(
      `The recording is broken (${error instanceof Error ? error.message.split("\n")[0] : String(error)}).`,
    );
  }
}

/** From this share of packets without sound on, a piece is silence. */
const silentShare = 0.98;
/** An AAC packet of silence is hardly larger than its header. */
const silentAacBytes = 12;

async function cutPiece(
  track: InputAudioTrack,
  sink: EncodedPacketSink,
  codec: "mp3" | "aac",
  { startMs, endMs }: PiecePlan,
): Promise<AudioPiece> {
  const target = new BufferTarget();
  const output = new Output({
    format:
      codec === "mp3" ? new Mp3OutputFormat({ xingHeader: false }) : new Mp4OutputFormat({ fastStart: "in-memory" }),
    target,
  });
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  await output.start();
  const decoderConfig = await track.getDecoderConfig();
  const first = (await sink.getPacket(startMs / 1000)) ?? (await sink.getFirstPacket());
  let packets = 0;
  let silent = 0;
  for await (const packet of sink.packets(first ?? undefined)) {
    if (packet.timestamp * 1000 >= endMs) break;
    const shifted = packet.clone({ timestamp: Math.max(0, packet.timestamp - (first?.timestamp ?? 0)) });
    await source.add(shifted, packets === 0 && decoderConfig ? { decoderConfig } : undefined);
    packets++;
    if (codec === "mp3" ? isSilentMp3(packet) : packet.byteLength <= silentAacBytes) silent++;
  }
  await output.finalize();
  if (!target.buffer || packets === 0) throw new AudioError("The recording ends before its length says.");
  return {
    startMs: Math.max(0, Math.round((first?.timestamp ?? 0) * 1000)),
    endMs,
    bytes: new Uint8Array(target.buffer),
    fileName: codec === "mp3" ? "piece.mp3" : "piece.m4a",
    contentType: codec === "mp3" ? "audio/mpeg" : "audio/mp4",
    isSilent: silent >= packets * silentShare,
  };
}

/** A frame whose granules hold no bits of sound (ISO 11172-3, 2.4.1.7: part2_3_length). */
function isSilentMp3({ data }: EncodedPacket): boolean {
  const [, second = 0, , fourth = 0] = data;
  const isMpeg1 = (second & 0x18) === 0x18;
  const isMono = fourth >> 6 === 3;
  const channels = isMono ? 1 : 2;
  let bit = ((second & 1) === 0 ? 6 : 4) * 8 + (isMpeg1 ? 9 + (isMono ? 5 : 3) + channels * 4 : 8 + (isMono ? 1 : 2));
  const granuleBits = isMpeg1 ? 59 : 63;
  for (let part = 0; part < (isMpeg1 ? 2 : 1) * channels; part++) {
    let length = 0;
    for (let i = 0; i < 12; i++) length = (length << 1) | (((data[(bit + i) >> 3] ?? 0) >> (7 - ((bit + i) & 7))) & 1);
    if (length > 0) return false;
    bit += granuleBits;
  }
  return true;
}

/** What pieces have to keep to. */
export interface PieceLimits {
  maxBytes: number;
  maxMs: number;
  overlapMs: number;
}

/** Cuts a length into as few even pieces as the limits allow; each begins before the one in front of it ends. */
export function planPieces(durationMs: number, bytesPerSecond: number, limits: PieceLimits): PiecePlan[] {
  const byBytes = bytesPerSecond > 0 ? (limits.maxBytes / bytesPerSecond) * 1000 : Number.POSITIVE_INFINITY;
  const longest = Math.min(limits.maxMs, byBytes);
  if (durationMs <= longest) return [{ startMs: 0, endMs: durationMs }];
  const stepLimit = Math.max(1_000, longest - limits.overlapMs);
  const count = Math.ceil((durationMs - limits.overlapMs) / stepLimit);
  const step = (durationMs - limits.overlapMs) / count;
  return Array.from({ length: count }, (_, i) => ({
    startMs: Math.round(i * step),
    endMs: i === count - 1 ? durationMs : Math.round((i + 1) * step + limits.overlapMs),
  }));
}
