import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { createDigestComposer } from "../../emails/compose-digest-email";
import { deliverDigest } from "../../lib/delivery/deliver-digest";
import { deliverMail } from "../../lib/delivery/deliver-mail";
import { workOutSchedules } from "../../lib/delivery/schedule-deliveries";
import { dueNow } from "../../lib/delivery/schedule-store";
import { scheduleDate } from "../../lib/delivery/send-date";
import { deliveryDays, mailProblem, unservedRecipients } from "../../lib/delivery/views";
import { digestByDate, latestDigest } from "../../lib/digests/views";
import { inDataDir } from "../../lib/env";
import type { Workplace } from "../context";
import { UserError } from "../report-failure";
import { calendarDate, say, today, withWorkplace } from "./terminal";

/** Readers that a dry run names; it counts the rest. */
const mostNamed = 20;

async function digestOf({ context }: Workplace, date: string | undefined) {
  const digest = date ? await digestByDate(context.db, date) : await latestDigest(context.db, { onOrBefore: today() });
  if (digest) return digest;
  throw new UserError(
    date
      ? `There is no digest of ${date}. Build it: npm run cli -- run --date ${date}`
      : "There is no digest yet. Make the first: npm run cli -- run",
  );
}

/** Opens a file with whatever this machine opens it with; nothing happens where there is no such program. */
function openFile(path: string): void {
  const [program, args] =
    process.platform === "darwin"
      ? ["open", [path]]
      : process.platform === "win32"
        ? ["cmd", ["/c", "start", "", path]]
        : ["xdg-open", [path]];
  const child = spawn(program as string, args as string[], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}

/** Writes the email of a digest as files, and shows it; nobody is sent anything. */
async function preview(workplace: Workplace, date: string | undefined): Promise<void> {
  const { env } = workplace.context;
  const digest = await digestOf(workplace, date);
  const compose = createDigestComposer({
    appUrl: env.APP_URL,
    postalAddress: env.POSTAL_ADDRESS,
    isTracked: env.MAIL_TRACKING,
  });
  const page = (path: string) => `${env.APP_URL}${path}`;
  const { subject, html, text } = await compose(digest, {
    timeZone: env.APP_TIMEZONE,
    because: "This is a preview: its links for leaving and for more or less lead to pages without a reader.",
    settingsUrl: page("/settings"),
    pauseUrl: page("/unsubscribe?wish=pause"),
    unsubscribeUrl: page("/unsubscribe"),
    feedback: () => ({ more: page("/feedback?say=more"), less: page("/feedback?say=less") }),
  });
  const folder = inDataDir(env, "preview");
  await mkdir(folder, { recursive: true });
  const file = resolve(folder, `${digest.date}.html`);
  await writeFile(file, html);
  await writeFile(file.replace(/html$/u, "txt"), text);
  say(`Subject  ${subject}`);
  say(`HTML     ${file}  (${Math.round(Buffer.byteLength(html) / 1024)} kB)`);
  say(`Text     ${file.replace(/html$/u, "txt")}`);
  if (process.stdout.isTTY) openFile(file);
}

/** Says who would get what now. */
async function dryRun({ context }: Workplace, date: string | undefined): Promise<void> {
  const { db, env, now } = context;
  await workOutSchedules(context);
  const { readers, pending } = await dueNow(db, now(), 100_000);
  const day = date ?? today();
  const digest = await digestByDate(db, day);
  const recipients = digest ? await unservedRecipients(db, env.DIGEST_RECIPIENTS, day) : [];
  const all = [
    ...pending.map(({ email, date: of }) => `${email}: the email of ${of}, which waits to be sent`),
    ...readers.map(({ email, date: of, at }) => `${email}: their edition of ${of}, due since ${at.toISOString()}`),
    ...recipients.map((email) => `${email}: everybody’s edition of ${day}`),
  ];
  if (all.length === 0) return say("Nothing is due.");
  say(`${all.length} ${all.length === 1 ? "email" : "emails"} by ${env.EMAIL_TRANSPORT}; nothing was sent:`);
  for (const line of all.slice(0, mostNamed)) say(`  ${line}`);
  if (all.length > mostNamed) say(`  … and ${all.length - mostNamed} more`);
}

/** Sends what is due, and says what became of it. */
async function send(workplace: Workplace, date: string | undefined): Promise<void> {
  const { context } = workplace;
  const { db, env } = context;
  if (date) {
    const scheduled = await scheduleDate(context, date);
    if (scheduled > 0) say(`${scheduled} of ${date} that were not sent are taken up.`);
  }
  const day = date ?? today();
  const digest = await digestByDate(db, day);
  if (digest && (await unservedRecipients(db, env.DIGEST_RECIPIENTS, day)).length > 0)
    await deliverDigest(context, { digestId: digest.id });
  await deliverMail(context);
  const problem = await mailProblem(db, env.EMAIL_TRANSPORT);
  if (problem) throw new UserError(`No email can be sent. ${problem.problem}`);
  const days = await deliveryDays(db, 3);
  if (days.length === 0) return say("Nobody is to get anything yet.");
  for (const { date: of, candidates, underWay, accepted, uncertain, failed, excluded } of days)
    say(
      `${of}: ${candidates} in all, ${accepted} accepted, ${uncertain} uncertain, ${failed} failed, ${excluded} left out, ${underWay} under way`,
    );
  if (days.some(({ uncertain, failed }) => uncertain + failed > 0))
    say("Why some failed or are uncertain: npm run cli -- status");
}

/** `send`: delivers what is due, or shows what would be. */
export function addSendCommand(program: Command): void {
  program
    .command("send")
    .description("deliver the emails that are due")
    .option("--date <date>", "also those of a date that were skipped or never scheduled", calendarDate)
    .option("--dry-run", "say who would get what, and send nothing")
    .option("--preview", "write the email into a file and open it, and send nothing")
    .action((options: { date?: string; dryRun?: boolean; preview?: boolean }) =>
      withWorkplace((workplace) => {
        if (options.preview) return preview(workplace, options.date);
        return options.dryRun ? dryRun(workplace, options.date) : send(workplace, options.date);
      }),
    );
}
