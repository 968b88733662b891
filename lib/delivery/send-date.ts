import type { StageContext } from "../queue/stage";
import { dueInstant, lateSentence } from "./due";
import { exclusionOf } from "./schedule-deliveries";
import { createDeliveries, readersWithout, reviveSkipped, suppressedAmong } from "./schedule-store";

/**
 * Schedules, at an operator's word, the emails of one local date for every reader who was to have one and has none: those that
 * were skipped because they were late, too. Readers whose hour on that date is yet to come are left alone.
 * @returns how many are to be sent.
 */
export async function scheduleDate(context: StageContext, date: string): Promise<number> {
  const { db, env, now } = context;
  let scheduled = await reviveSkipped(db, date, lateSentence, now());
  for (let after = ""; ; ) {
    const readers = await readersWithout(db, { date, after, most: 500, now: now() });
    const last = readers.at(-1);
    if (!last) return scheduled;
    after = last.id;
    const due = readers.filter((reader) => {
      const at = dueInstant(date, reader.emailHour, reader.timeZone);
      return at !== null && at <= now();
    });
    const suppressed = await suppressedAmong(
      db,
      due.map(({ email }) => email),
    );
    scheduled += await createDeliveries(
      db,
      due.map(({ id, email }) => ({
        readerId: id,
        address: email,
        date,
        dueAt: now(),
        transport: env.EMAIL_TRANSPORT,
        excludedBecause: exclusionOf(email, suppressed),
      })),
      now(),
    );
  }
}
