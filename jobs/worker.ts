import { env } from "../lib/env";
import { openWorkplace } from "./context";
import { runMain } from "./report-failure";
import { startScheduler, tick } from "./scheduler";
import { onStopSignal } from "./stop-signals";
import { workQueue } from "./work-queue";

/** The process that runs the pipeline: works on the queue, and enqueues each minute what is due. */
runMain(async () => {
  const workplace = await openWorkplace(env(), "worker");
  const stopScheduler = startScheduler(workplace.context);
  onStopSignal(async () => {
    stopScheduler();
    await workplace.close();
  });
  await workQueue(workplace.context, workplace.queue, 2);
  process.send?.("ready");
  await tick(workplace.context);
});
