import { isMailAddress } from "../mail/address";
import type { StageContext } from "../queue/stage";
import { type Due, isTooLate, lateSentence, nextDue } from "./due";
import {
  advanceReaders,
  createDeliveries,
  forgetAhead,
  lockDueReaders,
  mistrustFarSchedules,
  type NewDelivery,
  readersToSchedule,
  type ScheduledReader,
  saveSchedules,
  suppressedAmong,
} from "./schedule-store";

const dayMs = 24 * 3600_000;
/** Readers that are dealt with in one transaction. */
const chunk = 500;
/** The farthest that an email of somebody who gets one a week, and pauses not, lies ahead. */
const farthestMs = 12 * dayMs;
/** After a long downtime this many days are recorded as skipped; what is older is passed over. */
const recordedMs = 7 * dayMs;

/** What a reader said of their mornings, and whether they want any. */
function dueAfter(reader: ScheduledReader, from: Date, afterDate: string | null, log: StageContext["log"]): Due | null {
  if (!reader.emailVerified || reader.unsubscribedAt) return null;
  const times = { timeZone: reader.timeZone, hour: reader.emailHour, days: reader.emailDays };
  const earliest = reader.pausedUntil && reader.pausedUntil > from ? reader.pausedUntil : from;
  try {
    return nextDue(times, earliest, afterDate);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    log.warn({ reader: reader.id }, `A reader's time zone "${reader.timeZone}" is not known here; UTC is used.`);
    return nextDue({ ...times, timeZone: "UTC" }, earliest, afterDate);
  }
}

/** Works out the next email of every reader whose wishes have changed. */
export async function workOutSchedules({ db, log, now }: StageContext): Promise<void> {
  await forgetAhead(db, now());
  await mistrustFarSchedules(db, now(), new Date(now().getTime() + farthestMs));
  for (;;) {
    const readers = await readersToSchedule(db, chunk);
    if (readers.length === 0) return;
    await saveSchedules(
      db,
      readers.map((reader) => ({
        reader,
        due: dueAfter(reader, reader.scheduleFrom ?? now(), reader.lastDueDate, log),
      })),
    );
  }
}

const suppressedWords: Record<string, string> = {
  bounced: "The address does not exist or refused our mail for good.",
  complained: "The receiver reported our mail as spam.",
  unsubscribed: "The receiver unsubscribed.",
};

/** Why an address gets no email, in a sentence; null where it may. */
export function exclusionOf(address: string, suppressed: Map<string, string>): string | null {
  if (!isMailAddress(address)) return "This is no address that mail can be sent to.";
  const reason = suppressed.get(address);
  return reason === undefined ? null : (suppressedWords[reason] ?? reason);
}

/**
 * Records a delivery for every reader whose email is due and moves them on to their next one, in one transaction for some
 * hundreds of readers. What is more than six hours late is recorded as skipped.
 * @returns how many are to be sent, and how many were left out.
 */
export async function scheduleDeliveries(context: StageContext): Promise<{ pending: number; excluded: number }> {
  const { db, env, log } = context;
  await workOutSchedules(context);
  const counts = { pending: 0, excluded: 0 };
  for (;;) {
    const now = context.now();
    const readers = await db.$transaction(async (tx) => {
      const due = await lockDueReaders(tx, now, chunk);
      if (due.length === 0) return 0;
      const suppressed = await suppressedAmong(
        tx,
        due.map((reader) => reader.email),
      );
      const deliveries = due.flatMap((reader): NewDelivery[] => {
        const { nextDueAt, nextDueDate, email } = reader;
        if (!nextDueAt || !nextDueDate) return [];
        return [
          {
            readerId: reader.id,
            address: email,
            date: nextDueDate,
            dueAt: nextDueAt,
            transport: env.EMAIL_TRANSPORT,
            excludedBecause: isTooLate(nextDueAt, now) ? lateSentence : exclusionOf(email, suppressed),
          },
        ];
      });
      await createDeliveries(tx, deliveries, now);
      const recorded = new Date(now.getTime() - recordedMs);
      await advanceReaders(
        tx,
        due.map((reader) => {
          const served = reader.nextDueDate ?? reader.lastDueDate ?? "";
          const from = reader.nextDueAt && reader.nextDueAt > recorded ? reader.nextDueAt : recorded;
          return { id: reader.id, served, next: dueAfter(reader, from, served, log) };
        }),
      );
      for (const { excludedBecause } of deliveries) counts[excludedBecause === null ? "pending" : "excluded"]++;
      return due.length;
    });
    if (readers === 0) return counts;
  }
}
