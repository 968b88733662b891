import { z } from "zod";
import type { Delivery } from "../../prisma/client/client";
import type { Tx } from "../db/types";
import { raiseAlert } from "../mail/alert";
import type { StageContext } from "../queue/stage";
import { complaintsSince, deliveryOf, noteEvent, recordReport, softBouncesInARow } from "./event-store";
import { changeReaderMail, suppressAddress } from "./leave-store";
import type { MailEventReport } from "./resend-webhook";

const dayMs = 24 * 3600_000;

/** So many emails refused in a row for now (a full mailbox) pause the mail for so long. */
const softBounces = { most: 3, withinMs: 30 * dayMs, pauseMs: 14 * dayMs };

/** Of those accepted in a week. Above it mailbox providers begin to put everything into the spam folder. */
const complaints = { mostShare: 0.001, withinMs: 7 * dayMs };

const isUuid = (text: string | undefined): text is string => z.uuid().safeParse(text).success;

/**
 * Takes what the mail service reports of an email into account. A report that came before changes nothing, and reports may come
 * in any order. Whatever is reported shows that the email was accepted, which settles one of unknown fate.
 * @param id the report's.
 * @returns false when it was dealt with before, or is about no email of ours.
 */
export async function handleMailEvent(context: StageContext, id: string, report: MailEventReport): Promise<boolean> {
  const { db } = context;
  const now = context.now();
  const tag = report.data.tags?.delivery;
  const outcome = await db.$transaction(async (tx) => {
    if (!(await noteEvent(tx, id, report.type, now))) return "known";
    const delivery = await deliveryOf(tx, report.data.email_id, isUuid(tag) ? tag : null);
    if (!delivery) return "not-ours";
    await settleByReport(tx, delivery, report, now);
    return (await applyReport(context, tx, delivery, report)) ? "complaint" : "done";
  });
  if (outcome === "complaint") await watchComplaints(context);
  return outcome === "done" || outcome === "complaint";
}

/** A report about an email shows that the service has it. */
async function settleByReport(tx: Tx, delivery: Delivery, { data, type }: MailEventReport, now: Date): Promise<void> {
  if (delivery.state !== "uncertain" && delivery.state !== "sending") return;
  const isFailed = type === "email.failed" || type === "email.suppressed";
  await recordReport(tx, delivery.id, {
    state: isFailed ? "failed" : "accepted",
    providerId: data.email_id,
    error: null,
    settledAt: now,
  });
}

/** Reports come in any order: what happened first is what counts. */
const earlier = (known: Date | null, at: Date) => (known && known < at ? known : at);

/** @returns whether it was a complaint. */
async function applyReport(
  { env, enqueue, now }: StageContext,
  tx: Tx,
  delivery: Delivery,
  { type, created_at: at, data }: MailEventReport,
): Promise<boolean> {
  const { id, address, readerId } = delivery;
  switch (type) {
    case "email.sent":
      return false;
    case "email.delivered":
      await recordReport(tx, id, { deliveredAt: earlier(delivery.deliveredAt, at) });
      return false;
    case "email.delivery_delayed":
      await recordReport(tx, id, { delayedAt: earlier(delivery.delayedAt, at) });
      return false;
    case "email.opened":
      // Unless readers are told of it, it is not counted.
      if (env.MAIL_TRACKING) await recordReport(tx, id, { openedAt: earlier(delivery.openedAt, at) });
      return false;
    case "email.clicked":
      if (env.MAIL_TRACKING) await recordReport(tx, id, { clickCount: delivery.clickCount + 1 });
      return false;
    case "email.failed":
    case "email.suppressed": {
      const reason = data.suppressed?.message || data.failed?.reason || "It gave no reason.";
      await recordReport(tx, id, { state: "failed", error: `Resend did not send it: ${reason}` });
      if (type === "email.suppressed") await suppressAddress(tx, address, "bounced", reason, now());
      return false;
    }
    case "email.bounced": {
      const isHard = /^permanent$/iu.test(data.bounce?.type ?? "permanent");
      const message = data.bounce?.message ?? "";
      // A report of a softer kind that comes later takes nothing back.
      await recordReport(tx, id, {
        bouncedAt: earlier(delivery.bouncedAt, at),
        ...(isHard || !delivery.isHardBounce ? { isHardBounce: isHard, error: message || "It bounced." } : {}),
      });
      if (isHard) await suppressAddress(tx, address, "bounced", message, now());
      else if (readerId) await pauseAfterBounces({ enqueue, now }, tx, { address, readerId });
      return false;
    }
    case "email.complained":
      await recordReport(tx, id, { complainedAt: earlier(delivery.complainedAt, at) });
      await suppressAddress(tx, address, "complained", "", now());
      if (readerId) await changeReaderMail(tx, readerId, { unsubscribedAt: now() });
      return true;
  }
}

/** Pauses a reader's mail whose mailbox has refused several in a row for now, and has them told once. */
async function pauseAfterBounces(
  { enqueue, now }: Pick<StageContext, "enqueue" | "now">,
  tx: Tx,
  { address, readerId }: { address: string; readerId: string },
): Promise<void> {
  const since = new Date(now().getTime() - softBounces.withinMs);
  if ((await softBouncesInARow(tx, address, since)) < softBounces.most) return;
  const reader = await tx.reader.findUnique({ where: { id: readerId }, select: { pausedUntil: true } });
  if (reader?.pausedUntil && reader.pausedUntil > now()) return;
  await changeReaderMail(tx, readerId, {
    pausedUntil: new Date(now().getTime() + softBounces.pauseMs),
    pauseReason: "Your mailbox refused our last emails; most often that means that it is full.",
  });
  await enqueue(tx, "tell-paused", { readerId });
}

async function watchComplaints(context: StageContext): Promise<void> {
  const { accepted, complained } = await complaintsSince(
    context.db,
    new Date(context.now().getTime() - complaints.withinMs),
  );
  if (complained <= accepted * complaints.mostShare) return;
  await raiseAlert(context, {
    kind: "complaints",
    subject: "Readers report our mail as spam.",
    text: `${complained} of ${accepted} emails accepted in the last seven days were reported, more than one in a thousand: mailbox providers will soon distrust this sender. Those who reported get no more. See whether addresses came in that nobody confirmed.`,
  });
}
