import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireOperator } from "../../../../../lib/accounts/session";
import { database } from "../../../../../lib/db/client";
import { deliveryById } from "../../../../../lib/delivery/views";
import { dayInWords } from "../../../../../lib/format/dates";
import { InnerLink } from "../../../../_components/inner-link";
import { pageMetadata } from "../../../../_components/page-metadata";
import { idOf } from "../../../../_components/page-params";
import { AdminFrame, Table } from "../../../frame";
import { stateWords, suppressionWords } from "../../delivery-words";
import { Settle } from "../../settle";

export const dynamic = "force-dynamic";

export const metadata: Metadata = pageMetadata({
  title: "One email",
  description: "For operators: what became of one email.",
  path: "/admin/mail",
  index: false,
});

type Delivery = NonNullable<Awaited<ReturnType<typeof deliveryById>>>;

/** One email: to whom, how it stands and why, under which id the service knows it, and what happened when. */
export default async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  await requireOperator("/admin/mail");
  const delivery = await deliveryById(database(), await idOf(params));
  if (!delivery) notFound();
  const { address, date, state, error, transport, providerId, batch, digest, suppression } = delivery;
  return (
    <AdminFrame path="/admin/mail" title={`To ${address}`} note={`The email for ${dayInWords(date, { year: true })}.`}>
      <dl className="facts">
        <Fact name="State">{stateWords[state]}</Fact>
        <Fact name="Why">{error}</Fact>
        <Fact name="Edition">
          {digest &&
            (digest.edition === "everyone" ? (
              <InnerLink href={`/digests/${digest.date}`}>Everybody’s</InnerLink>
            ) : (
              "Their own"
            ))}
        </Fact>
        <Fact name="By">{transport}</Fact>
        <Fact name="Provider’s id">{providerId && <code>{providerId}</code>}</Fact>
        <Fact name="Our id">
          <code>{delivery.id}</code>
        </Fact>
        <Fact name="Batch">
          {batch && (
            <>
              <code>batch/{batch.id}</code>, place {(delivery.position ?? 0) + 1} of {batch.emailCount}
            </>
          )}
        </Fact>
        <Fact name="Clicks">{delivery.clickCount > 0 && delivery.clickCount}</Fact>
        <Fact name="No more mail">
          {suppression && `${suppressionWords[suppression.reason]} ${suppression.detail}`.trim()}
        </Fact>
      </dl>
      {delivery.isSettleable && (
        <>
          <h2>What became of it?</h2>
          <p>
            Nobody knows whether it was sent, and it is not sent again by itself.{" "}
            {transport === "resend"
              ? "Look for its address in Resend’s dashboard, or ask its reader."
              : "Look for its id in your mail server’s log, or ask its reader."}
          </p>
          <Settle id={delivery.id} address={address} />
        </>
      )}
      {state === "uncertain" && !delivery.isSettleable && (
        <p>It is asked about again by itself, under the same key, and cannot be sent twice.</p>
      )}
      <h2>What happened</h2>
      <Table label="What happened" columns={["When (UTC)", "What"]}>
        {eventsOf(delivery).map(({ at, what }) => (
          <tr key={what}>
            <td className="nowrap">
              <time dateTime={at.toISOString()}>{at.toISOString().slice(0, 19).replace("T", " ")}</time>
            </td>
            <td>{what}</td>
          </tr>
        ))}
      </Table>
      <p>
        <InnerLink href={`/admin/mail?date=${date}`}>All of that day</InnerLink>
      </p>
    </AdminFrame>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What is known to have happened, in order. */
function eventsOf(delivery: Delivery): { at: Date; what: string }[] {
  const { batch, state } = delivery;
  const calls = batch && batch.calls > 1 ? `, ${batch.calls} times so far` : "";
  const events: [Date | null | undefined, string][] = [
    [delivery.dueAt, "Due"],
    [delivery.createdAt, "Scheduled"],
    [batch?.createdAt, "Frozen in a batch"],
    [batch?.firstCalledAt ?? delivery.attemptedAt, `Handed over${calls}`],
    [delivery.settledAt, `Settled: ${stateWords[state]}`],
    [delivery.delayedAt, "Delayed, says the mail service"],
    [delivery.deliveredAt, "Delivered, says the mail service"],
    [delivery.bouncedAt, delivery.isHardBounce ? "Bounced for good" : "Bounced for now"],
    [delivery.complainedAt, "Reported as spam"],
    [delivery.openedAt, "Opened"],
    [batch && !batch.settledAt ? batch.nextCallAt : null, "Next try"],
  ];
  return events.flatMap(([at, what]) => (at ? [{ at, what }] : [])).sort((a, b) => a.at.getTime() - b.at.getTime());
}
