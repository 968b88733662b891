import type { Metadata } from "next";
import { z } from "zod";
import { requireOperator } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { droppedCounts } from "../../../lib/insights/views";
import { listDrops } from "../../../lib/operations/views";
import { InnerLink } from "../../_components/inner-link";
import { pageMetadata } from "../../_components/page-metadata";
import { AdminFrame, Ago, Table } from "../frame";

export const dynamic = "force-dynamic";

export const metadata: Metadata = pageMetadata({
  title: "Refused",
  description: "For operators: what the gate refused and why.",
  path: "/admin/refused",
  index: false,
});

const query = z.object({ reason: z.string().max(100).optional().catch(undefined) });

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What did not become an insight because its receipt, names, numbers or form were not in order. */
export default async function RefusedPage({ searchParams }: Props) {
  await requireOperator("/admin/refused");
  const { reason } = query.parse(await searchParams);
  const db = database();
  const now = new Date();
  const [counts, drops] = await Promise.all([
    droppedCounts(db),
    listDrops(db, { ...(reason ? { reason } : {}), take: 200 }),
  ]);
  return (
    <AdminFrame
      path="/admin/refused"
      title="Refused"
      note="What did not become an insight: the gate found its quote, names, numbers or form not in order. The latest 200."
    >
      <nav className="filter" aria-label="By reason">
        <InnerLink href="/admin/refused" {...(reason ? {} : { "aria-current": "true" as const })}>
          all {Object.values(counts).reduce((sum, count) => sum + count, 0)}
        </InnerLink>
        {Object.entries(counts).map(([name, count]) => (
          <InnerLink
            key={name}
            href={`/admin/refused?${new URLSearchParams({ reason: name })}`}
            {...(name === reason ? { "aria-current": "true" as const } : {})}
          >
            {name} {count}
          </InnerLink>
        ))}
      </nav>
      {drops.length === 0 ? (
        <p>Nothing was refused{reason && " for this reason"}.</p>
      ) : (
        <Table label="Refused" columns={["Reason", "What it said", "Episode", "By", "When"]}>
          {drops.map((drop) => (
            <tr key={drop.id}>
              <td>
                {drop.reason}
                <span className="note">{drop.detail}</span>
              </td>
              <td className="reason" dir="auto">
                {drop.text}
              </td>
              <td>
                <InnerLink href={`/episodes/${drop.episode.id}`} dir="auto">
                  {drop.episode.title}
                </InnerLink>
                <span className="note" dir="auto">
                  {drop.episode.show.title}
                </span>
              </td>
              <td>{drop.extractor}</td>
              <td>
                <Ago at={drop.createdAt} now={now} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </AdminFrame>
  );
}
