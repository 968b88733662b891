import type { Command } from "commander";
import { detailsInWords, insightDetails } from "../../lib/insights/details-view";
import { reindexInsights } from "../../lib/stories/reindex-insights";
import { longestRetractionNote, restoreInsight, retractInsight } from "../../lib/stories/retract-insight";
import { type ReadAgain, readAgain } from "../read-again";
import { UserError } from "../report-failure";
import { say, sayJson, uuid, warn, wholeNumber, withWorkplace } from "./terminal";

const unknown = (id: string) =>
  new UserError(`There is no insight with the id ${id}. It is the last part of its page's address.`);

/** One line for an episode that was read again. */
function againText({ title, showTitle, outcome }: ReadAgain): string {
  const about = `${showTitle}: ${title}`;
  if ("reason" in outcome) return `${about}\n  ${outcome.reason}`;
  const { kept, added, removed, left } = outcome;
  const parts = [
    `${kept} found again`,
    `${added} new`,
    `${removed} gone`,
    ...(left > 0 ? [`${left} left as they were`] : []),
  ];
  return `${about}\n  ${parts.join(", ")}.`;
}

/** `insights …`: what was extracted. */
export function addInsightsCommands(program: Command): void {
  program
    .command("reindex")
    .description("make every insight's vector that the configured model has not made yet, and the index of them")
    .option("--rebuild", "make the index anew as well", false)
    .option("--learn", "have the local embedding learn first how rare words are in what is stored here", false)
    .option("--json", "print data")
    .action(({ rebuild, learn, json: asJson }: { rebuild: boolean; learn: boolean; json?: boolean }) =>
      withWorkplace(async ({ context }) => {
        const onProgress = (done: number) => warn(`${done} insights …`);
        const result = await reindexInsights(context, { rebuild, learn, ...(asJson ? {} : { onProgress }) });
        if (asJson) return sayJson(result);
        say(
          `${result.made === 0 ? "Nothing was missing" : `${result.made} insights have new vectors`}. ${result.model} serves.`,
        );
      }),
    );
  const insights = program.command("insights").description("what was extracted from the episodes");
  insights
    .command("show")
    .description("print how an insight was made, and what its model said of it")
    .argument("<id>", "the insight's id, the last part of its page's address", uuid)
    .option("--json", "print data")
    .action((id: string, { json: asJson }: { json?: boolean }) =>
      withWorkplace(async ({ context }) => {
        const details = (await insightDetails(context.db, [id])).get(id);
        if (!details) throw unknown(id);
        if (asJson) return sayJson(details);
        say(`${details.headline}\n${details.showTitle}: ${details.episodeTitle}\n`);
        for (const { name, text } of detailsInWords(details)) say(`${name}: ${text}`);
      }),
    );
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
    .command("again")
    .description(
      "read episodes anew with today's model and prompt; what is found again keeps its address, story and readers",
    )
    .option("--show <id>", "only a show's", uuid)
    .option("--episode <id>", "only this one", uuid)
    .option("--days <count>", "only of the last days", (text) => wholeNumber(text))
    .option("--all", "also what the same model and prompt have read")
    .option("--json", "print data")
    .action((options: { show?: string; episode?: string; days?: number; all?: boolean; json?: boolean }) =>
      withWorkplace(async ({ context }) => {
        const results = await readAgain(
          context,
          {
            ...(options.show ? { showId: options.show } : {}),
            ...(options.episode ? { episodeId: options.episode } : {}),
            ...(options.days ? { since: new Date(context.now().getTime() - options.days * 86_400_000) } : {}),
            isForced: options.all ?? false,
          },
          (result) => {
            if (!options.json) say(againText(result));
          },
        );
        if (options.json) return sayJson(results);
        if (results.length === 0)
          say("Every episode was read by today's model and prompt. Read them all the same with --all.");
        else say("\nTheir stories are told anew now if Overheard runs, else at `npm start`.");
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
