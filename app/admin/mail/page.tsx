import type { Metadata } from "next";
import { requireOperator } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { env } from "../../../lib/env";
import { listOutbox } from "../../../lib/mail/outbox";
import { latestDeliveries } from "../../../lib/operations/views";
import { pageMetadata } from "../../_components/page-metadata";
import { AdminFrame, Ago, Table } from "../frame";

export const dynamic = "force-dynamic";

export const metadata: Metadata = pageMetadata({
  title: "Mail",
  description: "For operators: deliveries and the outbox.",
  path: "/admin/mail",
  index: false,
});

/** The latest deliveries, and the emails that were written instead of sent. */
export default async function MailPage() {
  await requireOperator("/admin/mail");
  const now = new Date();
  const [deliveries, outbox] = await Promise.all([latestDeliveries(database(), 200), listOutbox(env(), 100)]);
  return (
    <AdminFrame
      path="/admin/mail"
      title="Mail"
      note={
        env().EMAIL_TRANSPORT === "outbox"
          ? "Nothing is sent yet: EMAIL_TRANSPORT is outbox, and emails are written as files."
          : `Sent through ${env().EMAIL_TRANSPORT} as ${env().EMAIL_FROM}.`
      }
    >
      <h2>Deliveries</h2>
      {deliveries.length === 0 ? (
        <p>No digest was delivered yet.</p>
      ) : (
        <Table
          label="Deliveries"
          head={
            <>
              <th scope="col">Date</th>
              <th scope="col">To</th>
              <th scope="col">State</th>
              <th scope="col">By</th>
              <th scope="col">Settled</th>
              <th scope="col">Note</th>
            </>
          }
        >
          {deliveries.map((row) => (
            <tr key={row.id}>
              <td className="nowrap">{row.date}</td>
              <td>{row.address}</td>
              <td>{row.state}</td>
              <td>{row.transport}</td>
              <td>
                <Ago at={row.settledAt} now={now} />
              </td>
              <td className="reason">{row.error ?? "–"}</td>
            </tr>
          ))}
        </Table>
      )}
      <h2>Outbox</h2>
      {outbox.length === 0 ? (
        <p>Empty.</p>
      ) : (
        <Table
          label="Outbox"
          head={
            <>
              <th scope="col">Subject</th>
              <th scope="col">To</th>
              <th scope="col">Written</th>
            </>
          }
        >
          {outbox.map((mail) => (
            <tr key={mail.name}>
              <td>
                <a href={`/admin/mail/${encodeURIComponent(mail.name)}`}>{mail.subject}</a>
              </td>
              <td>{mail.to}</td>
              <td>
                <Ago at={mail.writtenAt} now={now} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </AdminFrame>
  );
}
