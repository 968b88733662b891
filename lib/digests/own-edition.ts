import { localDateAndHour } from "../format/dates";
import type { StageContext } from "../queue/stage";

/**
 * Has a reader's five of today chosen when they look for them, from their hour on: an email brings them by itself, but not to who
 * wants none on this day or has paused it. Who has left the first steps unfinished gets the first ones at once.
 * @returns whether they are being chosen now.
 */
export async function askForOwnEdition(context: StageContext, readerId: string): Promise<boolean> {
  const { db } = context;
  const reader = await db.reader.findUnique({
    where: { id: readerId },
    select: { timeZone: true, emailHour: true, onboardedAt: true },
  });
  if (!reader) return false;
  const { date, hour } = localDateAndHour(context.now(), reader.timeZone);
  const isFirst = reader.onboardedAt === null && (await db.digest.count({ where: { edition: readerId } })) === 0;
  if (hour < reader.emailHour && !isFirst) return false;
  if ((await db.digest.count({ where: { edition: readerId, date } })) > 0) return false;
  await db.$transaction((tx) => context.enqueue(tx, "build-digest", { date, edition: readerId }));
  return true;
}
