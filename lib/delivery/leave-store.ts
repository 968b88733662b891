import type { SuppressionReason } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";

/** How somebody's morning email stands. */
export interface MailStanding {
  email: string;
  unsubscribedAt: Date | null;
  pausedUntil: Date | null;
  pauseReason: string | null;
  /** Null where the address has no account. */
  emailDays: number[] | null;
  timeZone: string | null;
}

/** How a reader's email stands; null when they have gone. */
export async function readerStanding(db: Db, readerId: string): Promise<MailStanding | null> {
  return db.reader.findUnique({
    where: { id: readerId },
    select: {
      email: true,
      unsubscribedAt: true,
      pausedUntil: true,
      pauseReason: true,
      emailDays: true,
      timeZone: true,
    },
  });
}

/** How the email to an address without an account stands. */
export async function addressStanding(db: Db, address: string): Promise<MailStanding> {
  const suppression = await db.suppression.findUnique({ where: { address } });
  const unsubscribedAt = suppression?.createdAt ?? null;
  return { email: address, unsubscribedAt, pausedUntil: null, pauseReason: null, emailDays: null, timeZone: null };
}

/** What is changed of a reader's email. */
export interface MailWish {
  unsubscribedAt?: Date | null;
  pausedUntil?: Date | null;
  pauseReason?: string | null;
  emailDays?: number[];
}

/** Changes a reader's email as they wish. @returns false when they have gone. */
export async function changeReaderMail(db: Db | Tx, readerId: string, wish: MailWish): Promise<boolean> {
  return (await db.reader.updateMany({ where: { id: readerId }, data: wish })).count === 1;
}

/** Lets an address get no more email. One that is there keeps its first reason, but for a stronger one. */
export async function suppressAddress(
  db: Db | Tx,
  address: string,
  reason: SuppressionReason,
  detail: string,
  now: Date,
): Promise<void> {
  await db.suppression.createMany({ data: [{ address, reason, detail, createdAt: now }], skipDuplicates: true });
  if (reason === "complained") await db.suppression.update({ where: { address }, data: { reason, detail } });
}

/** Lets an address get email again, as its owner asked. */
export async function liftSuppression(db: Db | Tx, address: string): Promise<void> {
  await db.suppression.deleteMany({ where: { address } });
}

/** A reader whose mail was paused by us, with why and until when; null for others. */
export async function pausedReader(db: Db, readerId: string, now: Date) {
  const reader = await db.reader.findUnique({
    where: { id: readerId },
    select: { email: true, timeZone: true, pausedUntil: true, pauseReason: true, unsubscribedAt: true },
  });
  if (!reader?.pausedUntil || !reader.pauseReason || reader.unsubscribedAt || reader.pausedUntil <= now) return null;
  return { ...reader, pausedUntil: reader.pausedUntil, pauseReason: reader.pauseReason };
}
