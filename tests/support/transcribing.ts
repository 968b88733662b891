import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnv } from "../../lib/env";
import type { StageContext } from "../../lib/queue/stage";
import { startServer, type TestServer } from "./test-server";
import type { TestStage } from "./test-stage";

/** A publisher, a transcription service and a folder of its own for one test. */
export interface Transcribing {
  /** The publisher is its first origin, the service its second. */
  server: TestServer;
  dataDir: string;
  /** What the stage works with under these settings. */
  with(settings: Record<string, string>): StageContext;
  /** Gives the recording at the publisher's "/audio". */
  publish(audio: Buffer): void;
  addEpisode(show?: object, episode?: object): Promise<string>;
  stop(): Promise<void>;
}

/** Opens what a test of transcribing needs, on a stage that several tests share. */
export async function startTranscribing(stage: TestStage): Promise<Transcribing> {
  const server = await startServer(2);
  const dataDir = mkdtempSync(join(tmpdir(), "overheard audio "));
  const settings = {
    ALLOW_PRIVATE_NETWORK: "on",
    LOG_LEVEL: "silent",
    DATA_DIR: dataDir,
    TRANSCRIBE_BASE_URL: `${server.origins[1]}/v1`,
    TRANSCRIBE_MODEL: "whisper-1",
    TRANSCRIBE_MAX_MINUTES: "240",
    DAILY_BUDGET_USD: "100",
    OPENAI_API_KEY: "",
  };
  return {
    server,
    dataDir,
    with: (more) => ({ ...stage.context, env: readEnv({ ...settings, ...more }) }),
    publish: (audio) =>
      server.routes.set("/audio", (_, response) =>
        response.writeHead(200, { "content-length": audio.length }).end(audio),
      ),
    async addEpisode(show = {}, episode = {}) {
      const { id: showId } = await stage.db.show.create({ data: { title: "Peak Load", language: "en", ...show } });
      const data = { showId, guid: crypto.randomUUID(), title: "The late ferry", publishedAt: new Date() };
      const enclosureUrl = `${server.origins[0]}/audio`;
      return (await stage.db.episode.create({ data: { ...data, enclosureUrl, ...episode } })).id;
    },
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
      await stage.db.paidCall.deleteMany();
      await stage.db.show.deleteMany();
      stage.enqueued.length = 0;
    },
  };
}
