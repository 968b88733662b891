import { plainSentence } from "../format/commands";
import type { StageContext } from "../queue/stage";
import { alertEmail } from "./alert-email";
import { createTransport } from "./create-transport";

/** Something the operator should know today. */
export interface Alert {
  /** What it is about: one email a day for each kind. */
  kind: string;
  /** One line. */
  subject: string;
  /** What happened, to what, and what to do; commands stand between backticks. */
  text: string;
}

/**
 * Tells the operator: a line in the log, and an email to ALERT_EMAIL where that is set, once a kind and day (UTC), whoever of
 * several processes notices it. An email that cannot be sent is logged and tried again at the next occasion.
 * @returns whether an email went out now.
 */
export async function raiseAlert(
  { db, env, log, now }: Pick<StageContext, "db" | "env" | "log" | "now">,
  { kind, subject, text }: Alert,
): Promise<boolean> {
  const slot = { job: `alert ${kind}`, slot: now().toISOString().slice(0, 10) };
  try {
    const { count } = await db.scheduleSlot.createMany({ data: [slot], skipDuplicates: true });
    if (count === 0) return false;
  } catch (error) {
    // A full disk is one of the things to tell, and then nothing can be written down.
    log.error({ alert: kind, err: error }, `${subject} ${plainSentence(text)}`);
    return false;
  }
  log.error({ alert: kind }, `${subject} ${plainSentence(text)}`);
  if (!env.ALERT_EMAIL) return false;
  const transport = createTransport(env);
  const sent = await transport.send(
    {
      from: env.EMAIL_FROM,
      to: env.ALERT_EMAIL,
      ...alertEmail({ subject, text }, env.APP_URL),
      // Nobody's holiday reply should come back (RFC 3834).
      headers: { "Auto-Submitted": "auto-generated" },
    },
    `alert-${slot.slot}-${kind}`,
  );
  transport.close();
  if (sent.outcome === "accepted") return true;
  log.error({ alert: kind }, `The alert could not be sent to ${env.ALERT_EMAIL}: ${sent.error}`);
  if (sent.outcome === "try-later") await db.scheduleSlot.deleteMany({ where: slot });
  return false;
}
