import { Command, InvalidArgumentError } from "commander";
import { buildDigest } from "../lib/digests/build-digest";
import { digestJson } from "../lib/digests/digest-json";
import { digestByDate, latestDigest } from "../lib/digests/views";
import { env } from "../lib/env";
import { findFeedAt, searchShows } from "../lib/feeds/find-feeds";
import { importShows } from "../lib/feeds/import-shows";
import { writeOpml } from "../lib/feeds/opml";
import { pollFeeds } from "../lib/feeds/poll-feeds";
import { starterShows } from "../lib/feeds/starter-shows";
import { makeAllFeedsDue } from "../lib/feeds/store";
import { subscribeShow } from "../lib/feeds/subscribe-show";
import { listShows } from "../lib/feeds/views";
import { fromNow } from "../lib/format/durations";
import { openWorkplace, type Workplace } from "./context";
import { localDateAndHour } from "./enqueue-due";
import { importText, readListFile } from "./import-shows";
import { digestText } from "./print-digest";
import { readStatus, statusText } from "./print-status";
import { progressPrinter } from "./progress";
import { removeShow } from "./remove-show";
import { failureText, UserError } from "./report-failure";
import { runPipeline, waitUntilIdle } from "./run-pipeline";

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const warn = (text: string): void => void process.stderr.write(`${text}\n`);
const json = (value: unknown) => say(JSON.stringify(value, null, 2));

async function withWorkplace<T>(work: (workplace: Workplace) => Promise<T>): Promise<T> {
  const settings = env();
  // Commands speak to a person: what stages log would only repeat it.
  const workplace = await openWorkplace(
    settings.LOG_LEVEL === "info" ? { ...settings, LOG_LEVEL: "error" } : settings,
    "cli",
  );
  try {
    return await work(workplace);
  } finally {
    await workplace.close();
  }
}

function uuid(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new InvalidArgumentError("It is no show's id.");
  return text;
}

function calendarDate(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(`${text}T00:00Z`))) {
    throw new InvalidArgumentError("It must be a date such as 2026-11-24.");
  }
  return text;
}

const today = () => localDateAndHour(new Date(), env().APP_TIMEZONE).date;

async function printDigest({ context }: Workplace, date: string | undefined, asJson: boolean): Promise<void> {
  const digest = date ? await digestByDate(context.db, date) : await latestDigest(context.db, { onOrBefore: today() });
  if (!digest) {
    throw new UserError(
      date
        ? `There is no digest of ${date}. Build it: npm run cli -- run --date ${date}`
        : "There is no digest yet. Make the first: npm run cli -- run",
    );
  }
  if (asJson) return json(digestJson(digest));
  const { isTTY, columns } = process.stdout;
  say(digestText(digest, { colour: Boolean(isTTY), width: columns ?? 80, timeZone: context.env.APP_TIMEZONE }));
}

const isWebAddress = (text: string) => /^https?:\/\//i.test(text.trim());

const program = new Command("npm run cli --")
  .description("We scan new podcasts and send you the top 5 insights daily.")
  .showHelpAfterError();

const shows = program.command("shows").description("the podcasts that are read");
shows
  .command("add")
  .description("subscribe by a feed's, web page's or Apple Podcasts address, or by a title of the starter list")
  .argument("<show...>", "addresses or titles")
  .option("--json", "print data")
  .action((wanted: string[], options: { json?: boolean }) =>
    withWorkplace(async ({ context }) => {
      const starters = new Map(starterShows().map((show) => [show.title.toLowerCase(), show]));
      const results: { url: string; created?: boolean; error?: string }[] = [];
      for (const text of wanted) {
        const starter = starters.get(text.trim().toLowerCase());
        let url = starter?.feedUrl ?? text;
        try {
          const found = starter ?? (isWebAddress(text) ? await findFeedAt(context.env, text) : undefined);
          url = found?.feedUrl ?? url;
          const { created } = await subscribeShow(context, { url, ...(found?.title ? { title: found.title } : {}) });
          results.push({ url, created });
        } catch (error) {
          results.push({ url, error: error instanceof Error ? error.message : String(error) });
        }
      }
      if (options.json) json(results);
      else {
        for (const result of results)
          say(result.error ?? `${result.created ? "Added" : "Already there"}: ${result.url}`);
        if (results.some((result) => result.created))
          say("Read them now with `npm run cli -- run`, or leave it to `npm start`.");
      }
      if (results.some((result) => result.error)) process.exitCode = 1;
    }),
  );
shows
  .command("search")
  .description("find shows in Apple's directory")
  .argument("<words...>", "what to look for")
  .option("--json", "print data")
  .action(async (words: string[], options: { json?: boolean }) => {
    const found = await searchShows(env(), words.join(" "));
    if (options.json) return json(found);
    if (found.length === 0) throw new UserError(`Nothing was found for "${words.join(" ")}". Try fewer words.`);
    for (const { title, feedUrl } of found) say(`${title ?? feedUrl}\n  ${feedUrl}`);
    say("\nAdd one by its address: npm run cli -- shows add ADDRESS");
  });
shows
  .command("starter")
  .description("a list of shows to begin with")
  .option("--json", "print data")
  .action((options: { json?: boolean }) => {
    const list = starterShows();
    if (options.json) return json(list);
    for (const [category, inIt] of Map.groupBy(list, (show) => show.category))
      say(`${category}\n${inIt.map((show) => `  ${show.title}\n    ${show.feedUrl}`).join("\n")}\n`);
    say(`Add any by title or address: npm run cli -- shows add "${list[0]?.title}"`);
  });
shows
  .command("list")
  .description("every show with how its feed is")
  .option("--json", "print data")
  .action((options: { json?: boolean }) =>
    withWorkplace(async ({ context }) => {
      const rows = await listShows(context.db);
      if (options.json) return json(rows);
      if (rows.length === 0) return say("No shows yet. Some to begin with: npm run cli -- shows starter");
      for (const row of rows) {
        const state = row.lastError ?? `${row.episodeCount} episodes.${row.repairNote ? ` ${row.repairNote}` : ""}`;
        say(
          `${row.title}  (${row.id})\n  ${row.feedUrl}\n  ${state} Next check ${fromNow(row.nextCheckAt, context.now())}.`,
        );
      }
    }),
  );

shows
  .command("remove")
  .description("remove a show with everything made from it; `shows list --json` has its id")
  .argument("<id>", "the show's id", uuid)
  .action((id: string) =>
    withWorkplace(async ({ context }) => {
      const title = await removeShow(context, id);
      if (title === null)
        throw new UserError(`There is no show with the id ${id}. See them with: npm run cli -- shows list`);
      say(`Removed ${title}, with everything made from it.`);
    }),
  );
shows
  .command("import")
  .description("subscribe to every show of an OPML file")
  .argument("<file>", "as other podcast apps export it")
  .option("--json", "print data")
  .action((file: string, options: { json?: boolean }) =>
    withWorkplace(async ({ context }) => {
      const result = await importShows(context, readListFile(file), (done, all) => {
        if (process.stdout.isTTY && !options.json) process.stdout.write(`\r  ${done} of ${all}`);
      });
      if (options.json) return json(result);
      if (process.stdout.isTTY) say("");
      say(importText(result));
    }),
  );
shows
  .command("export")
  .description("print all shows as OPML")
  .action(() =>
    withWorkplace(async ({ context }) => {
      const list = await listShows(context.db);
      if (list.length === 0) throw new UserError("There are no shows to export yet.");
      say(writeOpml(list, context.now()).trimEnd());
    }),
  );

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

program
  .command("digest")
  .description("print the five")
  .option("--date <date>", "the digest's date (the latest one when absent)", calendarDate)
  .option("--json", "print data")
  .action((options: { date?: string; json?: boolean }) =>
    withWorkplace((workplace) => printDigest(workplace, options.date, options.json ?? false)),
  );

program
  .command("status")
  .description("how feeds, episodes, digests and deliveries stand")
  .option("--json", "print data")
  .action((options: { json?: boolean }) =>
    withWorkplace(async ({ context }) => {
      const status = await readStatus(context.db);
      if (options.json) json(status);
      else say(statusText(status));
    }),
  );

program.parseAsync().catch((error) => {
  warn(failureText(error));
  process.exitCode = 1;
});
