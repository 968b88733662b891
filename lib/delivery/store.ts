import type { DeliveryState } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";

/** One row per address and local date: what makes a second email of a day impossible. */
export interface DeliveryRow {
  id: string;
  digestId: string;
  state: DeliveryState;
}

/** The day's delivery to an address, made now when there is none. */
export async function claimDelivery(
  db: Db,
  delivery: { digestId: string; address: string; date: string; transport: string },
): Promise<DeliveryRow> {
  await db.delivery.createMany({ data: [delivery], skipDuplicates: true });
  return db.delivery.findUniqueOrThrow({ where: { address_date: { address: delivery.address, date: delivery.date } } });
}

/** Marks a delivery as begun. @returns false when it is settled already. */
export async function beginDelivery(db: Db, id: string): Promise<boolean> {
  const { count } = await db.delivery.updateMany({
    where: { id, state: { in: ["pending", "sending", "uncertain"] } },
    data: { state: "sending" },
  });
  return count === 1;
}

/** Records what became of a delivery. */
export async function settleDelivery(
  db: Db,
  id: string,
  result: { state: DeliveryState; providerId?: string; error?: string; at: Date },
): Promise<void> {
  await db.delivery.update({
    where: { id },
    data: {
      state: result.state,
      providerId: result.providerId ?? null,
      error: result.error ?? null,
      settledAt: result.state === "pending" ? null : result.at,
    },
  });
}

/** How many deliveries are in each state. */
export async function deliveryCounts(db: Db | Tx): Promise<Partial<Record<DeliveryState, number>>> {
  const groups = await db.delivery.groupBy({ by: ["state"], _count: { _all: true } });
  return Object.fromEntries(groups.map((group) => [group.state, group._count._all]));
}

/** Addresses that already had an email of this date. */
export async function settledAddresses(db: Db, date: string): Promise<Set<string>> {
  const rows = await db.delivery.findMany({
    where: { date, state: { in: ["accepted", "failed", "excluded"] } },
    select: { address: true },
  });
  return new Set(rows.map((row) => row.address));
}
