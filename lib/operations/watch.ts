import { raiseAlert } from "../mail/alert";
import type { StageContext } from "../queue/stage";
import { forgetSurroundings } from "../stories/forget-surroundings";
import { removeRecordings } from "../transcripts/remove-recordings";
import { findProblems } from "./findings";
import { setAsideGaveUp } from "./gave-up";
import { removeOldTranscripts } from "./retention";
import { emptyLog, keepTables } from "./upkeep";

/**
 * What the worker that got the minute does beside enqueueing: sets aside what gave up, removes what is past its time, keeps
 * the embedded database's tables in shape, and tells the operator what needs a hand. A check that fails does not stop the others.
 */
export const watch = (context: StageContext): Promise<void> =>
  each(context, [
    setAsideGaveUp,
    removeOldTranscripts,
    forgetSurroundings,
    removeRecordings,
    keepTables,
    emptyLog,
    tellProblems,
  ]);

/** What of that makes room and writes next to nothing: all that is done while the disk is full. */
export const makeRoom = (context: StageContext): Promise<void> => each(context, [removeRecordings, emptyLog]);

async function each(context: StageContext, tasks: ((context: StageContext) => Promise<unknown>)[]): Promise<void> {
  for (const task of tasks) {
    try {
      await task(context);
    } catch (error) {
      context.log.error(
        { err: error, task: task.name },
        "A look at how things are has failed; the next is in a minute.",
      );
    }
  }
}

async function tellProblems(context: StageContext): Promise<void> {
  // Whoever watches is the worker, so that one is running.
  for (const problem of await findProblems(context)) if (problem.kind !== "worker") await raiseAlert(context, problem);
}
