import { createDigestComposer } from "../../emails/compose-digest-email";
import { digestById } from "../digests/views";
import { createTransport } from "../mail/create-transport";
import type { StageContext } from "../queue/stage";
import { beginDelivery, claimDelivery, settleDelivery } from "./store";

/**
 * Sends one digest to every recipient of DIGEST_RECIPIENTS, each once per local date. The row is claimed before the
 * email goes out and settled after; whoever finds a row that was begun and not settled sends again with the same
 * idempotency key, which the provider answers with the first send.
 * @returns how many were accepted now. Throws when one has to be tried later, so that the queue does.
 */
export async function deliverDigest(
  context: StageContext,
  { digestId }: { digestId: string },
): Promise<{ accepted: number }> {
  const { db, env, log } = context;
  const digest = await digestById(db, digestId);
  if (!digest || env.DIGEST_RECIPIENTS.length === 0) return { accepted: 0 };
  const transport = createTransport(env);
  const compose = createDigestComposer({
    appUrl: env.APP_URL,
    postalAddress: env.POSTAL_ADDRESS,
    isTracked: env.MAIL_TRACKING,
  });
  const email = await compose(digest, {
    timeZone: env.APP_TIMEZONE,
    because: `You get this because your address is on the list of this Overheard, ${env.APP_URL}.`,
    settingsUrl: null,
    pauseUrl: null,
    unsubscribeUrl: null,
    feedback: null,
  });
  const later: string[] = [];
  let accepted = 0;
  for (const address of env.DIGEST_RECIPIENTS) {
    const row = await claimDelivery(db, { digestId, address, date: digest.date, transport: transport.name });
    if (row.digestId !== digestId || !(await beginDelivery(db, row.id))) continue;
    const result = await transport.send({ from: env.EMAIL_FROM, to: address, ...email }, `${digest.date}-${address}`);
    const at = context.now();
    switch (result.outcome) {
      case "accepted":
        accepted++;
        await settleDelivery(db, row.id, { state: "accepted", providerId: result.providerId, at });
        break;
      case "refused":
        await settleDelivery(db, row.id, { state: "failed", error: result.error, at });
        log.error({ address }, result.error);
        break;
      case "misconfigured":
      case "try-later":
        await settleDelivery(db, row.id, { state: "pending", error: result.error, at });
        later.push(result.error);
        break;
      case "unknown":
        await settleDelivery(db, row.id, { state: "uncertain", error: result.error, at });
        later.push(result.error);
        break;
    }
  }
  if (later.length > 0) throw new Error(later.join(" "));
  return { accepted };
}
