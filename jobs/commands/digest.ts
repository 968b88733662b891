import type { Command } from "commander";
import { readerIdByEmail } from "../../lib/accounts/taste-store";
import { digestJson } from "../../lib/digests/digest-json";
import { previewEdition } from "../../lib/digests/preview-digest";
import { digestByDate, latestDigest } from "../../lib/digests/views";
import type { Workplace } from "../context";
import { digestText, type PrintedDigest } from "../print-digest";
import { UserError } from "../report-failure";
import { calendarDate, say, sayJson, today, warn, withWorkplace } from "./terminal";

/** Prints everybody's digest, the latest one where no date is given. @throws UserError that says how to make one. */
export async function printDigest(workplace: Workplace, date: string | undefined, asJson: boolean): Promise<void> {
  const { db } = workplace.context;
  const digest = date ? await digestByDate(db, date) : await latestDigest(db, { onOrBefore: today() });
  if (!digest) {
    throw new UserError(
      date
        ? `There is no digest of ${date}. Build it: npm run cli -- run --date ${date}`
        : "There is no digest yet. Make the first: npm run cli -- run",
    );
  }
  print(workplace, digest, asJson);
}

/**
 * Prints a reader's digest of a date: as they got it, or for today, where it is not built yet, as it would be now.
 * @throws UserError where there is no such reader, or nothing was built for them on that date.
 */
async function printReadersDigest(
  workplace: Workplace,
  options: { email: string; date: string | undefined; asJson: boolean },
): Promise<void> {
  const { context } = workplace;
  const edition = await readerIdByEmail(context.db, options.email);
  if (edition === null) throw new UserError(`Nobody has signed in with the address ${options.email}.`);
  const date = options.date ?? today();
  const built = await digestByDate(context.db, date, edition);
  if (built) {
    print(workplace, built, options.asJson);
    return;
  }
  const preview = date === today() ? await previewEdition(context, { edition, date }) : null;
  if (!preview) throw new UserError(`No digest was built for ${options.email} on ${date}.`);
  warn("It is not built yet; this is what it would be now.");
  print(workplace, { date, edition, ...preview }, options.asJson);
}

function print({ context }: Workplace, digest: PrintedDigest, asJson: boolean): void {
  const { isTTY, columns } = process.stdout;
  if (asJson) sayJson(digestJson(digest));
  else say(digestText(digest, { colour: Boolean(isTTY), width: columns ?? 80, timeZone: context.env.APP_TIMEZONE }));
}

/** `digest`: the five. */
export function addDigestCommand(program: Command): void {
  program
    .command("digest")
    .description("print the five")
    .option("--date <date>", "the digest's date (the latest one when absent)", calendarDate)
    .option("--reader <email>", "that reader's own instead of everybody's")
    .option("--json", "print data")
    .action(({ date, reader, json }: { date?: string; reader?: string; json?: boolean }) =>
      withWorkplace((workplace) =>
        reader === undefined
          ? printDigest(workplace, date, json ?? false)
          : printReadersDigest(workplace, { email: reader, date, asJson: json ?? false }),
      ),
    );
}
