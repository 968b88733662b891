import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { segmentsOf } from "../../lib/transcripts/store";
import { compareWords, plainWords } from "../eval/source-words";
import { type AudioForm, makeAudio } from "../support/test-audio";
import { startTestStage, type TestStage } from "../support/test-stage";
import { answerFor, bodyOf, heardIn, type SaidWord, speech } from "../support/transcription-service";

/** What came of killing a process again and again while it transcribes one episode. */
export interface KillResult {
  atOnce: number;
  pieces: number;
  kills: number;
  /** Answers that the service gave, each of which it would bill. */
  answers: number;
  /** Requests for a piece whose answer had been stored before. */
  billedAgain: number;
  /** Answers that were on their way when the process was killed, and had to be asked for again. */
  lostOnTheWay: number;
  /** Words lost or doubled, for each border between two pieces. */
  wordsPerBorder: number;
  stage: string;
}

/** Where a run is killed: at an event of the service, when an answer has been stored, or some time after its start. */
type Step = "download" | "half of the download" | "request" | "answer" | "stored" | { afterMs: number };

const pieceSeconds = 20;
const overlapSeconds = 6;
const form: AudioForm = { kind: "mp3", channels: 1 };

/** A service and a publisher that tell where the work is. */
class Watched {
  readonly answered: string[] = [];
  /** Texts of the answers that the database had when a process was killed. */
  readonly stored = new Set<string>();
  billedAgain = 0;
  onEvent: (event: Step) => void = () => {};
  #server: Server;

  constructor(
    readonly audio: Buffer,
    readonly words: SaidWord[],
  ) {
    this.#server = createServer((request, response) => {
      if (request.url === "/audio") this.#giveAudio(response);
      // What a killed process was sending ends in the middle.
      else void this.#hear(request, response).catch(() => response.destroy());
    });
  }

  #giveAudio(response: ServerResponse): void {
    this.onEvent("download");
    response.writeHead(200, { "content-length": this.audio.length });
    response.write(this.audio.subarray(0, this.audio.length / 2));
    // So that there is a half to be killed in.
    setTimeout(() => {
      this.onEvent("half of the download");
      response.end(this.audio.subarray(this.audio.length / 2));
    }, 30);
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = answerFor(this.words, heardIn(await bodyOf(request), form));
    if (this.stored.has(answer.text)) this.billedAgain++;
    this.onEvent("request");
    await new Promise((resolve) => setTimeout(resolve, 40));
    // What nobody waits for any more is not answered, and billed to nobody.
    if (request.socket.destroyed) return;
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer), () => {
      this.answered.push(answer.text);
      this.onEvent("answer");
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/**
 * Transcribes an episode with a process that is killed at every step of it, and started again: in the download, when a piece
 * is asked for, when its answer comes, when that has been stored, and while all is joined and saved.
 */
export async function killTranscribing(options: {
  pieces: number;
  atOnce: number;
  /** Only some of the steps, for a test. */
  isShort?: boolean;
  onKill?: (kills: number) => void;
}): Promise<KillResult> {
  const durationMs = ((pieceSeconds - overlapSeconds) * options.pieces + overlapSeconds) * 1000 - 100;
  const words = speech(durationMs);
  const service = new Watched(await makeAudio(durationMs, form), words);
  const origin = await service.listen();
  const stage = await startTestStage();
  const dataDir = mkdtempSync(join(tmpdir(), "overheard prove "));
  const settings = {
    DATABASE_URL: stage.url,
    AUTH_SECRET: "only for this proof, nowhere else",
    DATA_DIR: dataDir,
    ALLOW_PRIVATE_NETWORK: "on",
    TRANSCRIBE_BASE_URL: `${origin}/v1`,
    TRANSCRIBE_MODEL: "whisper-1",
    TRANSCRIBE_MAX_PIECE_SECONDS: String(pieceSeconds),
    TRANSCRIBE_CONCURRENCY: String(options.atOnce),
    DAILY_BUDGET_USD: "1000",
  };
  let kills = 0;
  const run = async (step: Step | null) => {
    const wasKilled = await runUntil(stage, service, settings, step);
    if (wasKilled) kills++;
    if (wasKilled) options.onKill?.(kills);
    const rows = await stage.db.paidCall.findMany({ where: { answeredAt: { not: null } }, select: { response: true } });
    for (const { response } of rows) service.stored.add((response as { text: string }).text);
    return wasKilled;
  };
  try {
    const episodeId = await addEpisode(stage, `${origin}/audio`);
    if (!options.isShort) for (const step of ["download", "half of the download"] as const) await run(step);
    while (service.stored.size < options.pieces)
      for (const step of ["request", "answer", "stored"] as const)
        if (service.stored.size < options.pieces) await run(step);
    for (let afterMs = 40; (await run({ afterMs })) && !options.isShort; afterMs *= 1.5);
    await run(null);
    const segments = await segmentsOf(stage.db, episodeId);
    const { lost, added } = compareWords(
      words.flatMap(({ text }) => plainWords(text)).map((word) => ({ word, isLabel: false })),
      segments.flatMap(({ text }) => plainWords(text)),
    );
    const row = await stage.db.episode.findUniqueOrThrow({ where: { id: episodeId } });
    return {
      atOnce: options.atOnce,
      pieces: service.stored.size,
      kills,
      answers: service.answered.length,
      billedAgain: service.billedAgain,
      lostOnTheWay: service.answered.length - service.stored.size,
      wordsPerBorder: (lost + added) / Math.max(1, options.pieces - 1),
      stage: row.stage,
    };
  } finally {
    await service.close();
    await stage.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function addEpisode({ db }: TestStage, enclosureUrl: string): Promise<string> {
  const show = await db.show.create({ data: { title: "Peak Load", language: "en" } });
  const episode = { showId: show.id, guid: "1", title: "The late ferry", publishedAt: new Date(), enclosureUrl };
  return (await db.episode.create({ data: episode })).id;
}

/** Runs the process until a step, at which it is killed. @returns whether it was; it may have ended before. */
async function runUntil(
  { db }: TestStage,
  service: Watched,
  settings: Record<string, string>,
  step: Step | null,
): Promise<boolean> {
  const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "transcribe.ts")], {
    env: { ...process.env, ENV_FILE: "", ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let isOver = false;
  const kill = () => {
    if (!isOver) child.kill("SIGKILL");
  };
  service.onEvent = (event) => {
    if (event === step) kill();
  };
  if (step === "stored") void whenStored(db, service.stored.size, () => isOver).then(kill);
  if (typeof step === "object" && step !== null) child.stdout.once("data", () => setTimeout(kill, step.afterMs));
  else child.stdout.resume();
  const signal = await ended(child);
  isOver = true;
  service.onEvent = () => {};
  return signal === "SIGKILL";
}

const ended = (child: ChildProcess) =>
  new Promise<NodeJS.Signals | null>((resolve) => child.once("close", (_, signal) => resolve(signal)));

async function whenStored(db: TestStage["db"], before: number, isOver: () => boolean): Promise<void> {
  while (!isOver() && (await db.paidCall.count({ where: { answeredAt: { not: null } } })) <= before)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

/** The result for people. */
export function killedText(result: KillResult): { text: string; holds: boolean } {
  const holds =
    result.billedAgain === 0 &&
    result.stage === "transcribed" &&
    result.wordsPerBorder <= 0.1 &&
    result.lostOnTheWay <= result.kills * result.atOnce;
  const rows: [string, string | number][] = [
    ["at once", result.atOnce],
    ["pieces", result.pieces],
    ["killed", result.kills],
    ["answers of the service", result.answers],
    ["billed again after they were stored", result.billedAgain],
    ["lost on their way by a kill", result.lostOnTheWay],
    ["words lost or doubled a border", result.wordsPerBorder.toFixed(3)],
    ["episode", result.stage],
  ];
  return { holds, text: rows.map(([name, value]) => `${name.padEnd(38)}${value}`).join("\n") };
}
