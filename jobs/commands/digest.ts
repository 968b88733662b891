import type { Command } from "commander";
import { digestJson } from "../../lib/digests/digest-json";
import { digestByDate, latestDigest } from "../../lib/digests/views";
import type { Workplace } from "../context";
import { digestText } from "../print-digest";
import { UserError } from "../report-failure";
import { calendarDate, say, sayJson, today, withWorkplace } from "./terminal";

/** Prints a digest, the latest one where no date is given. @throws UserError that says how to make one. */
export async function printDigest({ context }: Workplace, date: string | undefined, asJson: boolean): Promise<void> {
  const digest = date ? await digestByDate(context.db, date) : await latestDigest(context.db, { onOrBefore: today() });
  if (!digest) {
    throw new UserError(
      date
        ? `There is no digest of ${date}. Build it: npm run cli -- run --date ${date}`
        : "There is no digest yet. Make the first: npm run cli -- run",
    );
  }
  if (asJson) return sayJson(digestJson(digest));
  const { isTTY, columns } = process.stdout;
  say(digestText(digest, { colour: Boolean(isTTY), width: columns ?? 80, timeZone: context.env.APP_TIMEZONE }));
}

/** `digest`: the five. */
export function addDigestCommand(program: Command): void {
  program
    .command("digest")
    .description("print the five")
    .option("--date <date>", "the digest's date (the latest one when absent)", calendarDate)
    .option("--json", "print data")
    .action((options: { date?: string; json?: boolean }) =>
      withWorkplace((workplace) => printDigest(workplace, options.date, options.json ?? false)),
    );
}
