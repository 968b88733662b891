import type { DeliveryState, Prisma } from "../../prisma/client/client";
import type { Db } from "../db/types";

/** A reader as their email needs them. */
export interface MailedReader {
  id: string;
  email: string;
  timeZone: string;
  emailHour: number;
  pausedUntil: Date | null;
  unsubscribedAt: Date | null;
}

/** Readers by their ids. */
export async function readersById(db: Db, ids: string[]): Promise<Map<string, MailedReader>> {
  const rows = await db.reader.findMany({
    where: { id: { in: ids } },
    select: { id: true, email: true, timeZone: true, emailHour: true, pausedUntil: true, unsubscribedAt: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

/** The deliveries of a batch whose receivers have left, paused or were suppressed since it was frozen. */
export async function leftSince(db: Db, batchId: string, now: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM "Delivery" d LEFT JOIN "Reader" r ON r.id = d."readerId" LEFT JOIN "Suppression" s ON s.address = d.address
    WHERE d."batchId" = ${batchId}::uuid AND d.state = 'sending'
      AND (s.address IS NOT NULL OR r."unsubscribedAt" IS NOT NULL OR r."pausedUntil" > ${now})`;
  return rows.map(({ id }) => id);
}

/** Leaves deliveries out. */
export async function excludeDeliveries(db: Db, ids: string[], because: string, now: Date): Promise<void> {
  await db.delivery.updateMany({
    where: { id: { in: ids }, state: { in: ["pending", "sending"] } },
    data: { state: "excluded", error: because, settledAt: now, claimedUntil: null },
  });
}

/** One delivery of a batch that is handed over email by email. */
export interface SingleDelivery {
  id: string;
  position: number;
  address: string;
  date: string;
  dueAt: Date;
  attemptedAt: Date | null;
}

/** The deliveries of a batch of which nothing final is known. */
export async function openDeliveries(db: Db, batchId: string): Promise<SingleDelivery[]> {
  const rows = await db.delivery.findMany({
    where: { batchId, state: "sending" },
    select: { id: true, position: true, address: true, date: true, dueAt: true, attemptedAt: true },
    orderBy: { position: "asc" },
  });
  return rows.flatMap(({ position, ...row }) => (position === null ? [] : [{ ...row, position }]));
}

/** Notes that a delivery is handed over now. @returns false when that was begun before. */
export async function noteAttempt(db: Db, id: string, now: Date): Promise<boolean> {
  const { count } = await db.delivery.updateMany({
    where: { id, state: "sending", attemptedAt: null },
    data: { attemptedAt: now },
  });
  return count === 1;
}

/** Records what became of one delivery; `sending` is for one that was certainly not taken. */
export async function settleDelivery(
  db: Db,
  id: string,
  result: { state: DeliveryState; providerId?: string; error?: string; now: Date },
): Promise<void> {
  const isOpen = result.state === "sending";
  await db.delivery.updateMany({
    where: { id, state: { in: ["sending", "uncertain"] } },
    data: {
      state: result.state,
      providerId: result.providerId ?? null,
      error: result.error ?? null,
      settledAt: isOpen ? null : result.now,
      ...(isOpen ? { attemptedAt: null } : {}),
    },
  });
}

/** Which deliveries an operator may settle: of unknown fate, and not still asked about. */
export const settleable = {
  state: "uncertain",
  OR: [{ batchId: null }, { batch: { settledAt: { not: null } } }],
} satisfies Prisma.DeliveryWhereInput;

/** Settles, as an operator found out, what nobody knew: whether it was delivered. @returns false when it is not uncertain. */
export async function settleUncertain(db: Db, id: string, wasDelivered: boolean, now: Date): Promise<boolean> {
  const { count } = await db.delivery.updateMany({
    where: { id, ...settleable },
    data: wasDelivered
      ? { state: "accepted", providerId: "settled by the operator", error: null, settledAt: now }
      : { state: "failed", error: "The operator says that it was not delivered.", settledAt: now },
  });
  return count === 1;
}

/** The morning emails of a reader, latest first. */
export function emailsOf(db: Db, readerId: string) {
  return db.delivery.findMany({
    where: { readerId },
    orderBy: [{ date: "desc" }, { id: "desc" }],
    select: {
      date: true,
      address: true,
      transport: true,
      state: true,
      error: true,
      settledAt: true,
      deliveredAt: true,
      bouncedAt: true,
      openedAt: true,
    },
  });
}
