import {
  ALL_FORMATS,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  FilePathSource,
  Input,
  type InputAudioTrack,
  MP3,
  Mp4OutputFormat,
  Output,
} from "mediabunny";
import { indexMp3, type Mp3Index, readMp3 } from "./mp3-frames";

/** A recording that cannot be cut or heard; `message` says why and what to do. */
export class AudioError extends Error {
  override name = "AudioError";
  constructor(
    message: string,
    /** `container` where ffmpeg may still make something of it. */
    readonly kind: "broken" | "container" = "broken",
  ) {
    super(message);
  }
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
  /** Of the densest minutes, for planning: recordings of variable rate are not everywhere as dense as on average. */
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
      throw new AudioError("The recording is no audio file that can be read. It may be broken.", "container");
    if ((await input.getFormat()) === MP3) {
      input.dispose();
      return await openMp3(file);
    }
    const track = await input.getPrimaryAudioTrack();
    if (!track) throw new AudioError("The file holds no sound.");
    const codec = await track.getCodec();
    if (codec !== "aac")
      throw new AudioError(`The recording is ${codec ?? "of an unknown kind"}, not MP3 or AAC.`, "container");
    const sink = new EncodedPacketSink(track);
    const places = await placesOf(sink);
    const durationMs = Math.round((await track.computeDuration()) * 1000);
    if (places.length < 2 || durationMs <= 0) throw new AudioError("The recording is empty.");
    return {
      durationMs,
      bytesPerSecond: densestBytesPerSecond(places),
      cut: (piece) => cutAac(track, sink, piece),
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
const packetsPerPlace = 200;
/** An AAC packet of silence is hardly larger than its header. */
const silentAacBytes = 12;

async function openMp3(file: string): Promise<Audio> {
  const index = await indexMp3(file);
  if (index.durationMs === 0) throw new AudioError("The recording is empty.");
  return {
    durationMs: index.durationMs,
    bytesPerSecond: densestBytesPerSecond([...index.places, index.end]),
    cut: (piece) => cutMp3(file, index, piece),
    close: () => {},
  };
}

/** Shorter pieces stay below every limit at any rate of speech. */
const denseMs = 5 * 60_000;

/** The most bytes a second of any stretch this long; of the whole where that is shorter. @param places in order, the last one the end. */
function densestBytesPerSecond(places: readonly { offset: number; startMs: number }[]): number {
  const last = places.at(-1);
  let densest = 0;
  let to = 0;
  for (const from of places) {
    while (to < places.length - 1 && (places[to]?.startMs ?? 0) - from.startMs < denseMs) to++;
    const end = places[to];
    if (!end || end.startMs <= from.startMs) break;
    densest = Math.max(densest, (end.offset - from.offset) / ((end.startMs - from.startMs) / 1000));
    if (end === last) break;
  }
  return densest;
}

/** Where the packets of an AAC track stand, by their bytes alone: one place every few seconds, and the end. */
async function placesOf(sink: EncodedPacketSink): Promise<{ offset: number; startMs: number }[]> {
  const places: { offset: number; startMs: number }[] = [];
  let offset = 0;
  let count = 0;
  let endMs = 0;
  for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true })) {
    if (count++ % packetsPerPlace === 0) places.push({ offset, startMs: packet.timestamp * 1000 });
    offset += packet.byteLength;
    endMs = (packet.timestamp + packet.duration) * 1000;
  }
  return count === 0 ? [] : [...places, { offset, startMs: endMs }];
}

const endsEarly = "The recording ends before its length says.";

async function cutMp3(file: string, index: Mp3Index, { startMs, endMs }: PiecePlan): Promise<AudioPiece> {
  const { bytes, frames, silentFrames, ...read } = await readMp3(file, index, { startMs, endMs });
  if (frames === 0) throw new AudioError(endsEarly);
  return {
    startMs: Math.round(read.startMs),
    endMs,
    bytes,
    fileName: "piece.mp3",
    contentType: "audio/mpeg",
    isSilent: silentFrames >= frames * silentShare,
  };
}

async function cutAac(
  track: InputAudioTrack,
  sink: EncodedPacketSink,
  { startMs, endMs }: PiecePlan,
): Promise<AudioPiece> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: "in-memory" }), target });
  const source = new EncodedAudioPacketSource("aac");
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
    if (packet.byteLength <= silentAacBytes) silent++;
  }
  await output.finalize();
  if (!target.buffer || packets === 0) throw new AudioError(endsEarly);
  return {
    startMs: Math.max(0, Math.round((first?.timestamp ?? 0) * 1000)),
    endMs,
    bytes: new Uint8Array(target.buffer),
    fileName: "piece.m4a",
    contentType: "audio/mp4",
    isSilent: silent >= packets * silentShare,
  };
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
