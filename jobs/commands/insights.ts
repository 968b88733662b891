import type { Command } from "commander";
import { longestRetractionNote, restoreInsight, retractInsight } from "../../lib/stories/retract-insight";
import { UserError } from "../report-failure";
import { say, uuid, withWorkplace } from "./terminal";

const unknown = (id: string) =>
  new UserError(`There is no insight with the id ${id}. It is the last part of its page's address.`);

/** `insights …`: what was extracted. */
export function addInsightsCommands(program: Command): void {
  const insights = program.command("insights").description("what was extracted from the episodes");
  insights
    .command("retract")
    .description("withdraw an insight that is wrong from pages, feeds, stories and digests not yet sent")
    .argument("<id>", "the insight's id, the last part of its page's address", uuid)
    .requiredOption("--note <text>", "what is wrong, in a sentence; it stands at the insight's address")
    .action((id: string, { note }: { note: string }) =>
      withWorkplace(async ({ context }) => {
        if (note.trim() === "" || note.trim().length > longestRetractionNote)
          throw new UserError(`The note has to say what is wrong in 1 to ${longestRetractionNote} characters.`);
        const result = await retractInsight(context, { insightId: id, note });
        if (result.outcome === "unknown") throw unknown(id);
        say(
          `${result.outcome === "unchanged" ? "Already withdrawn" : "Withdrawn"}: ${result.headline}\nIts address says why. Take it back with: npm run cli -- insights restore ${id}`,
        );
      }),
    );
  insights
    .command("restore")
    .description("take back that an insight was withdrawn")
    .argument("<id>", "the insight's id", uuid)
    .action((id: string) =>
      withWorkplace(async ({ context }) => {
        const result = await restoreInsight(context, { insightId: id });
        if (result.outcome === "unknown") throw unknown(id);
        say(`${result.outcome === "unchanged" ? "It was not withdrawn" : "Restored"}: ${result.headline}`);
      }),
    );
}
