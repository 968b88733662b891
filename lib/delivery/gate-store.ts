import type { Db } from "../db/types";
import type { PermittedRate, TransportName } from "../mail/mail";

/** Resend's documented rate: five calls a second for a team; its answers say when it is another. */
const usualSpacingMs = 200;

/** A little slower than permitted, because answers to calls that are evenly sent do not arrive so. */
const slack = 1.01;

/** How a transport stands. */
export interface GateView {
  transport: string;
  problem: string | null;
  problemSince: Date | null;
  lastProblemAt: Date | null;
}

/** How a transport stands; null when it was never used. */
export function gateOf(db: Db, transport: TransportName): Promise<GateView | null> {
  return db.mailGate.findUnique({ where: { transport } });
}

/**
 * Takes the next place in the row of calls, which all workers share: it stands in the database, and so does its clock.
 * @returns how long to wait before calling.
 */
export async function reserveCall(db: Db, transport: TransportName): Promise<number> {
  const [row] = await db.$queryRaw<{ waitMs: number }[]>`
    INSERT INTO "MailGate" AS g (transport, "spacingMs", "nextCallAt")
    VALUES (${transport}, ${usualSpacingMs}, clock_timestamp() + ${usualSpacingMs} * interval '1 millisecond')
    ON CONFLICT (transport) DO UPDATE
      SET "nextCallAt" = greatest(g."nextCallAt", clock_timestamp()) + g."spacingMs" * interval '1 millisecond'
    RETURNING extract(epoch FROM "nextCallAt" - clock_timestamp())::float8 * 1000 - "spacingMs" AS "waitMs"`;
  return Math.max(0, row?.waitMs ?? 0);
}

/** Sets the distance between calls to what the service permits. */
export async function learnRate(db: Db, transport: TransportName, { calls, perMs }: PermittedRate): Promise<void> {
  const spacingMs = (perMs / calls) * slack;
  await db.$executeRaw`
    UPDATE "MailGate" SET "spacingMs" = ${spacingMs} WHERE transport = ${transport} AND "spacingMs" <> ${spacingMs}`;
}

/** Keeps all workers from calling for a while. */
export async function holdCalls(db: Db, transport: TransportName, waitMs: number): Promise<void> {
  await db.$executeRaw`
    UPDATE "MailGate" SET "nextCallAt" = greatest("nextCallAt", clock_timestamp() + ${waitMs} * interval '1 millisecond')
    WHERE transport = ${transport}`;
}

/** Notes what the operator has to mend. */
export async function noteProblem(db: Db, transport: TransportName, problem: string, now: Date): Promise<void> {
  await db.mailGate.upsert({
    where: { transport },
    create: { transport, spacingMs: usualSpacingMs, problem, problemSince: now, lastProblemAt: now },
    update: { problem, lastProblemAt: now },
  });
  await db.mailGate.updateMany({ where: { transport, problemSince: null }, data: { problemSince: now } });
}

/** Notes that a transport works. */
export async function clearProblem(db: Db, transport: TransportName): Promise<void> {
  await db.mailGate.updateMany({
    where: { transport, problem: { not: null } },
    data: { problem: null, problemSince: null },
  });
}
