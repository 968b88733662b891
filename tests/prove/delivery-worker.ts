import { connectDatabase } from "../../lib/db/client";
import { releaseAllMailClaims } from "../../lib/delivery/batch-store";
import { deliverMail } from "../../lib/delivery/deliver-mail";
import { readEnv } from "../../lib/env";
import { createLog } from "../../lib/log/log";

/** The process that is killed: it schedules and sends what is due, over and over, as a worker does. */
const env = readEnv(process.env);
const db = connectDatabase(env.DATABASE_URL ?? "");
// As the embedded database's opener does: nobody else can be at work.
if (process.env.IS_ALONE === "yes") await releaseAllMailClaims(db);
const context = { db, env, log: createLog("prove", "silent"), now: () => new Date(), enqueue: async () => {} };
process.send?.("ready");
for (;;) {
  await deliverMail(context, { batchSize: Number(process.env.BATCH_SIZE) });
  await new Promise((resolve) => setTimeout(resolve, 100));
}
