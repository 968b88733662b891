import { forgetCutOffCalls } from "../../lib/costs/paid-call";
import { connectDatabase } from "../../lib/db/client";
import { readEnv } from "../../lib/env";
import { createLog } from "../../lib/log/log";
import type { StageContext } from "../../lib/queue/stage";
import { acquireTranscript } from "../../lib/transcripts/acquire-transcript";

/**
 * A process that transcribes what there is, as a worker does after its start; it is there to be killed. What it enqueues
 * stands in a table where the same job twice is an error.
 */
const env = readEnv(process.env);
const db = connectDatabase(env.DATABASE_URL ?? "");
const context: StageContext = {
  db,
  env,
  log: createLog("prove", "silent"),
  now: () => new Date(),
  async enqueue(tx, name, data) {
    await tx.scheduleSlot.create({ data: { job: name, slot: JSON.stringify(data) } });
  },
};
await forgetCutOffCalls(db);
await db.episode.updateMany({ where: { stage: "waiting" }, data: { stage: "discovered" } });
const episodes = await db.episode.findMany({ where: { stage: "discovered" }, select: { id: true } });
process.stdout.write("begun\n");
await Promise.all(episodes.map(({ id }) => acquireTranscript(context, { episodeId: id })));
await db.$disconnect();
