import { Prisma } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";
import type { TransportName } from "../mail/mail";
import { type Due, lateSentence } from "./due";

/** A reader as the schedule needs them. */
export interface ScheduledReader {
  id: string;
  email: string;
  timeZone: string;
  emailHour: number;
  emailDays: number[];
  emailVerified: boolean;
  pausedUntil: Date | null;
  unsubscribedAt: Date | null;
  lastDueDate: string | null;
  nextDueAt: Date | null;
  nextDueDate: string | null;
  scheduleFrom: Date | null;
}

const select = {
  id: true,
  email: true,
  timeZone: true,
  emailHour: true,
  emailDays: true,
  emailVerified: true,
  pausedUntil: true,
  unsubscribedAt: true,
  lastDueDate: true,
  nextDueAt: true,
  nextDueDate: true,
  scheduleFrom: true,
} as const;

/** Readers whose next email must be worked out anew. */
export function readersToSchedule(db: Db, most: number): Promise<ScheduledReader[]> {
  return db.reader.findMany({
    where: { scheduleFrom: { not: null } },
    select,
    orderBy: { scheduleFrom: "asc" },
    take: most,
  });
}

/** Sets readers' next emails, but for those whose wishes have changed again since they were read. */
export async function saveSchedules(db: Db, schedules: { reader: ScheduledReader; due: Due | null }[]): Promise<void> {
  await db.$executeRaw`
    UPDATE "Reader" AS r SET "nextDueAt" = v.at, "nextDueDate" = v.date, "scheduleFrom" = NULL
    FROM unnest(
      ${schedules.map(({ reader }) => reader.id)}::uuid[], ${schedules.map(({ reader }) => reader.scheduleFrom)}::timestamptz[],
      ${schedules.map(({ due }) => due?.at ?? null)}::timestamptz[], ${schedules.map(({ due }) => due?.date ?? null)}::text[]
    ) AS v(id, "from", at, date)
    WHERE r.id = v.id AND r."scheduleFrom" = v."from"`;
}

/**
 * Has readers worked out anew whose next email lies further away than any can, which a clock that ran ahead has done.
 * @returns how many.
 */
export function mistrustFarSchedules(db: Db, now: Date, farthest: Date): Promise<number> {
  return db.$executeRaw`
    UPDATE "Reader" SET "scheduleFrom" = ${now} WHERE "nextDueAt" > ${farthest} AND coalesce("pausedUntil", ${now}) <= ${now}`;
}

/** Machines' clocks may differ by so much. */
const skewMs = 5 * 60_000;

/** What a clock that ran ahead has scheduled: it lies in the future, where nothing can be late or wait to be sent. */
const isAhead = (now: Date) => Prisma.sql`
  "dueAt" > ${new Date(now.getTime() + skewMs)} AND "readerId" IS NOT NULL AND "claimedUntil" IS NULL
  AND (state = 'pending' OR (state = 'excluded' AND error = ${lateSentence}))`;

/** Takes back what a clock that ran ahead has scheduled; its readers are worked out anew. Nothing of it was sent. */
export async function forgetAhead(db: Db, now: Date): Promise<void> {
  await db.$executeRaw`
    WITH forgotten AS (DELETE FROM "Delivery" WHERE ${isAhead(now)} RETURNING "readerId")
    UPDATE "Reader" SET "scheduleFrom" = ${now}, "lastDueDate" = NULL
    WHERE id IN (SELECT "readerId" FROM forgotten)`;
}

/** Locks readers whose email is due, so that another worker takes others. Those due first come first. */
export async function lockDueReaders(tx: Tx, now: Date, most: number): Promise<ScheduledReader[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Reader" WHERE "nextDueAt" <= ${now} ORDER BY "nextDueAt", id LIMIT ${most} FOR UPDATE SKIP LOCKED`;
  return tx.reader.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    select,
    orderBy: [{ nextDueAt: "asc" }, { id: "asc" }],
  });
}

/** Moves readers on to their next emails. */
export async function advanceReaders(tx: Tx, moves: { id: string; served: string; next: Due | null }[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Reader" AS r SET "lastDueDate" = v.served, "nextDueAt" = v.at, "nextDueDate" = v.date
    FROM unnest(
      ${moves.map(({ id }) => id)}::uuid[], ${moves.map(({ served }) => served)}::text[],
      ${moves.map(({ next }) => next?.at ?? null)}::timestamptz[], ${moves.map(({ next }) => next?.date ?? null)}::text[]
    ) AS v(id, served, at, date)
    WHERE r.id = v.id`;
}

/** A delivery that is to be made, or was left out with its reason. */
export interface NewDelivery {
  readerId: string | null;
  digestId?: string;
  address: string;
  date: string;
  dueAt: Date;
  transport: TransportName;
  excludedBecause: string | null;
}

/** Records deliveries, one for an address and date and one for a reader and date, whoever comes first. @returns how many. */
export async function createDeliveries(tx: Db | Tx, deliveries: NewDelivery[], now: Date): Promise<number> {
  const { count } = await tx.delivery.createMany({
    data: deliveries.map(({ excludedBecause, ...delivery }) => ({
      ...delivery,
      createdAt: now,
      ...(excludedBecause === null ? {} : { state: "excluded" as const, error: excludedBecause, settledAt: now }),
    })),
    skipDuplicates: true,
  });
  return count;
}

/** Which of some addresses get no email, with the reason in a word. */
export async function suppressedAmong(db: Db | Tx, addresses: string[]): Promise<Map<string, string>> {
  const rows = await db.suppression.findMany({ where: { address: { in: addresses } } });
  return new Map(rows.map(({ address, reason }) => [address, reason]));
}

/** Whether anything is to be scheduled or sent at an instant, or was put off by a clock that ran ahead. */
export async function isMailDue(db: Db, now: Date): Promise<boolean> {
  const [row] = await db.$queryRaw<{ due: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "Reader" WHERE "nextDueAt" <= ${now})
      OR EXISTS (SELECT 1 FROM "Reader" WHERE "scheduleFrom" IS NOT NULL)
      OR EXISTS (SELECT 1 FROM "Delivery" WHERE ${isAhead(now)})
      OR EXISTS (SELECT 1 FROM "Delivery" WHERE state = 'pending')
      OR EXISTS (SELECT 1 FROM "MailBatch" WHERE "settledAt" IS NULL AND "nextCallAt" <= ${now}) AS due`;
  return row?.due ?? false;
}

/** Readers who get email on a date's weekday, want it now and have no delivery of that date; by id, after one. */
export function readersWithout(
  db: Db,
  { date, after, most, now }: { date: string; after: string; most: number; now: Date },
): Promise<{ id: string; email: string; emailHour: number; timeZone: string }[]> {
  const weekday = new Date(date).getUTCDay() || 7;
  return db.reader.findMany({
    where: {
      ...(after === "" ? {} : { id: { gt: after } }),
      emailVerified: true,
      unsubscribedAt: null,
      OR: [{ pausedUntil: null }, { pausedUntil: { lte: now } }],
      emailDays: { has: weekday },
      deliveries: { none: { date } },
    },
    select: { id: true, email: true, emailHour: true, timeZone: true },
    orderBy: { id: "asc" },
    take: most,
  });
}

/** Takes up again what was left out for one reason. @returns how many. */
export async function reviveSkipped(db: Db, date: string, because: string, now: Date): Promise<number> {
  const { count } = await db.delivery.updateMany({
    where: { date, state: "excluded", error: because },
    data: { state: "pending", error: null, settledAt: null, dueAt: now },
  });
  return count;
}

/** Who is due at an instant and not scheduled yet, those due first first, and what waits to be sent. */
export async function dueNow(
  db: Db,
  now: Date,
  most: number,
): Promise<{
  readers: { email: string; date: string; at: Date }[];
  pending: { email: string; date: string; at: Date }[];
}> {
  const [readers, pending] = await Promise.all([
    db.reader.findMany({
      where: { nextDueAt: { lte: now } },
      orderBy: { nextDueAt: "asc" },
      take: most,
      select: { email: true, nextDueAt: true, nextDueDate: true },
    }),
    db.delivery.findMany({ where: { state: "pending" }, orderBy: { dueAt: "asc" }, take: most }),
  ]);
  return {
    readers: readers.map(({ email, nextDueAt, nextDueDate }) => ({
      email,
      date: nextDueDate ?? "",
      at: nextDueAt ?? now,
    })),
    pending: pending.map(({ address, date, dueAt }) => ({ email: address, date, at: dueAt })),
  };
}
