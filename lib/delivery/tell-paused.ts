import { renderPausedEmail } from "../../emails/account-emails";
import { authSecret } from "../accounts/operator";
import { dayInWords, localDate } from "../format/dates";
import { MailError, sendMail } from "../mail/send-mail";
import type { StageContext } from "../queue/stage";
import { pausedReader } from "./leave-store";
import { leaveUrl } from "./mail-links";

/**
 * Tells a reader whose mail was paused because their mailbox refused it; once a pause, however often the job is tried.
 * Nothing where they have ended the pause already.
 */
export async function tellPaused(context: StageContext, { readerId }: { readerId: string }): Promise<void> {
  const { db, env, log } = context;
  const reader = await pausedReader(db, readerId, context.now());
  if (!reader) return;
  const { email, timeZone, pausedUntil, pauseReason } = reader;
  const making = { appUrl: env.APP_URL, secret: authSecret(env) };
  const to = { readerId, timeZone, emailHour: 7 };
  const untilDay = dayInWords(localDate(pausedUntil, timeZone));
  const message = await renderPausedEmail(
    { appUrl: env.APP_URL, postalAddress: env.POSTAL_ADDRESS },
    { reason: pauseReason, untilDay, resumeUrl: leaveUrl(to, making, "resume"), unsubscribeUrl: leaveUrl(to, making) },
  );
  try {
    await sendMail(env, { to: email, ...message }, `paused/${readerId}/${pausedUntil.getTime()}`);
  } catch (error) {
    if (!(error instanceof MailError) || error.mayRetry) throw error;
    log.warn({ reader: readerId }, `The reader may not know of the pause. ${error.message}`);
  }
}
