import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWorkplace } from "../../jobs/context";
import type { Db } from "../../lib/db/types";
import { buildDigest } from "../../lib/digests/build-digest";
import { digestJson } from "../../lib/digests/digest-json";
import { digestByDate } from "../../lib/digests/views";
import { readEnv } from "../../lib/env";
import { subscribeShow } from "../../lib/feeds/subscribe-show";
import { startManyEpisodes } from "../support/many-episodes";
import { type RunningJob, runJob } from "../support/run-job";
import { testSettings } from "../support/test-pipeline";
import { createTestPostgres } from "../support/test-postgres";
import { hearingService, speech } from "../support/transcription-service";

/** What the proof is about. */
export interface WorkersTask {
  /** Each is 9 shows with some 25 episodes. */
  editions: number;
  workers: number;
  /** A worker is killed so often, until all is done. */
  killEverySeconds: number;
  /** After so many kills the rest is done in peace: on a slow machine workers may not have started before they are killed again. */
  mostKills?: number;
  longestMinutes: number;
}

/** What came of it. */
export interface WorkersResult {
  episodes: number;
  kills: number;
  seconds: number;
  /** Problems in words; none when it holds. */
  faults: string[];
  text: string;
}

interface Billing {
  /** How often each piece was answered. */
  answered: Map<string, number>;
  /** Answers that went out after their caller was gone. */
  lost: number;
  url: string;
  stop(): Promise<void>;
}

/** A transcription service that counts what it was asked; pieces of different shows are told apart by the spelling hints. */
async function startBilling(): Promise<Billing> {
  const hearing = hearingService(speech(400_000), { kind: "mp3", channels: 1 });
  const answered = new Map<string, number>();
  const billing = { answered, lost: 0 };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const hash = createHash("sha256");
    request.on("data", (chunk) => hash.update(withoutBoundary(chunk, request)));
    response.on("close", () => {
      if (!response.writableFinished) billing.lost++;
      else {
        const key = hash.digest("hex");
        answered.set(key, (answered.get(key) ?? 0) + 1);
      }
    });
    hearing.handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  return Object.assign(billing, {
    url: `http://127.0.0.1:${port}/v1`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

/** Form boundaries are random; without them the same piece has the same bytes. */
function withoutBoundary(chunk: Buffer, request: IncomingMessage): string {
  const boundary = /boundary=(.+)$/.exec(request.headers["content-type"] ?? "")?.[1] ?? "none";
  return chunk.toString("latin1").replaceAll(boundary, "");
}

async function unfinished(db: Db): Promise<number> {
  return db.episode.count({ where: { stage: { in: ["discovered", "transcribed", "extracted", "waiting"] } } });
}

interface Outcome {
  kills: number;
  seconds: number;
  episodes: Record<string, number>;
  doubles: number;
  paidRows: number;
  digests: string[];
}

/** Reads everything with some workers on one database. */
async function readAll(
  databaseUrl: string,
  billing: Billing,
  feeds: string[],
  startedAt: Date,
  task: Pick<WorkersTask, "workers" | "mostKills" | "longestMinutes"> & { killEverySeconds: number | null },
): Promise<Outcome> {
  const dataDir = mkdtempSync(join(tmpdir(), "overheard workers "));
  const settings = {
    ...testSettings(dataDir),
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: "a secret of sixteen and more",
    EPISODES_ON_SUBSCRIBE: "100",
    EDITION_HOUR: "23",
    TRANSCRIBE_BASE_URL: billing.url,
    TRANSCRIBE_MAX_PIECE_SECONDS: "40",
    TRANSCRIBE_USD_PER_MINUTE: "0.001",
    DAILY_BUDGET_USD: "1000",
  };
  const workplace = await openWorkplace(readEnv(settings), "prove");
  const { context } = workplace;
  const workers: RunningJob[] = [];
  const begun = Date.now();
  let kills = 0;
  let ending = false;
  const start = (slot: number) => {
    workers[slot] = runJob("worker.ts", [], settings);
  };
  try {
    for (const url of feeds) await subscribeShow(context, { url });
    for (let slot = 0; slot < task.workers; slot++) start(slot);
    const killing = (async () => {
      if (task.killEverySeconds === null) return;
      for (let turn = 0; !ending && kills < (task.mostKills ?? Number.POSITIVE_INFINITY); turn++) {
        await new Promise((resolve) => setTimeout(resolve, (task.killEverySeconds ?? 0) * 1000));
        const slot = turn % task.workers;
        if (ending) return;
        workers[slot]?.child.kill("SIGKILL");
        await workers[slot]?.ended;
        kills++;
        if (!ending) start(slot);
      }
    })();
    for (const deadline = begun + task.longestMinutes * 60_000; ; ) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const known = await context.db.episode.count();
      if (known > 0 && (await feedsRead(context.db)) === feeds.length && (await unfinished(context.db)) === 0) break;
      if (Date.now() > deadline) break;
    }
    ending = true;
    await killing;
    const seconds = (Date.now() - begun) / 1000;
    for (const worker of workers) worker.child.kill("SIGTERM");
    await Promise.all(workers.map((worker) => worker.ended));
    const digests = [];
    for (const day of [0, 1]) {
      const asOf = new Date(startedAt.getTime() + day * 24 * 3600_000);
      const date = asOf.toISOString().slice(0, 10);
      await context.db.digest.deleteMany({ where: { date } });
      await buildDigest({ ...context, now: () => asOf }, { date, asOf });
      digests.push(await digestText(context.db, date));
    }
    const stages = await context.db.episode.groupBy({ by: ["stage"], _count: { _all: true } });
    return {
      kills,
      seconds,
      episodes: Object.fromEntries(stages.map((row) => [row.stage, row._count._all])),
      doubles: await countDoubles(context.db),
      paidRows: await context.db.paidCall.count({ where: { answeredAt: { not: null } } }),
      digests,
    };
  } finally {
    ending = true;
    for (const worker of workers) if (worker.child.exitCode === null) worker.child.kill("SIGKILL");
    await workplace.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const feedsRead = (db: Db) => db.feed.count({ where: { lastCheckedAt: { not: null } } });

/** Episodes, transcripts' sentences and insights that are there twice, and insights that are in no story. */
async function countDoubles(db: Db): Promise<number> {
  const rows = await db.$queryRaw<{ n: number }[]>`
    SELECT ((SELECT count(*) FROM (SELECT 1 FROM "Episode" GROUP BY guid HAVING count(*) > 1) a)
      + (SELECT count(*) FROM (SELECT 1 FROM "Insight" GROUP BY "episodeId", "firstSegment", extractor HAVING count(*) > 1) b)
      + (SELECT count(*) FROM "Insight" i JOIN "Episode" e ON e.id = i."episodeId" WHERE e.stage = 'placed' AND i."storyId" IS NULL))::int AS n`;
  return rows[0]?.n ?? 0;
}

/** A digest without what differs from installation to installation: ids. */
async function digestText(db: Db, date: string): Promise<string> {
  const digest = await digestByDate(db, date);
  if (!digest) return "none";
  const ids = new Set(["id"]);
  return JSON.stringify(digestJson(digest), (key, value) => (ids.has(key) ? undefined : value), 1);
}

/** Several workers on a real PostgreSQL that are killed every few seconds, beside one that is left in peace. */
export async function proveWorkers(task: WorkersTask): Promise<WorkersResult> {
  const startedAt = new Date();
  const publisher = await startManyEpisodes(task.editions, startedAt);
  const billings = [await startBilling(), await startBilling()] as const;
  const databases = [await createTestPostgres(), await createTestPostgres()] as const;
  try {
    const [killed, calm] = databases;
    if (!killed || !calm) throw new Error("There is no PostgreSQL at TEST_DATABASE_URL or 127.0.0.1:5432.");
    const many = await readAll(killed.url, billings[0], publisher.feeds, startedAt, task);
    const one = await readAll(calm.url, billings[1], publisher.feeds, startedAt, {
      ...task,
      workers: 1,
      killEverySeconds: null,
    });
    const episodes = publisher.transcribed + publisher.recordings;
    const faults = [
      ...(many.episodes.placed === episodes ? [] : [`placed are ${JSON.stringify(many.episodes)} of ${episodes}`]),
      ...(many.doubles === 0 ? [] : [`${many.doubles} rows are there twice or nowhere`]),
      ...(many.paidRows === one.paidRows ? [] : [`${many.paidRows} pieces paid, ${one.paidRows} by one worker`]),
      ...(extra(billings[0]) <= many.kills
        ? []
        : [`${extra(billings[0])} pieces answered again at ${many.kills} kills`]),
      ...many.digests.flatMap((digest, i) =>
        digest === one.digests[i]
          ? []
          : [`digest ${i + 1} differs from that of one worker\n${digest}\n${one.digests[i]}`],
      ),
    ];
    const text = [
      `${episodes} episodes of ${publisher.feeds.length} shows, ${task.workers} workers, one killed every ${task.killEverySeconds} s: ${many.kills} kills in ${many.seconds.toFixed(0)} s (one worker in peace: ${one.seconds.toFixed(0)} s)`,
      `  placed ${many.episodes.placed ?? 0}, twice or nowhere ${many.doubles}`,
      `  pieces paid ${many.paidRows} (one worker ${one.paidRows}); answered again after a kill ${extra(billings[0])}, of which each was under way when its worker was killed`,
      `  digests equal to those of one worker: ${many.digests.filter((digest, i) => digest === one.digests[i]).length} of ${many.digests.length}`,
      ...faults.map((fault) => `  DOES NOT HOLD: ${fault}`),
    ].join("\n");
    return { episodes, kills: many.kills, seconds: many.seconds, faults, text };
  } finally {
    await publisher.stop();
    for (const billing of billings) await billing.stop();
    for (const database of databases) await database?.drop();
  }
}

/** Answers beyond the first for the same piece. */
function extra({ answered }: Billing): number {
  return [...answered.values()].reduce((sum, count) => sum + count - 1, 0);
}
