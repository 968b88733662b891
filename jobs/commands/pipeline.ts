import type { Command } from "commander";
import { buildDigest } from "../../lib/digests/build-digest";
import { pollFeeds } from "../../lib/feeds/poll-feeds";
import { makeAllFeedsDue } from "../../lib/feeds/store";
import { listShows } from "../../lib/feeds/views";
import { progressPrinter } from "../progress";
import { UserError } from "../report-failure";
import { runPipeline, waitUntilIdle } from "../run-pipeline";
import { printDigest } from "./digest";
import { calendarDate, say, today, warn, withWorkplace } from "./terminal";

/** `poll` and `run`: the pipeline by hand. */
export function addPipelineCommands(program: Command): void {
  program
    .command("poll")
    .description("check the feeds that are due")
    .option("--force", "check all of them")
    .action((options: { force?: boolean }) =>
      withWorkplace(async ({ context }) => {
        if (options.force) await makeAllFeedsDue(context.db, context.now());
        const titles = new Map((await listShows(context.db)).map((row) => [row.feedId, row.title]));
        const { polled } = await pollFeeds(context, (feed, result) => {
          const outcome = result.error ?? (result.newEpisodes > 0 ? `${result.newEpisodes} new` : "nothing new");
          say(`${titles.get(feed.id) ?? feed.url}: ${outcome}`);
        });
        if (polled === 0) say("No feed is due. Check all with --force.");
      }),
    );

  program
    .command("run")
    .description("the whole pipeline once: poll, transcribe, extract, place, build")
    .option("--date <date>", "the digest's date", calendarDate)
    .action((options: { date?: string }) =>
      withWorkplace(async (workplace) => {
        const { context, queue } = workplace;
        if ((await context.db.feed.count()) === 0) {
          throw new UserError("There are no shows to read yet. Some to begin with: npm run cli -- shows starter");
        }
        const abort = new AbortController();
        process.once("SIGINT", () => {
          warn("\nStopping; the next run goes on from here.");
          abort.abort();
        });
        const printer = progressPrinter(process.stdout);
        await runPipeline(context, queue, { onProgress: printer.show, signal: abort.signal });
        printer.end();
        if (abort.signal.aborted) {
          process.exitCode = 130;
          return;
        }
        const date = options.date ?? today();
        const { digestId } = await buildDigest(context, { date });
        await waitUntilIdle(queue, abort.signal);
        for (const show of await listShows(context.db)) if (show.lastError) warn(`${show.title}: ${show.lastError}`);
        if (digestId === null) {
          throw new UserError(
            "No episode could be read yet, so there is no digest. What each one waits for: npm run cli -- status",
          );
        }
        say("");
        await printDigest(workplace, date, false);
      }),
    );
}
