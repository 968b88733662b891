import type { Delivery } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";

/** Notes a report. @returns false when it was dealt with before. */
export async function noteEvent(tx: Tx, id: string, type: string, now: Date): Promise<boolean> {
  const { count } = await tx.mailEvent.createMany({ data: [{ id, type, receivedAt: now }], skipDuplicates: true });
  return count === 1;
}

/** The delivery that a report is about: by the provider's id, or by ours, which stands in the email's tag. */
export function deliveryOf(tx: Tx, emailId: string, deliveryId: string | null): Promise<Delivery | null> {
  return tx.delivery.findFirst({
    where: { OR: [{ providerId: emailId }, ...(deliveryId === null ? [] : [{ id: deliveryId }])] },
  });
}

/** Records what was reported of a delivery. */
export async function recordReport(tx: Tx, id: string, data: Partial<Omit<Delivery, "id">>): Promise<void> {
  await tx.delivery.update({ where: { id }, data });
}

/** How many of the latest emails to an address bounced softly, since the last one that arrived. */
export async function softBouncesInARow(tx: Tx, address: string, since: Date): Promise<number> {
  const rows = await tx.delivery.findMany({
    where: { address, dueAt: { gt: since }, OR: [{ deliveredAt: { not: null } }, { bouncedAt: { not: null } }] },
    orderBy: { dueAt: "desc" },
    select: { bouncedAt: true, isHardBounce: true },
  });
  const arrived = rows.findIndex((row) => row.bouncedAt === null);
  return (arrived < 0 ? rows : rows.slice(0, arrived)).filter((row) => row.isHardBounce === false).length;
}

/** Accepted emails since an instant, and complaints about them. */
export async function complaintsSince(db: Db, since: Date): Promise<{ accepted: number; complained: number }> {
  const [accepted, complained] = await Promise.all([
    db.delivery.count({ where: { state: "accepted", dueAt: { gt: since } } }),
    db.delivery.count({ where: { complainedAt: { not: null }, dueAt: { gt: since } } }),
  ]);
  return { accepted, complained };
}
