import type { Command } from "commander";
import { readStatus, statusText } from "../print-status";
import { say, sayJson, withWorkplace } from "./terminal";

/** `status`: how everything stands. */
export function addStatusCommand(program: Command): void {
  program
    .command("status")
    .description("how feeds, episodes, digests and deliveries stand")
    .option("--json", "print data")
    .action((options: { json?: boolean }) =>
      withWorkplace(async ({ context }) => {
        const status = await readStatus(context.db, context.env);
        if (options.json) sayJson(status);
        else say(statusText(status));
      }),
    );
}
