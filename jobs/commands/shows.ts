import { Argument, type Command, InvalidArgumentError } from "commander";
import { env } from "../../lib/env";
import { findFeedAt, searchShows } from "../../lib/feeds/find-feeds";
import { importShows } from "../../lib/feeds/import-shows";
import { writeOpml } from "../../lib/feeds/opml";
import { starterShows } from "../../lib/feeds/starter-shows";
import { subscribeShow } from "../../lib/feeds/subscribe-show";
import { listShows } from "../../lib/feeds/views";
import { countedInDigits } from "../../lib/format/counts";
import { fromNow } from "../../lib/format/durations";
import { mostMinutes, policies, setPolicy } from "../../lib/transcripts/set-policy";
import { importText, readListFile } from "../import-shows";
import { removeShow } from "../remove-show";
import { UserError } from "../report-failure";
import { say, sayJson, uuid, withWorkplace } from "./terminal";

type TranscriptionPolicy = keyof typeof policies;
const policyHelp = Object.entries(policies)
  .map(([name, meaning]) => `${name}: ${meaning}`)
  .join("; ");

/** Checks a number of minutes, 0 for none of its own. */
function minutes(text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) > mostMinutes)
    throw new InvalidArgumentError(`It must be a whole number up to ${mostMinutes}.`);
  return Number(text);
}

const isWebAddress = (text: string) => /^https?:\/\//i.test(text.trim());

/** `shows …`: the subscriptions. */
export function addShowsCommands(program: Command): void {
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
        if (options.json) sayJson(results);
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
      if (options.json) return sayJson(found);
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
      if (options.json) return sayJson(list);
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
        if (options.json) return sayJson(rows);
        if (rows.length === 0) return say("No shows yet. Some to begin with: npm run cli -- shows starter");
        for (const row of rows) {
          const state = row.lastError ?? `${row.episodeCount} episodes.${row.repairNote ? ` ${row.repairNote}` : ""}`;
          say(
            `${row.title}  (${row.id})\n  ${row.feedUrl}\n  ${state} Next check ${fromNow(row.nextCheckAt, context.now())}.${row.transcription === "always" ? "" : ` Its recordings are ${policies[row.transcription]}.`}${row.transcribeMaxMinutes === null ? "" : ` Those longer than ${row.transcribeMaxMinutes} minutes are not transcribed.`}`,
          );
        }
      }),
    );

  shows
    .command("policy")
    .description("whether a show's recordings are transcribed, which is what costs money")
    .argument("<id>", "the show's id", uuid)
    .addArgument(new Argument("<policy>", policyHelp).choices(Object.keys(policies)))
    .option("--max-minutes <count>", "transcribe no longer recordings of it; 0 for TRANSCRIBE_MAX_MINUTES", minutes)
    .action((id: string, transcription: TranscriptionPolicy, { maxMinutes }: { maxMinutes?: number }) =>
      withWorkplace(async ({ context }) => {
        const result = await setPolicy(context, id, {
          transcription,
          ...(maxMinutes === undefined ? {} : { transcribeMaxMinutes: maxMinutes || null }),
        });
        if (!result)
          throw new UserError(`There is no show with the id ${id}. See them with: npm run cli -- shows list`);
        const again =
          result.episodes > 0 ? ` ${countedInDigits(result.episodes, "episode")} will be looked at again.` : "";
        say(`${result.title}: recordings are ${policies[transcription]}.${again}`);
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
        if (options.json) return sayJson(result);
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
}
