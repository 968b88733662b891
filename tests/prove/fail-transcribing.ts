import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnv } from "../../lib/env";
import { acquireTranscript } from "../../lib/transcripts/acquire-transcript";
import { type AudioForm, makeAudio } from "../support/test-audio";
import { startServer } from "../support/test-server";
import { startTestStage } from "../support/test-stage";
import { answerFor, bodyOf, heardIn, speech } from "../support/transcription-service";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
const error =
  (status: number, message: string, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    json(response, status, { error: { message } }, headers);

/** What goes wrong, for how many requests, and what has to come of it. */
interface Fault {
  name: string;
  answer: Answer;
  /** Requests that meet it; all when absent. */
  times?: number;
  stage: "transcribed" | "waiting" | "failed";
  reason?: RegExp;
  /** No more requests than this for one piece; where it is heard in the end, a busy machine may add a time-out. */
  mostRequests: number;
}

const cut: Answer = (_, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": 5_000 });
  response.write('{"text": "half of', () => response.destroy());
};
const faults: Fault[] = [
  { name: "none", answer: () => {}, times: 0, stage: "transcribed", mostRequests: 1 },
  {
    name: "429, retry-after 1 s",
    answer: error(429, "Slow down", { "retry-after": "1" }),
    times: 1,
    stage: "transcribed",
    mostRequests: 5,
  },
  {
    name: "429, retry-after an hour",
    answer: error(429, "Slow down", { "retry-after": "3600" }),
    stage: "waiting",
    reason: /\(429\) and asks to wait 60 minutes\. It will be tried again\.$/,
    mostRequests: 1,
  },
  { name: "500, twice", answer: error(500, "Oops"), times: 2, stage: "transcribed", mostRequests: 5 },
  {
    name: "500, always",
    answer: error(500, "Oops"),
    stage: "waiting",
    reason: /could not transcribe now \(500\)/,
    mostRequests: 5,
  },
  { name: "time-out, once", answer: () => {}, times: 1, stage: "transcribed", mostRequests: 5 },
  {
    name: "time-out, always",
    answer: () => {},
    stage: "waiting",
    reason: /did not answer within TRANSCRIBE_TIMEOUT_SECONDS/,
    mostRequests: 5,
  },
  { name: "cut connection, once", answer: cut, times: 1, stage: "transcribed", mostRequests: 5 },
  {
    name: "cut connection, always",
    answer: (request) => request.socket.destroy(),
    stage: "waiting",
    reason: /did not answer \(/,
    mostRequests: 5,
  },
  {
    name: "no JSON, once",
    answer: (_, response) => response.writeHead(200, { "content-type": "application/json" }).end("<html>"),
    times: 1,
    stage: "transcribed",
    mostRequests: 5,
  },
  {
    name: "wrong JSON, always",
    answer: (_, response) => json(response, 200, { odd: true }),
    stage: "waiting",
    reason: /something else than a transcript/,
    mostRequests: 2,
  },
  {
    name: "refusal",
    answer: error(400, "The audio may not be transcribed."),
    stage: "failed",
    reason: /refuses the recording: The audio may not be transcribed/,
    mostRequests: 1,
  },
];

/** What came of an episode whose service did something wrong. */
export interface FaultResult {
  name: string;
  stage: string;
  reason: string | null;
  requests: number;
  holds: boolean;
}

/** Transcribes one episode for each kind of fault, all at once, and looks whether each ends as it should. */
export async function failTranscribing(): Promise<FaultResult[]> {
  const form: AudioForm = { kind: "mp3", channels: 1 };
  const words = speech(60_000);
  const stage = await startTestStage();
  const server = await startServer(1 + Math.ceil(faults.length / 2));
  const dataDir = mkdtempSync(join(tmpdir(), "overheard prove "));
  const requests = new Map<string, number>();
  try {
    for (const index of faults.keys()) {
      // The same recording twice would be heard once.
      const audio = await makeAudio(50_000 + index * 200, form);
      server.routes.set(`/${index}.mp3`, (_, response) => response.end(audio));
    }
    server.routes.set("/v1/audio/transcriptions", async (request, response) => {
      const heard = heardIn(await bodyOf(request), form);
      // The prompt for spelling names the episode.
      const prompt = heard.fields.get("prompt")?.join() ?? "";
      const fault = faults.find((_, index) => prompt.includes(`Fault${index}X`));
      const count = (requests.get(fault?.name ?? "") ?? 0) + 1;
      requests.set(fault?.name ?? "", count);
      if (fault && count <= (fault.times ?? Number.POSITIVE_INFINITY)) fault.answer(request, response);
      else json(response, 200, answerFor(words, heard));
    });
    const env = readEnv({
      ALLOW_PRIVATE_NETWORK: "on",
      LOG_LEVEL: "silent",
      DATA_DIR: dataDir,
      TRANSCRIBE_BASE_URL: `${server.origins[0]}/v1`,
      TRANSCRIBE_MODEL: "whisper-1",
      TRANSCRIBE_TIMEOUT_SECONDS: "3",
      TRANSCRIBE_CONCURRENCY: String(faults.length),
      DAILY_BUDGET_USD: "100",
    });
    return await Promise.all(
      faults.map(async (fault, index) => {
        const show = await stage.db.show.create({ data: { title: "Peak Load", language: "en" } });
        const episode = await stage.db.episode.create({
          data: {
            showId: show.id,
            guid: String(index),
            title: `Fault${index}X`,
            publishedAt: new Date(),
            enclosureUrl: `${server.origins[1 + Math.floor(index / 2)]}/${index}.mp3`,
          },
        });
        await acquireTranscript({ ...stage.context, env }, { episodeId: episode.id });
        const row = await stage.db.episode.findUniqueOrThrow({ where: { id: episode.id } });
        const asked = requests.get(fault.name) ?? 0;
        const holds =
          row.stage === fault.stage &&
          (fault.reason === undefined ? row.stageReason === null : fault.reason.test(row.stageReason ?? "")) &&
          asked <= fault.mostRequests;
        return { name: fault.name, stage: row.stage, reason: row.stageReason, requests: asked, holds };
      }),
    );
  } finally {
    await server.stop();
    await stage.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The results for people. */
export function faultsText(results: FaultResult[]): { text: string; holds: boolean } {
  const lines = results.map(
    ({ name, stage, requests, holds, reason }) =>
      `${holds ? "  " : "! "}${name.padEnd(26)}${stage.padEnd(13)}${requests} request${requests === 1 ? " " : "s"}${reason ? `  ${reason}` : ""}`,
  );
  return { text: lines.join("\n"), holds: results.every(({ holds }) => holds) };
}
