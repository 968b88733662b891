import { Command, InvalidArgumentError } from "commander";
import { env } from "../lib/env";
import { makeRoom, watch } from "../lib/operations/watch";
import { openWorkplace } from "./context";
import { guardDisk } from "./disk-guard";
import { runMain } from "./report-failure";
import { startScheduler, tick } from "./scheduler";
import { onStopSignal } from "./stop-signals";
import { leaveQueue, type WorkerStage, workerStages, workQueue } from "./work-queue";

function stages(text: string): WorkerStage[] {
  const wanted = text.split(",").map((part) => part.trim());
  for (const stage of wanted)
    if (!(stage in workerStages))
      throw new InvalidArgumentError(`"${stage}" is none of ${Object.keys(workerStages).join(", ")}.`);
  return wanted as WorkerStage[];
}

function concurrency(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 64)
    throw new InvalidArgumentError("It must be a whole number from 1 to 64.");
  return count;
}

const program = new Command("npm run worker --")
  .description("works on the queue, and enqueues each minute what is due; any number may share one database")
  .option("--only <stages>", `only these of ${Object.keys(workerStages).join(", ")}, separated by commas`, stages)
  .option(
    "--concurrency <count>",
    "jobs of one kind at a time (stories are placed by one worker at a time)",
    concurrency,
  )
  .action((options: { only?: WorkerStage[]; concurrency?: number }) => runMain(() => work(options)));

/** The process that runs the pipeline. */
async function work(options: { only?: WorkerStage[]; concurrency?: number }): Promise<void> {
  const workplace = await openWorkplace(env(), "worker");
  const { context, queue } = workplace;
  const guard = guardDisk(context, {
    begin: () => workQueue(context, queue, { pollSeconds: 2, onFailure: guard.notice, ...options }),
    pause: () => leaveQueue(queue, options),
  });
  queue.boss.on("error", guard.notice);
  const everyMinute = async () => {
    try {
      if (await guard.look()) await makeRoom(context);
      else await tick(context, () => watch(context));
    } catch (error) {
      guard.notice(error);
      context.log.error({ err: error }, "A scheduler tick failed; the next one is in a minute.");
    }
  };
  const stopScheduler = startScheduler(everyMinute);
  onStopSignal(async () => {
    stopScheduler();
    guard.stop();
    await workplace.close();
  });
  await guard.look();
  process.send?.("ready");
  await everyMinute();
}

program.parse();
