import type { Metadata } from "next";
import { z } from "zod";
import { requireOperator } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import {
  type DeliveryRow,
  deliveryDays,
  deliveryOrders,
  isSettleable,
  listDeliveries,
  mailProblem,
} from "../../../lib/delivery/views";
import { env } from "../../../lib/env";
import { countedInDigits } from "../../../lib/format/counts";
import { dayInWords } from "../../../lib/format/dates";
import { listOutbox } from "../../../lib/mail/outbox";
import { InnerLink } from "../../_components/inner-link";
import { pageMetadata } from "../../_components/page-metadata";
import type { SearchParams } from "../../_components/page-params";
import { Paging } from "../../_components/paging";
import { Sentence } from "../../_components/sentence";
import { AdminFrame, Ago, Table } from "../frame";
import { Days } from "./days";
import { reportedWords, stateWords } from "./delivery-words";
import { Settle } from "./settle";

export const dynamic = "force-dynamic";

export const metadata: Metadata = pageMetadata({
  title: "Mail",
  description: "For operators: deliveries and the outbox.",
  path: "/admin/mail",
  index: false,
});

const filters = {
  underWay: { name: "under way", states: ["pending", "sending"] },
  accepted: { name: "accepted", states: ["accepted"] },
  uncertain: { name: "uncertain", states: ["uncertain"] },
  failed: { name: "failed", states: ["failed"] },
  excluded: { name: "left out", states: ["excluded"] },
} as const;
const states = Object.keys(filters) as (keyof typeof filters)[];
const pageSize = 100;
const daysShown = 14;

const query = z.object({
  state: z.enum(states).optional().catch(undefined),
  date: z.iso.date().optional().catch(undefined),
  q: z
    .string()
    .trim()
    .max(254)
    .regex(/^\P{Cc}+$/u)
    .optional()
    .catch(undefined),
  sort: z.enum(deliveryOrders).catch("due"),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
});
type Query = z.infer<typeof query>;

/** The address of a list of deliveries. */
function addressOf({ state, date, q, sort }: Omit<Query, "page">): { path: string; query: Record<string, string> } {
  const given = { state, date, q, sort: sort === "due" ? undefined : sort };
  const set = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { path: "/admin/mail", query: Object.fromEntries(set) };
}

function hrefOf(asked: Omit<Query, "page">): string {
  const { path, query: parameters } = addressOf(asked);
  return Object.keys(parameters).length > 0 ? `${path}?${new URLSearchParams(parameters)}` : path;
}

/** What became of each day's emails, every single one, and the emails that were written instead of sent. */
export default async function MailPage({ searchParams }: { searchParams: SearchParams }) {
  await requireOperator("/admin/mail");
  const asked = query.parse(await searchParams);
  const { state, date, q, sort, page: number } = asked;
  const db = database();
  const { EMAIL_TRANSPORT, EMAIL_FROM, MAIL_TRACKING } = env();
  const [days, deliveries, outbox, blocked] = await Promise.all([
    deliveryDays(db, daysShown),
    listDeliveries(
      db,
      {
        ...(state ? { states: [...filters[state].states] } : {}),
        ...(date ? { date } : {}),
        ...(q ? { address: q } : {}),
      },
      { number, size: pageSize, sort },
    ),
    listOutbox(env(), 100),
    mailProblem(db, EMAIL_TRANSPORT),
  ]);
  return (
    <AdminFrame
      path="/admin/mail"
      title="Mail"
      note={
        EMAIL_TRANSPORT === "outbox"
          ? "Nothing is sent yet: EMAIL_TRANSPORT is outbox, and emails are written as files."
          : `Sent through ${EMAIL_TRANSPORT} as ${EMAIL_FROM}.`
      }
    >
      {blocked && (
        <p className="problem" role="alert">
          No email can be sent. {blocked.problem} Everything is kept, and tried again every five minutes.
        </p>
      )}
      {days.length === 0 ? <p>No digest was delivered yet.</p> : <Days days={days} isTracked={MAIL_TRACKING} />}
      {days.length > 0 && <Deliveries asked={asked} deliveries={deliveries} />}
      <Outbox mails={outbox} />
    </AdminFrame>
  );
}

function Deliveries({ asked, deliveries }: { asked: Query; deliveries: Awaited<ReturnType<typeof listDeliveries>> }) {
  const { state, date, q, sort } = asked;
  const now = new Date();
  const column = (name: string, by: Query["sort"]) => (
    <th scope="col" {...(by === sort ? { "aria-sort": by === "address" ? "ascending" : "descending" } : {})}>
      <InnerLink href={hrefOf({ ...asked, sort: by })}>{name}</InnerLink>
    </th>
  );
  return (
    <>
      <h2>{date ? `Emails for ${dayInWords(date)}` : "Single emails"}</h2>
      <nav className="filter" aria-label="By what became of them">
        {[undefined, ...states].map((name) => (
          <InnerLink
            key={name ?? "all"}
            href={hrefOf({ ...asked, state: name })}
            {...(name === state ? { "aria-current": "true" as const } : {})}
          >
            {name ? filters[name].name : "all"}
          </InnerLink>
        ))}
        {date && <InnerLink href={hrefOf({ ...asked, date: undefined })}>every day</InnerLink>}
      </nav>
      <form action="/admin/mail" className="search">
        {Object.entries(addressOf({ ...asked, q: undefined }).query).map(([name, value]) => (
          <input type="hidden" name={name} value={value} key={name} />
        ))}
        <input
          className="field"
          name="q"
          type="search"
          defaultValue={q}
          aria-label="A part of the address"
          maxLength={254}
        />
        <button className="button small" type="submit">
          Find
        </button>
      </form>
      <p className="note" role="status">
        {countedInDigits(deliveries.total, "email")}
        {q && ` to addresses with “${q}”`}
      </p>
      {deliveries.total > 0 && (
        <Table
          label="Single emails"
          columns={[
            column("To", "address"),
            column("For", "due"),
            column("State", "state"),
            "Reported",
            column("Settled", "settled"),
            "Why",
            { hidden: "Act" },
          ]}
        >
          {deliveries.items.map((row) => (
            <Row key={row.id} row={row} now={now} />
          ))}
        </Table>
      )}
      <Paging page={deliveries} {...addressOf(asked)} />
    </>
  );
}

function Row({ row, now }: { row: DeliveryRow; now: Date }) {
  return (
    <tr>
      <td className="address">
        <InnerLink href={`/admin/mail/deliveries/${row.id}`}>{row.address}</InnerLink>
      </td>
      <td className="nowrap">{row.date}</td>
      <td className="nowrap">{stateWords[row.state]}</td>
      <td className="nowrap">{reportedWords(row)}</td>
      <td>
        <Ago at={row.settledAt} now={now} />
      </td>
      <td className="reason">
        <Sentence text={row.error ?? "–"} />
      </td>
      <td>{isSettleable(row) && <Settle id={row.id} address={row.address} />}</td>
    </tr>
  );
}

function Outbox({ mails }: { mails: Awaited<ReturnType<typeof listOutbox>> }) {
  const now = new Date();
  return (
    <>
      <h2>Outbox</h2>
      {mails.length === 0 ? (
        <p>Empty.</p>
      ) : (
        <Table label="Outbox" columns={["Subject", "To", "Written"]}>
          {mails.map((mail) => (
            <tr key={mail.name}>
              <td>
                <a href={`/admin/mail/${encodeURIComponent(mail.name)}`} dir="auto">
                  {mail.subject}
                </a>
              </td>
              <td className="address">{mail.to}</td>
              <td>
                <Ago at={mail.writtenAt} now={now} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
