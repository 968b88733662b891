import type { Command } from "commander";
import { countedInDigits } from "../../lib/format/counts";
import { retryFailed } from "../../lib/operations/gave-up";
import { UserError } from "../report-failure";
import { say, sayJson, uuid, withWorkplace } from "./terminal";

/** `retry`: takes up again what failed. */
export function addRetryCommand(program: Command): void {
  program
    .command("retry")
    .description("take up again what failed; `status` lists it")
    .argument("[id...]", "episodes, or jobs that gave up", (id: string, ids: string[] = []) => [...ids, uuid(id)])
    .option("--all", "everything that failed")
    .option("--json", "print data")
    .action((ids: string[] | undefined, options: { all?: boolean; json?: boolean }) =>
      withWorkplace(async ({ context, queue }) => {
        const wanted = ids ?? [];
        if (wanted.length === 0 && !options.all)
          throw new UserError("Say which ones by their ids (see: npm run cli -- status), or --all.");
        const retried = await retryFailed(context, queue, options.all ? undefined : wanted);
        if (options.json) return sayJson(retried);
        if (retried.episodes + retried.jobs === 0) {
          if (options.all) return say("Nothing has failed.");
          throw new UserError("None of these ids has failed or waits. See what does with: npm run cli -- status");
        }
        const parts = [
          ...(retried.episodes > 0 ? [countedInDigits(retried.episodes, "episode")] : []),
          ...(retried.jobs > 0 ? [countedInDigits(retried.jobs, "job")] : []),
        ];
        say(`Taken up again: ${parts.join(" and ")}. They are worked on now if Overheard runs, else at \`npm start\`.`);
      }),
    );
}
