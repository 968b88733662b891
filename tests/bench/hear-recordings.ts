import { connectDatabase } from "../../lib/db/client";
import { readEnv } from "../../lib/env";
import { createLog } from "../../lib/log/log";
import type { StageContext } from "../../lib/queue/stage";
import { acquireTranscript } from "../../lib/transcripts/acquire-transcript";

/** A process that hears what there is, one recording after the other, and prints how long the last one took. */
const env = readEnv(process.env);
const db = connectDatabase(env.DATABASE_URL ?? "");
const context: StageContext = {
  db,
  env,
  log: createLog("bench", "silent"),
  now: () => new Date(),
  enqueue: async () => {},
};
let tookMs = 0;
for (const { id } of await db.episode.findMany({ orderBy: { publishedAt: "asc" }, select: { id: true } })) {
  const startedAt = performance.now();
  const { stage, reason } = await acquireTranscript(context, { episodeId: id });
  tookMs = performance.now() - startedAt;
  if (stage !== "transcribed") throw new Error(reason ?? stage);
}
process.stdout.write(`${JSON.stringify({ tookMs, peakMegabytes: process.resourceUsage().maxRSS / 1024 })}\n`);
await db.$disconnect();
