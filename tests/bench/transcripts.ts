import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { clock } from "../../lib/format/durations";
import { toVtt } from "../../lib/transcripts/documents";
import { parseTranscript } from "../../lib/transcripts/parse-transcript";
import type { TranscriptFormat, TranscriptSegment } from "../../lib/transcripts/transcript";
import { type AudioForm, makeAudio, packetMs } from "../support/test-audio";
import { startTestStage, type TestStage } from "../support/test-stage";
import { speech } from "../support/transcription-service";
import { noteRatio } from "./ratios";

type Print = (text: string) => void;
const form: AudioForm = { kind: "mp3", channels: 1 };

/** Sentences of two speakers for a length. */
function sentences(hours: number): TranscriptSegment[] {
  const made: TranscriptSegment[] = [];
  for (const { text, startMs, endMs } of speech(hours * 3600_000)) {
    const last = made.at(-1);
    if (!last || last.text.endsWith("."))
      made.push({ startMs, endMs, speaker: made.length % 6 < 3 ? "Mara Quill" : "Nadia Okonkwo", text });
    else {
      last.text += ` ${text}`;
      last.endMs = endMs;
    }
  }
  return made.map((segment) => ({
    ...segment,
    startMs: Math.round(segment.startMs),
    endMs: Math.round(segment.endMs),
  }));
}

/** The same transcript in every format. */
function documents(hours: number): Record<TranscriptFormat, string> {
  const made = sentences(hours);
  const vtt = toVtt({ segments: made, isApproximate: false });
  let number = 0;
  return {
    vtt,
    srt: vtt
      .replace(/^WEBVTT\n\n/, "")
      .replace(/<v ([^>]+)>/g, "$1: ")
      .replace(/^(\d\d:\d\d:\d\d)\.(\d{3} --> \d\d:\d\d:\d\d)\./gm, (_, from, to) => `${++number}\n${from},${to},`),
    json: JSON.stringify({
      version: "1.0.0",
      segments: made.map(({ startMs, endMs, speaker, text }) => ({
        speaker,
        startTime: startMs / 1000,
        endTime: endMs / 1000,
        body: text,
      })),
    }),
    html: made
      .map(({ startMs, speaker, text }) => `<cite>${speaker}:</cite> <time>${clock(startMs)}</time>\n<p>${text}</p>`)
      .join("\n"),
    text: made.map(({ startMs, speaker, text }) => `[${clock(startMs)}] ${speaker}: ${text}`).join("\n\n"),
  };
}

/** How many hours of transcript are parsed a second, by format. */
export function benchTranscriptParsing(hours: number, print: Print): Record<TranscriptFormat, number> {
  const results = Object.entries(documents(hours)).map(([format, source]) => {
    const bytes = Buffer.from(source);
    const parse = () => parseTranscript({ bytes, contentType: null, durationSeconds: hours * 3600, language: "en" });
    const parsed = parse();
    if (parsed.format !== format) throw new Error(`What should be ${format} was read as ${parsed.format}.`);
    const startedAt = performance.now();
    const rounds = 3;
    for (let i = 0; i < rounds; i++) parse();
    return [format, (rounds * hours * 1000) / (performance.now() - startedAt)] as const;
  });
  print(`Parsing, a transcript of ${hours} h, ${rate(results)}`);
  return Object.fromEntries(results) as Record<TranscriptFormat, number>;
}

const rate = (results: (readonly [string, number])[]) =>
  results.map(([format, perSecond]) => `${format} ${perSecond.toFixed(0)} h/s`).join(", ");

/** Writes a recording of any length without holding it in memory. */
async function writeAudio(file: string, minutes: number): Promise<void> {
  const frames = Math.floor(60_000 / packetMs(form));
  const minute = await makeAudio(frames * packetMs(form), form);
  async function* parts() {
    for (let i = 0; i < minutes; i++) yield minute;
  }
  await pipeline(parts, createWriteStream(file));
}

async function addEpisode({ db }: TestStage, enclosureUrl: string, publishedAt: Date): Promise<string> {
  const show = await db.show.create({ data: { title: "Peak Load", language: "en" } });
  const episode = { showId: show.id, guid: enclosureUrl, title: "The ferry", publishedAt, enclosureUrl };
  return (await db.episode.create({ data: episode })).id;
}

/** Settings under which a service is asked. */
const settingsFor = (origin: string, dataDir: string, atOnce: number, pieceSeconds: number) => ({
  ALLOW_PRIVATE_NETWORK: "on",
  LOG_LEVEL: "silent",
  DATA_DIR: dataDir,
  TRANSCRIBE_BASE_URL: `${origin}/v1`,
  TRANSCRIBE_MODEL: "whisper-1",
  TRANSCRIBE_MAX_PIECE_SECONDS: String(pieceSeconds),
  TRANSCRIBE_CONCURRENCY: String(atOnce),
  TRANSCRIBE_MAX_MINUTES: "1440",
  DAILY_BUDGET_USD: "1000",
});

interface Heard {
  /** From the download until all is saved. */
  tookMs: number;
  peakMegabytes: number;
  pieces: number;
}

/** Starts a script of this folder. */
function run(script: string, args: string[], settings: Record<string, string> = {}) {
  return spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, script), ...args], {
    env: { ...process.env, ENV_FILE: "", ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Less than a minute, which is what the recording repeats, and words enough for a transcript. */
const warmingBytes = 900_000;

/**
 * Has a recording heard by a worker that is at work already; worker, database and service are processes of their own, as they
 * are where Overheard runs.
 */
async function hear(size: {
  minutes: number;
  atOnce: number;
  latencyMs: number;
  pieceSeconds: number;
}): Promise<Heard> {
  const { minutes, atOnce, latencyMs, pieceSeconds } = size;
  const dataDir = mkdtempSync(join(tmpdir(), "overheard bench "));
  const file = join(dataDir, "source.mp3");
  await writeAudio(file, minutes);
  const service = run("hearing-service.ts", [file, String(latencyMs)]);
  const stage = await startTestStage();
  try {
    const [said] = (await once(service.stdout, "data")) as [Buffer];
    const origin = said.toString().trim();
    const warming = await addEpisode(stage, `${origin}/audio?bytes=${warmingBytes}`, new Date(0));
    const episodeId = await addEpisode(stage, `${origin}/audio`, new Date());
    const worker = run("hear-recordings.ts", [], {
      ...settingsFor(origin, dataDir, atOnce, pieceSeconds),
      DATABASE_URL: stage.url,
      AUTH_SECRET: "only for this bench, nowhere else",
    });
    let printed = "";
    worker.stdout.on("data", (chunk) => {
      printed += chunk;
    });
    const [exitCode] = await once(worker, "close");
    if (exitCode !== 0) throw new Error(`Hearing ${warming} and ${episodeId} ended with ${exitCode}.`);
    const measured = JSON.parse(printed) as Omit<Heard, "pieces">;
    return { ...measured, pieces: await stage.db.paidCall.count({ where: { episodeId } }) };
  } finally {
    service.kill();
    await stage.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** From the download until all is saved, beside the time that the service alone takes: 1 is the ideal. */
export async function benchTranscribing(
  size: { minutes: number; atOnce: number; latencyMs: number },
  print: Print,
): Promise<number> {
  const { minutes, atOnce, latencyMs } = size;
  const { tookMs, pieces } = await hear({ ...size, pieceSeconds: 60 });
  const idealMs = Math.ceil(pieces / atOnce) * latencyMs;
  print(
    `Transcribing ${minutes} min in ${pieces} pieces, ${atOnce} at once, ${latencyMs} ms each: ${(tookMs / 1000).toFixed(2)} s, ${(tookMs / idealMs).toFixed(3)} of the ideal ${(idealMs / 1000).toFixed(2)} s`,
  );
  noteRatio({
    what: `hearing ${minutes} min of a recording, ${atOnce} requests of ${latencyMs} ms at once`,
    reference: "the time that the service takes",
    times: tookMs / idealMs,
    better: "less",
  });
  return tookMs / idealMs;
}

/** The most memory that a process takes for recordings of two lengths. @returns the longer one's share of the shorter one's. */
export async function benchMemory(minutes: [number, number], print: Print): Promise<number> {
  const peaks: number[] = [];
  for (const length of minutes)
    peaks.push((await hear({ minutes: length, atOnce: 4, latencyMs: 10, pieceSeconds: 120 })).peakMegabytes);
  const [short = 1, long = 1] = peaks;
  print(
    `Memory: ${short.toFixed(0)} MB at most for ${minutes[0]} min, ${long.toFixed(0)} MB for ${minutes[1]} min, ${(long / short).toFixed(2)} ×`,
  );
  noteRatio({
    what: `memory for a recording of ${minutes[1]} min`,
    reference: `one of ${minutes[0]} min`,
    times: long / short,
    better: "less",
  });
  return long / short;
}
