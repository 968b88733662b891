import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { z } from "zod";
import type { MailBatch } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";
import type { MailMessage, TransportName } from "../mail/mail";

/** A delivery that is being composed. */
export interface ClaimedDelivery {
  id: string;
  digestId: string | null;
  readerId: string | null;
  address: string;
  date: string;
  dueAt: Date;
}

/**
 * Claims pending deliveries, those due first, so that another worker composes others.
 * @param until when the claim ends by itself; it also says whose it is.
 */
export function claimPending(db: Db, now: Date, until: Date, most: number): Promise<ClaimedDelivery[]> {
  return db.$queryRaw<ClaimedDelivery[]>`
    UPDATE "Delivery" SET "claimedUntil" = ${until} WHERE id IN (
      SELECT id FROM "Delivery" WHERE state = 'pending' AND ("claimedUntil" IS NULL OR "claimedUntil" < ${now})
      ORDER BY "dueAt", id LIMIT ${most} FOR UPDATE SKIP LOCKED)
    RETURNING id, "digestId", "readerId", address, date, "dueAt"`;
}

/** Ends all claims: for who has just opened the embedded database, on which nobody else can be at work. */
export async function releaseAllMailClaims(db: Db): Promise<void> {
  await db.delivery.updateMany({ where: { claimedUntil: { not: null } }, data: { claimedUntil: null } });
  await db.mailBatch.updateMany({ where: { claimedUntil: { not: null } }, data: { claimedUntil: null } });
}

/** Another worker has taken a claim over; what was composed is thrown away. */
export class ClaimLostError extends Error {
  override name = "ClaimLostError";
}

/** What the claimed deliveries came to. */
export interface Composed {
  emails: { deliveryId: string; digestId: string; address: string; message: MailMessage }[];
  excluded: { deliveryId: string; digestId: string | null; because: string }[];
}

/** Fast, and as small as more work makes it: the emails of a batch share their cards. */
const compress = (messages: MailMessage[]) => new Uint8Array(zstdCompressSync(JSON.stringify(messages)));

const messagesSchema = z.array(
  z.object({
    from: z.string(),
    to: z.string(),
    subject: z.string(),
    html: z.string(),
    text: z.string(),
    headers: z.record(z.string(), z.string()).optional(),
    id: z.string().optional(),
  }),
);

/** The frozen emails of a batch, in the order of the deliveries' positions. */
export function messagesOf(batch: Pick<MailBatch, "body">): MailMessage[] {
  if (!batch.body) throw new Error("The emails of a settled batch are gone.");
  return messagesSchema.parse(JSON.parse(zstdDecompressSync(batch.body).toString())) as MailMessage[];
}

/**
 * Freezes what was composed: one row with the emails' bytes, and its deliveries with their places in it.
 * @returns the batch, claimed by the caller; null where no email was among them.
 * @throws ClaimLostError when the deliveries are no longer the caller's.
 */
export async function freezeBatch(
  db: Db,
  { emails, excluded }: Composed,
  claim: { transport: TransportName; claimedUntil: Date; sendUntil: Date; now: Date },
): Promise<MailBatch | null> {
  const body = emails.length > 0 ? compress(emails.map(({ message }) => message)) : null;
  return db.$transaction(async (tx) => {
    const { now, transport, claimedUntil } = claim;
    const left = await tx.$executeRaw`
      UPDATE "Delivery" AS d SET state = 'excluded', error = v.because, "digestId" = v.digest, "settledAt" = ${now}, "claimedUntil" = NULL
      FROM unnest(
        ${excluded.map(({ deliveryId }) => deliveryId)}::uuid[], ${excluded.map(({ digestId }) => digestId)}::uuid[],
        ${excluded.map(({ because }) => because)}::text[]
      ) AS v(id, digest, because)
      WHERE d.id = v.id AND d.state = 'pending' AND d."claimedUntil" = ${claimedUntil}`;
    if (left !== excluded.length) throw new ClaimLostError();
    if (!body) return null;
    const batch = await tx.mailBatch.create({
      data: {
        transport,
        body,
        emailCount: emails.length,
        createdAt: now,
        claimedUntil: claim.sendUntil,
        nextCallAt: now,
      },
    });
    const frozen = await tx.$executeRaw`
      UPDATE "Delivery" AS d SET state = 'sending', "batchId" = ${batch.id}::uuid, position = v.position, "digestId" = v.digest,
        address = v.address, transport = ${transport}, "claimedUntil" = NULL, error = NULL
      FROM unnest(
        ${emails.map(({ deliveryId }) => deliveryId)}::uuid[], ${emails.map(({ digestId }) => digestId)}::uuid[],
        ${emails.map(({ address }) => address)}::text[], ${emails.map((_, position) => position)}::int[]
      ) AS v(id, digest, address, position)
      WHERE d.id = v.id AND d.state = 'pending' AND d."claimedUntil" = ${claimedUntil}`;
    if (frozen !== emails.length) throw new ClaimLostError();
    return batch;
  });
}

/** Claims one frozen batch that may be handed over now, oldest first; null when there is none. */
export async function claimBatch(db: Db, now: Date, until: Date): Promise<MailBatch | null> {
  const [claimed] = await db.$queryRaw<{ id: string }[]>`
    UPDATE "MailBatch" SET "claimedUntil" = ${until} WHERE id = (
      SELECT id FROM "MailBatch"
      WHERE "settledAt" IS NULL AND "nextCallAt" <= ${now} AND ("claimedUntil" IS NULL OR "claimedUntil" < ${now})
      ORDER BY "nextCallAt", id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  return claimed ? db.mailBatch.findUnique({ where: { id: claimed.id } }) : null;
}

/** When the next batch may be handed over, as far as any waits; null when none does. */
export async function nextBatchAt(db: Db): Promise<Date | null> {
  const batch = await db.mailBatch.findFirst({
    where: { settledAt: null },
    orderBy: { nextCallAt: "asc" },
    select: { nextCallAt: true, claimedUntil: true },
  });
  if (!batch) return null;
  return batch.claimedUntil && batch.claimedUntil > batch.nextCallAt ? batch.claimedUntil : batch.nextCallAt;
}

/** Notes, before a call is made, that from now on it may have been taken. */
export async function noteCall(db: Db, id: string, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE "MailBatch" SET calls = calls + 1, "firstCalledAt" = coalesce("firstCalledAt", ${now}),
      "maybeTakenAt" = coalesce("maybeTakenAt", ${now}) WHERE id = ${id}::uuid`;
}

/** Leaves a batch for later. @param later.maybeTakenAt since when it may have been taken; null where it certainly was not. */
export async function postponeBatch(
  db: Db,
  id: string,
  later: { nextCallAt: Date; error: string; maybeTakenAt: Date | null },
): Promise<void> {
  await db.mailBatch.update({ where: { id }, data: { ...later, claimedUntil: null } });
}

/** Takes a batch apart that certainly was not taken: its deliveries are composed anew, without those who have left. */
export async function dissolveBatch(db: Db, id: string): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.delivery.updateMany({
      where: { batchId: id, state: "sending" },
      data: { state: "pending", batchId: null, position: null, claimedUntil: null },
    });
    await tx.mailBatch.delete({ where: { id } });
  });
}

/** Cuts a batch that was refused as a whole into two, so that the one bad email is found and the others go out. */
export async function halveBatch(db: Db, batch: MailBatch, now: Date): Promise<void> {
  const messages = messagesOf(batch);
  const middle = Math.ceil(messages.length / 2);
  await db.$transaction(async (tx) => {
    for (const [from, part] of [
      [0, messages.slice(0, middle)],
      [middle, messages.slice(middle)],
    ] as const) {
      const { id } = await tx.mailBatch.create({
        data: {
          transport: batch.transport,
          body: compress(part),
          emailCount: part.length,
          createdAt: now,
          nextCallAt: now,
        },
      });
      await tx.$executeRaw`
        UPDATE "Delivery" SET "batchId" = ${id}::uuid, position = position - ${from}
        WHERE "batchId" = ${batch.id}::uuid AND position >= ${from} AND position < ${from + part.length}`;
    }
    await tx.mailBatch.delete({ where: { id: batch.id } });
  });
}

/** What became of a delivery. */
export interface Settled {
  state: "accepted" | "failed";
  providerId: string | null;
  error: string | null;
}

/** Records what became of each email of a batch, and closes it. */
export async function settleBatch(db: Db, id: string, results: Settled[], now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`
      UPDATE "Delivery" AS d SET state = v.state::"DeliveryState", "providerId" = v.provider, error = v.error, "settledAt" = ${now}
      FROM unnest(
        ${results.map((_, position) => position)}::int[], ${results.map(({ state }) => state)}::text[],
        ${results.map(({ providerId }) => providerId)}::text[], ${results.map(({ error }) => error)}::text[]
      ) AS v(position, state, provider, error)
      WHERE d."batchId" = ${id}::uuid AND d.position = v.position AND d.state IN ('sending', 'uncertain')`;
    await closeBatch(tx, id, now, null);
  });
}

/** Closes a batch: its emails are forgotten. */
export async function closeBatch(tx: Db | Tx, id: string, now: Date, error: string | null): Promise<void> {
  await tx.mailBatch.update({ where: { id }, data: { settledAt: now, body: null, claimedUntil: null, error } });
}

/** Says of a batch's deliveries that nobody knows whether they were taken. */
export async function markUncertain(db: Db | Tx, batchId: string, error: string, now: Date | null): Promise<void> {
  await db.delivery.updateMany({
    where: { batchId, state: { in: ["sending", "uncertain"] } },
    data: { state: "uncertain", error, settledAt: now },
  });
}
