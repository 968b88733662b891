import type { Db, Tx } from "../db/types";

const hourMs = 3600_000;
const dayMs = 24 * hourMs;
/** Any number that only this lock has. */
const signInLock = 7_403_112;

/** How many links were asked for in the hour before, by an address, from a network and in all. */
export interface AskedBefore {
  byEmail: number;
  fromNetwork: number;
  inAll: number;
}

/**
 * Counts what was asked for in the last hour. Until the transaction ends nobody else counts, so that two requests at once
 * cannot both be the last that a limit allows.
 */
export async function countAskedBefore(
  tx: Tx,
  asked: { email: string; network: string; now: Date },
): Promise<AskedBefore> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${signInLock}::bigint)`;
  const since = new Date(asked.now.getTime() - hourMs);
  const [row] = await tx.$queryRaw<AskedBefore[]>`
    SELECT count(*) FILTER (WHERE email = ${asked.email})::int AS "byEmail",
           count(*) FILTER (WHERE network = ${asked.network})::int AS "fromNetwork",
           count(*)::int AS "inAll"
    FROM "SignInRequest" WHERE "createdAt" > ${since}`;
  return row ?? { byEmail: 0, fromNetwork: 0, inAll: 0 };
}

/** Records that a link was asked for. @returns the request's id. */
export async function createSignInRequest(
  tx: Tx,
  request: { email: string; network: string; nextPath: string; now: Date },
): Promise<string> {
  const { now, ...data } = request;
  const { id } = await tx.signInRequest.create({ data: { ...data, createdAt: now }, select: { id: true } });
  return id;
}

/** A request that nobody has dealt with yet; null when there is none. */
export function openSignInRequest(db: Db, id: string) {
  return db.signInRequest.findFirst({
    where: { id, settledAt: null },
    select: { id: true, email: true, nextPath: true, createdAt: true, linkMadeAt: true },
  });
}

/** Notes that a request's link is made, before it is sent for the first time. */
export async function noteLink(db: Db, id: string, now: Date): Promise<void> {
  await db.signInRequest.updateMany({ where: { id }, data: { linkMadeAt: now } });
}

/** Notes for the operator why a request is not dealt with yet. */
export async function noteRequestTrouble(db: Db, id: string, outcome: string): Promise<void> {
  await db.signInRequest.updateMany({ where: { id, settledAt: null }, data: { outcome } });
}

/** Records what became of a request, in words for the operator. */
export async function settleSignInRequest(
  db: Db,
  id: string,
  settled: { outcome: string; isWaiting?: boolean; now: Date },
): Promise<void> {
  await db.signInRequest.updateMany({
    where: { id },
    data: { settledAt: settled.now, outcome: settled.outcome, isWaiting: settled.isWaiting ?? false },
  });
}

/** Forgets requests after a day, those that wait for the operator after a month, and links that no longer work. */
export async function forgetOldRequests(db: Db, now: Date): Promise<void> {
  const before = (days: number) => ({ lt: new Date(now.getTime() - days * dayMs) });
  await db.signInRequest.deleteMany({
    where: {
      OR: [{ isWaiting: false, createdAt: before(1) }, { createdAt: before(30) }],
    },
  });
  await db.verification.deleteMany({ where: { expiresAt: before(0) } });
}

/** Whether an address has an account, and whether an operator invited it. */
export async function standingOf(db: Db, email: string): Promise<{ isReader: boolean; isInvited: boolean }> {
  const [reader, invitation] = await Promise.all([
    db.reader.findUnique({ where: { email }, select: { id: true } }),
    db.invitation.findUnique({ where: { email }, select: { email: true } }),
  ]);
  return { isReader: reader !== null, isInvited: invitation !== null };
}

/** Whether an operator has an account yet; before, the code that the terminal prints lets them in. */
export async function hasOperator(db: Db, emails: string[]): Promise<boolean> {
  return (await db.reader.count({ where: { email: { in: emails } } })) > 0;
}

/** Lets an address become a reader. @returns false when it is one already. */
export async function createInvitation(db: Db | Tx, email: string): Promise<boolean> {
  if (await db.reader.findUnique({ where: { email }, select: { id: true } })) return false;
  await db.invitation.createMany({ data: [{ email }], skipDuplicates: true });
  await db.signInRequest.updateMany({ where: { email }, data: { isWaiting: false } });
  return true;
}

/** An invitation of which nobody was told yet; null when there is none, or its address has become a reader's. */
export async function openInvitation(db: Db, email: string): Promise<{ createdAt: Date } | null> {
  const { isReader } = await standingOf(db, email);
  return isReader ? null : db.invitation.findFirst({ where: { email, outcome: null }, select: { createdAt: true } });
}

/** Records what became of the email that tells of an invitation, in words for the operator. */
export async function settleInvitation(db: Db, email: string, outcome: string): Promise<void> {
  await db.invitation.updateMany({ where: { email }, data: { outcome } });
}

/** Takes an invitation back. */
export async function removeInvitation(db: Db, email: string): Promise<void> {
  await db.invitation.deleteMany({ where: { email } });
}
