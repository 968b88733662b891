import type { ComposeDigestEmail } from "../../emails/compose-digest-email";
import type { MailBatch } from "../../prisma/client/client";
import { authSecret } from "../accounts/operator";
import { buildDigests } from "../digests/build-digest";
import { type DigestSession, openDigestSession } from "../digests/open-session";
import { type DigestView, digestsByIds } from "../digests/views";
import { headerText, type TransportName } from "../mail/mail";
import type { StageContext } from "../queue/stage";
import { type ClaimedDelivery, ClaimLostError, type Composed, claimPending, freezeBatch } from "./batch-store";
import { type MailedReader, readersById } from "./delivery-store";
import { lateSentence, latestMs } from "./due";
import { type Addressee, leaveHeaders, receiverOf } from "./mail-links";
import { exclusionOf } from "./schedule-deliveries";
import { suppressedAmong } from "./schedule-store";

/** The most emails of one batch: what Resend takes in one call. */
export const mailBatchSize = 100;

/** Composing a batch takes seconds; who takes longer is thought dead, and another worker composes it. */
const composeWithinMs = 60_000;

/** What the operator had to mend first is kept this long. */
const keptMs = 24 * 3600_000;

/** What a minute's readers are sent is chosen from what was known at its beginning. */
const knownForMs = 60_000;

/** What a run of sending keeps from batch to batch. */
export interface Composing {
  compose: ComposeDigestEmail;
  transport: TransportName;
  /** When the transport last had a problem that the operator had to mend. */
  lastProblemAt: Date | null;
  /** What is known; null until the first digest is built. */
  session: DigestSession | null;
  batchSize: number;
}

/** What a delivery came to before it is composed. */
type Prepared =
  | { delivery: ClaimedDelivery; because: string; digestId: string | null }
  | { delivery: ClaimedDelivery; digest: DigestView; to: Addressee; address: string };

/**
 * Claims up to a hundred pending deliveries, builds their digests from what is known now, composes their emails and freezes
 * them as a batch.
 * @returns whether there was anything to do, and the batch; it is null where all were left out, or another worker was faster.
 */
export async function composeBatch(
  context: StageContext,
  composing: Composing,
  sendWithinMs: number,
): Promise<{ found: boolean; batch: MailBatch | null }> {
  const { db } = context;
  const now = context.now();
  const claimedUntil = new Date(now.getTime() + composeWithinMs);
  const deliveries = await claimPending(db, now, claimedUntil, composing.batchSize);
  if (deliveries.length === 0) return { found: false, batch: null };
  const composed: Composed = { emails: [], excluded: [] };
  for (const prepared of await prepare(context, composing, deliveries, now)) {
    const { delivery } = prepared;
    if ("because" in prepared) {
      composed.excluded.push({ deliveryId: delivery.id, digestId: prepared.digestId, because: prepared.because });
      continue;
    }
    const { digest, to, address } = prepared;
    const message = await messageTo(context, composing, { digest, to, address, id: delivery.id });
    composed.emails.push({ deliveryId: delivery.id, digestId: digest.id, address, message });
  }
  const sendUntil = new Date(context.now().getTime() + sendWithinMs);
  const claim = { transport: composing.transport, claimedUntil, sendUntil, now };
  try {
    return { found: true, batch: await freezeBatch(db, composed, claim) };
  } catch (error) {
    if (error instanceof ClaimLostError) return { found: true, batch: null };
    throw error;
  }
}

async function messageTo(
  { env }: StageContext,
  { compose }: Composing,
  mail: { digest: DigestView; to: Addressee; address: string; id: string },
) {
  const making = { appUrl: env.APP_URL, secret: authSecret(env) };
  const { subject, html, text } = await compose(mail.digest, receiverOf(mail.to, making));
  const headers = leaveHeaders(mail.to, making);
  return { from: env.EMAIL_FROM, to: mail.address, subject: headerText(subject), html, text, headers, id: mail.id };
}

/** Finds out for each delivery who it goes to and with which digest, or why it is left out. */
async function prepare(
  context: StageContext,
  composing: Composing,
  deliveries: ClaimedDelivery[],
  now: Date,
): Promise<Prepared[]> {
  const { db } = context;
  const ids = deliveries.flatMap(({ readerId }) => (readerId === null ? [] : [readerId]));
  const readers = await readersById(db, ids);
  const suppressed = await suppressedAmong(
    db,
    deliveries.map(({ readerId, address }) => readers.get(readerId ?? "")?.email ?? address),
  );
  const reasons = new Map(
    deliveries.map((delivery) => {
      const reader = delivery.readerId === null ? null : readers.get(delivery.readerId);
      return [
        delivery.id,
        reasonToLeaveOut(delivery, reader, { now, suppressed, lastProblemAt: composing.lastProblemAt }),
      ];
    }),
  );
  const digests = await digestsFor(
    context,
    composing,
    deliveries.filter(({ id }) => reasons.get(id) === null),
    now,
  );
  return deliveries.map((delivery): Prepared => {
    const because = reasons.get(delivery.id);
    if (because) return { delivery, because, digestId: delivery.digestId };
    const digest = digests.get(delivery.id);
    if (!digest)
      return {
        delivery,
        because: "There was nothing yet that a digest could be made of.",
        digestId: delivery.digestId,
      };
    if (digest.items.length === 0)
      return { delivery, because: "A quiet day: nothing cleared the bar.", digestId: digest.id };
    const reader = readers.get(delivery.readerId ?? "");
    const address = reader?.email ?? delivery.address;
    const to: Addressee = reader
      ? { readerId: reader.id, timeZone: reader.timeZone, emailHour: reader.emailHour }
      : { readerId: null, address, timeZone: context.env.APP_TIMEZONE };
    return { delivery, digest, to, address };
  });
}

/** Why a delivery is left out; null where it is to be sent. @param reader null for an address of DIGEST_RECIPIENTS. */
function reasonToLeaveOut(
  delivery: ClaimedDelivery,
  reader: MailedReader | null | undefined,
  known: { now: Date; suppressed: Map<string, string>; lastProblemAt: Date | null },
): string | null {
  const { now, suppressed, lastProblemAt } = known;
  const keepMs = lastProblemAt && lastProblemAt >= delivery.dueAt ? keptMs : latestMs;
  if (now.getTime() - delivery.dueAt.getTime() > keepMs) return lateSentence;
  if (reader === undefined) return "The reader has gone.";
  if (reader?.unsubscribedAt) return "The reader unsubscribed.";
  if (reader?.pausedUntil && reader.pausedUntil > now) return "The reader has paused their mail.";
  return exclusionOf(reader?.email ?? delivery.address, suppressed);
}

/** The digests of deliveries: those they name, else each reader's own edition, built now from what is known. */
async function digestsFor(
  context: StageContext,
  composing: Composing,
  deliveries: ClaimedDelivery[],
  asOf: Date,
): Promise<Map<string, DigestView>> {
  const { db } = context;
  const digestIds = new Map(deliveries.flatMap(({ id, digestId }) => (digestId === null ? [] : [[id, digestId]])));
  const unbuilt = deliveries.filter(({ digestId, readerId }) => digestId === null && readerId !== null);
  for (const [date, ofDate] of Map.groupBy(unbuilt, (delivery) => delivery.date)) {
    const session = await sessionOf(context, composing, asOf);
    const editions = ofDate.flatMap(({ readerId }) => (readerId === null ? [] : [readerId]));
    const built = await buildDigests(context, { date, editions, asOf }, session);
    for (const { id, readerId } of ofDate) {
      const digestId = built.get(readerId ?? "")?.digestId;
      if (digestId) digestIds.set(id, digestId);
    }
  }
  const views = await digestsByIds(db, [...new Set(digestIds.values())]);
  return new Map(
    [...digestIds].flatMap(([id, digestId]) => {
      const view = views.get(digestId);
      return view ? [[id, view]] : [];
    }),
  );
}

/** What is known now, read again when it is a minute old. */
async function sessionOf({ db }: StageContext, composing: Composing, asOf: Date): Promise<DigestSession> {
  const { session } = composing;
  if (session && Math.abs(asOf.getTime() - session.asOf.getTime()) < knownForMs) return session;
  composing.session = await openDigestSession(db, asOf);
  return composing.session;
}
