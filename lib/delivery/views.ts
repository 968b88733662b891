import type { DeliveryState, Prisma } from "../../prisma/client/client";
import type { Db } from "../db/types";
import { type Page, pageOf } from "../format/paging";
import type { TransportName } from "../mail/mail";
import { settleable } from "./delivery-store";
import { gateOf } from "./gate-store";

/** How the deliveries of one local date stand. All candidates end as accepted, uncertain, failed or excluded. */
export interface DeliveryDay {
  date: string;
  candidates: number;
  /** Not yet settled: pending or being sent. */
  underWay: number;
  accepted: number;
  uncertain: number;
  failed: number;
  excluded: number;
  delivered: number;
  bounced: number;
  complained: number;
  /** Counted only where readers are told (MAIL_TRACKING). */
  opened: number;
  clicks: number;
}

/** The latest dates with their deliveries, latest first. */
export function deliveryDays(db: Db, most: number): Promise<DeliveryDay[]> {
  return db.$queryRaw<DeliveryDay[]>`
    SELECT date, count(*)::int AS candidates, count(*) FILTER (WHERE state IN ('pending', 'sending'))::int AS "underWay",
      count(*) FILTER (WHERE state = 'accepted')::int AS accepted, count(*) FILTER (WHERE state = 'uncertain')::int AS uncertain,
      count(*) FILTER (WHERE state = 'failed')::int AS failed, count(*) FILTER (WHERE state = 'excluded')::int AS excluded,
      count("deliveredAt")::int AS delivered, count("bouncedAt")::int AS bounced, count("complainedAt")::int AS complained,
      count("openedAt")::int AS opened, coalesce(sum("clickCount"), 0)::int AS clicks
    FROM "Delivery" GROUP BY date ORDER BY date DESC LIMIT ${most}`;
}

/** Which deliveries an operator looks at. */
export interface DeliveryFilter {
  states?: DeliveryState[];
  date?: string;
  /** A part of the address. */
  address?: string;
}

const listed = {
  id: true,
  address: true,
  date: true,
  state: true,
  transport: true,
  error: true,
  dueAt: true,
  settledAt: true,
  deliveredAt: true,
  delayedAt: true,
  bouncedAt: true,
  isHardBounce: true,
  complainedAt: true,
  batch: { select: { settledAt: true } },
} satisfies Prisma.DeliverySelect;

/** A delivery as the operator's list shows it. */
export type DeliveryRow = Prisma.DeliveryGetPayload<{ select: typeof listed }>;

const orders = {
  due: [{ dueAt: "desc" }, { id: "desc" }],
  address: [{ address: "asc" }, { date: "desc" }],
  state: [{ state: "desc" }, { dueAt: "desc" }, { id: "desc" }],
  settled: [{ settledAt: { sort: "desc", nulls: "last" } }, { id: "desc" }],
} satisfies Record<string, Prisma.DeliveryOrderByWithRelationInput[]>;

/** By what a list of deliveries may be sorted. */
export const deliveryOrders = ["due", "address", "state", "settled"] as const satisfies (keyof typeof orders)[];

/** One page of deliveries. @param wanted.number which, from 1. */
export async function listDeliveries(
  db: Db,
  filter: DeliveryFilter,
  wanted: { number: number; size: number; sort: keyof typeof orders },
): Promise<Page<DeliveryRow>> {
  const where: Prisma.DeliveryWhereInput = {
    ...(filter.states ? { state: { in: filter.states } } : {}),
    ...(filter.date ? { date: filter.date } : {}),
    ...(filter.address ? { address: { contains: filter.address, mode: "insensitive" } } : {}),
  };
  const { place, range } = pageOf(wanted.number, wanted.size, await db.delivery.count({ where }));
  const items = await db.delivery.findMany({ where, orderBy: orders[wanted.sort], ...range, select: listed });
  return { ...place, items };
}

/** Everything about one delivery, with its batch, and why its address gets no more email where that is so. */
export async function deliveryById(db: Db, id: string) {
  const delivery = await db.delivery.findUnique({
    where: { id },
    include: { batch: { omit: { body: true } }, digest: { select: { date: true, edition: true } } },
  });
  if (!delivery) return null;
  const suppression = await db.suppression.findUnique({ where: { address: delivery.address } });
  return { ...delivery, suppression, isSettleable: isSettleable(delivery) };
}

/** Whether only the operator can say what became of it: nobody knows, and it is no longer asked about by itself. */
export function isSettleable({ state, batch }: { state: DeliveryState; batch: { settledAt: Date | null } | null }) {
  return state === "uncertain" && (batch === null || batch.settledAt !== null);
}

/** A delivery that the operator may want to know of. */
export interface ListedDelivery {
  id: string;
  address: string;
  date: string;
  state: DeliveryState;
  error: string | null;
  /** Whether it is still tried by itself. */
  isOpen: boolean;
}

/** The latest deliveries that failed or whose fate nobody knows. */
export async function troubledDeliveries(db: Db, most: number): Promise<ListedDelivery[]> {
  const rows = await db.delivery.findMany({
    where: { state: { in: ["uncertain", "failed"] } },
    orderBy: [{ dueAt: "desc" }, { id: "desc" }],
    take: most,
    select: { id: true, address: true, date: true, state: true, error: true, batch: { select: { settledAt: true } } },
  });
  return rows.map(({ batch, ...row }) => ({ ...row, isOpen: batch !== null && batch.settledAt === null }));
}

/** Emails of which nobody knows whether they arrived and nobody asks any more, so that an operator may say it; the oldest first. */
export async function uncertainDeliveries(
  db: Db,
  most: number,
): Promise<Pick<ListedDelivery, "id" | "address" | "date" | "error">[]> {
  return db.delivery.findMany({
    where: settleable,
    orderBy: [{ dueAt: "asc" }, { id: "asc" }],
    take: most,
    select: { id: true, address: true, date: true, error: true },
  });
}

/** What the operator has to mend before mail can be sent; null where nothing. */
export async function mailProblem(
  db: Db,
  transport: TransportName,
): Promise<{ problem: string; since: Date | null } | null> {
  const gate = await gateOf(db, transport);
  return gate?.problem ? { problem: gate.problem, since: gate.problemSince } : null;
}

/** Addresses of DIGEST_RECIPIENTS that still wait for their email of a date. */
export async function unservedRecipients(db: Db, addresses: string[], date: string): Promise<string[]> {
  const rows = await db.delivery.findMany({ where: { date, address: { in: addresses } }, select: { address: true } });
  const served = new Set(rows.map(({ address }) => address));
  return addresses.filter((address) => !served.has(address));
}
