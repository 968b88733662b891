import { plainSentence } from "../format/commands";
import type { StageContext } from "../queue/stage";
import { alertEmail } from "./alert-email";
import { createTransport } from "./create-transport";
import type { MailResult } from "./mail";

/** Something the operator should know today. */
export interface Alert {
  /** What it is about: one email a day for each kind. */
  kind: string;
  /** One line. */
  subject: string;
  /** What happened, to what, and what to do; commands stand between backticks. */
  text: string;
}

/** What this process has told by which database: the days of each kind. */
const toldHere = new WeakMap<object, Set<string>>();

/**
 * Tells the operator: a line in the log, and an email to ALERT_EMAIL where that is set, once a kind and day (UTC), whoever of
 * several processes notices it; once a process where nothing can be written into the database, as with a full disk. An email
 * that cannot be sent is logged and tried again at the next occasion.
 * @returns whether an email went out now.
 */
export async function raiseAlert(
  { db, env, log, now }: Pick<StageContext, "db" | "env" | "log" | "now">,
  { kind, subject, text }: Alert,
): Promise<boolean> {
  const slot = { job: `alert ${kind}`, slot: now().toISOString().slice(0, 10) };
  const told = toldHere.get(db) ?? new Set();
  toldHere.set(db, told);
  const key = `${slot.job} ${slot.slot}`;
  try {
    const { count } = await db.scheduleSlot.createMany({ data: [slot], skipDuplicates: true });
    if (count === 0) return false;
  } catch (error) {
    if (told.has(key)) return false;
    log.error({ alert: kind, err: error }, "That an alert was sent could not be written down.");
  }
  told.add(key);
  const outcome = await tellOperator({ env, log, now }, { kind, subject, text });
  if (outcome === "try-later") {
    told.delete(key);
    await db.scheduleSlot.deleteMany({ where: slot }).catch(() => {});
  }
  return outcome === "accepted";
}

/**
 * Tells the operator without looking whether they know already, and without a database: a line in the log, and an email to
 * ALERT_EMAIL where that is set.
 * @returns what became of the email; null where there is no address.
 */
export async function tellOperator(
  { env, log, now }: Pick<StageContext, "env" | "log" | "now">,
  { kind, subject, text }: Alert,
): Promise<MailResult["outcome"] | null> {
  log.error({ alert: kind }, `${subject} ${plainSentence(text)}`);
  if (!env.ALERT_EMAIL) return null;
  const transport = createTransport(env);
  const sent = await transport
    .send(
      {
        from: env.EMAIL_FROM,
        to: env.ALERT_EMAIL,
        ...alertEmail({ subject, text }, env.APP_URL),
        // Nobody's holiday reply should come back (RFC 3834).
        headers: { "Auto-Submitted": "auto-generated" },
      },
      `alert-${now().toISOString().slice(0, 10)}-${kind}`,
    )
    // The outbox is on a disk that may be full.
    .catch((error): MailResult => ({ outcome: "try-later", error: String(error), afterMs: null }));
  transport.close();
  if (sent.outcome !== "accepted")
    log.error({ alert: kind }, `The alert could not be sent to ${env.ALERT_EMAIL}: ${sent.error}`);
  return sent.outcome;
}
