import { digestById } from "../digests/views";
import type { StageContext } from "../queue/stage";
import { deliverMail } from "./deliver-mail";
import { exclusionOf } from "./schedule-deliveries";
import { createDeliveries, suppressedAmong } from "./schedule-store";

/**
 * Sends everybody's edition to the addresses of DIGEST_RECIPIENTS: the simple way to have readers without accounts. Each gets
 * one email a date, also where a reader has the same address.
 */
export async function deliverDigest(context: StageContext, { digestId }: { digestId: string }): Promise<void> {
  const { db, env } = context;
  const digest = await digestById(db, digestId);
  if (digest?.edition !== "everyone" || env.DIGEST_RECIPIENTS.length === 0) return;
  const now = context.now();
  const suppressed = await suppressedAmong(db, env.DIGEST_RECIPIENTS);
  const deliveries = env.DIGEST_RECIPIENTS.map((address) => ({
    readerId: null,
    digestId,
    address,
    date: digest.date,
    dueAt: now,
    transport: env.EMAIL_TRANSPORT,
    excludedBecause: exclusionOf(address, suppressed),
  }));
  await createDeliveries(db, deliveries, now);
  await deliverMail(context);
}
