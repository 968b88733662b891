import { spawn } from "node:child_process";
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { clock } from "../../lib/format/durations";
import { toVtt } from "../../lib/transcripts/documents";
import { parseTranscript } from "../../lib/transcripts/parse-transcript";
import type { TranscriptFormat, TranscriptSegment } from "../../lib/transcripts/transcript";
import { type AudioForm, makeAudio, packetMs } from "../support/test-audio";
import { startTestStage, type TestStage } from "../support/test-stage";
import { bodyOf, heardIn, speech } from "../support/transcription-service";
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

/** A publisher of one file and a service that answers every request after the same time. */
async function startService(file: string, latencyMs: number): Promise<{ origin: string; server: Server }> {
  const words = speech(60_000);
  const server = createServer(async (request, response) => {
    if (request.url === "/audio") {
      response.writeHead(200, { "content-length": statSync(file).size });
      createReadStream(file).pipe(response);
      return;
    }
    const askedAt = performance.now();
    const heard = heardIn(await bodyOf(request), form);
    const seconds = Math.max(1, (heard.endMs - heard.startMs) / 1000);
    const segments = Array.from({ length: Math.ceil(seconds / 6) }, (_, i) => ({
      text: words
        .slice((i * 15) % 100, ((i * 15) % 100) + 14)
        .map(({ text }) => text)
        .join(" ")
        .concat(` ${i}.`),
      start: i * 6,
      end: i * 6 + 5,
    }));
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, latencyMs - (performance.now() - askedAt))));
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ text: segments.map(({ text }) => text).join(" "), segments }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { server, origin: `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}` };
}

/** Writes a recording of any length without holding it in memory. */
async function writeAudio(file: string, minutes: number): Promise<void> {
  const frames = Math.floor(60_000 / packetMs(form));
  const minute = await makeAudio(frames * packetMs(form), form);
  async function* parts() {
    for (let i = 0; i < minutes; i++) yield minute;
  }
  await pipeline(parts, createWriteStream(file));
}

async function addEpisode({ db }: TestStage, enclosureUrl: string): Promise<string> {
  const show = await db.show.create({ data: { title: "Peak Load", language: "en" } });
  const episode = { showId: show.id, guid: enclosureUrl, title: "The ferry", publishedAt: new Date(), enclosureUrl };
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

/** Has a recording heard by a process of its own, as a worker does: publisher, service and database are elsewhere. */
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
  const { origin, server } = await startService(file, latencyMs);
  const stage = await startTestStage();
  try {
    await addEpisode(stage, `${origin}/audio`);
    const settings = {
      ...settingsFor(origin, dataDir, atOnce, pieceSeconds),
      DATABASE_URL: stage.url,
      AUTH_SECRET: "only for this bench, nowhere else",
    };
    const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "../prove/transcribe.ts")], {
      env: { ...process.env, ENV_FILE: "", ...settings },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
    });
    await new Promise((resolve) => child.once("close", resolve));
    const { stage: outcome, stageReason } = await stage.db.episode.findFirstOrThrow();
    if (outcome !== "transcribed") throw new Error(stageReason ?? outcome);
    const measured = JSON.parse(said.split("\n")[1] ?? "{}") as Omit<Heard, "pieces">;
    return { ...measured, pieces: await stage.db.paidCall.count() };
  } finally {
    server.closeAllConnections();
    server.close();
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
