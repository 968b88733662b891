import type { Db, Tx } from "../db/types";
import { randomToken } from "./auth";
import type { ReaderId } from "./reader";

/** How a reader wants their mornings. */
export interface ReaderSettings {
  timeZone: string;
  /** 0 to 23, in the time zone. */
  emailHour: number;
  /** ISO weekdays, 1 is Monday; none means no email. */
  emailDays: number[];
  /** BCP 47 primary languages; none means all. */
  languages: string[];
  /** Whether a quiet day is filled with the best of what is not followed. */
  isFilled: boolean;
  pausedUntil: Date | null;
}

/** A reader's row as the settings page shows it. */
export async function readReader(db: Db, reader: ReaderId) {
  return db.reader.findUniqueOrThrow({
    where: { id: reader },
    select: {
      email: true,
      createdAt: true,
      timeZone: true,
      emailHour: true,
      emailDays: true,
      languages: true,
      isFilled: true,
      pausedUntil: true,
      pauseReason: true,
      unsubscribedAt: true,
      feedToken: true,
      learningResetAt: true,
      onboardedAt: true,
    },
  });
}

/** Changes how a reader wants their mornings. A pause that the reader sets or ends is theirs: no other reason stands beside it. */
export async function updateReader(db: Db, reader: ReaderId, settings: Partial<ReaderSettings>): Promise<void> {
  await db.reader.update({
    where: { id: reader },
    data: { ...settings, ...(settings.pausedUntil === undefined ? {} : { pauseReason: null }) },
  });
}

/** Takes up the email again, or leaves it; the account stays. */
export async function setSubscribed(db: Db, reader: ReaderId, subscribed: boolean, now: Date): Promise<void> {
  await db.reader.update({ where: { id: reader }, data: { unsubscribedAt: subscribed ? null : now } });
}

/** The first steps are done, or were skipped. @returns false when they were before. */
export async function finishOnboarding(tx: Tx, reader: ReaderId, now: Date): Promise<boolean> {
  return (
    (await tx.reader.updateMany({ where: { id: reader, onboardedAt: null }, data: { onboardedAt: now } })).count > 0
  );
}

/** Signals of before no longer move what is ranked. */
export async function resetLearning(db: Db, reader: ReaderId, now: Date): Promise<void> {
  await db.reader.update({ where: { id: reader }, data: { learningResetAt: now } });
}

/** Gives the private feed a new address; the old one ends at once. */
export async function renewFeedToken(db: Db, reader: ReaderId): Promise<void> {
  await db.reader.update({ where: { id: reader }, data: { feedToken: randomToken() } });
}

/** A browser that is signed in. */
export interface SessionRow {
  id: string;
  createdAt: Date;
  expiresAt: Date;
  userAgent: string | null;
}

/** Where a reader is signed in, latest first. */
export function listSessions(db: Db, reader: ReaderId, now: Date): Promise<SessionRow[]> {
  return db.session.findMany({
    where: { userId: reader, expiresAt: { gt: now } },
    orderBy: { createdAt: "desc" },
    select: { id: true, createdAt: true, expiresAt: true, userAgent: true },
  });
}

/** Signs one of a reader's browsers out. @returns false when it was not signed in, or is another reader's. */
export async function revokeSession(db: Db, reader: ReaderId, sessionId: string): Promise<boolean> {
  return (await db.session.deleteMany({ where: { id: sessionId, userId: reader } })).count > 0;
}

/** Signs all of a reader's browsers out but one. @returns how many. */
export async function revokeOtherSessions(db: Db, reader: ReaderId, keptSessionId: string): Promise<number> {
  return (await db.session.deleteMany({ where: { userId: reader, id: { not: keptSessionId } } })).count;
}

/** Removes a reader with all that hangs on the row, and links and requests of their address. */
export async function deleteReader(tx: Tx, reader: ReaderId): Promise<string | null> {
  const row = await tx.reader.findUnique({ where: { id: reader }, select: { email: true } });
  if (!row) return null;
  await tx.reader.delete({ where: { id: reader } });
  await tx.signInRequest.deleteMany({ where: { email: row.email } });
  await tx.invitation.deleteMany({ where: { email: row.email } });
  await tx.verification.deleteMany({ where: { value: { contains: `"email":${JSON.stringify(row.email)}` } } });
  return row.email;
}
