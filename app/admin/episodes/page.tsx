import type { Metadata } from "next";
import { z } from "zod";
import { requireOperator } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { episodeCounts } from "../../../lib/feeds/views";
import { listEpisodes } from "../../../lib/operations/views";
import { ActionForm } from "../../_components/action-form";
import { InnerLink } from "../../_components/inner-link";
import { pageMetadata } from "../../_components/page-metadata";
import { Sentence } from "../../_components/sentence";
import { retry } from "../actions";
import { AdminFrame, Ago, Table } from "../frame";

export const dynamic = "force-dynamic";

export const metadata: Metadata = pageMetadata({
  title: "Episodes",
  description: "For operators: every episode by stage.",
  path: "/admin/episodes",
  index: false,
});

const stages = ["discovered", "transcribed", "extracted", "placed", "waiting", "skipped", "failed"] as const;
const pageSize = 100;
const query = z.object({
  stage: z.enum(stages).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Every episode with its stage, why it stands there, and the way to try again. */
export default async function EpisodesPage({ searchParams }: Props) {
  await requireOperator("/admin/episodes");
  const { stage, page } = query.parse(await searchParams);
  const db = database();
  const now = new Date();
  const [counts, episodes] = await Promise.all([
    episodeCounts(db),
    listEpisodes(db, { ...(stage ? { stage } : {}), skip: (page - 1) * pageSize, take: pageSize }),
  ]);
  const all = stages.reduce((sum, name) => sum + counts[name], 0);
  const count = stage ? counts[stage] : all;
  const address = (to: number) =>
    `/admin/episodes?${new URLSearchParams({ ...(stage ? { stage } : {}), page: String(to) })}`;
  return (
    <AdminFrame path="/admin/episodes" title="Episodes">
      <nav className="filter" aria-label="By stage">
        {[undefined, ...stages].map((name) => (
          <InnerLink
            key={name ?? "all"}
            href={name ? `/admin/episodes?stage=${name}` : "/admin/episodes"}
            {...(name === stage ? { "aria-current": "true" as const } : {})}
          >
            {name ?? "all"} {(name ? counts[name] : all).toLocaleString("en-GB")}
          </InnerLink>
        ))}
      </nav>
      {episodes.length === 0 ? (
        <p>No episode stands here.</p>
      ) : (
        <Table
          label="Episodes"
          columns={[
            "Episode",
            "Stage",
            "Why",
            { number: "Insights" },
            { number: "Refused" },
            "Moved",
            { hidden: "Act" },
          ]}
        >
          {episodes.map((episode) => (
            <tr key={episode.id}>
              <td>
                <InnerLink href={`/episodes/${episode.id}`} dir="auto">
                  {episode.title}
                </InnerLink>
                <span className="note" dir="auto">
                  {episode.showTitle}
                </span>
              </td>
              <td>{episode.stage}</td>
              <td className="reason">
                <Sentence text={episode.stageReason ?? "–"} />
              </td>
              <td className="number">{episode.insights}</td>
              <td className="number">{episode.drops}</td>
              <td>
                <Ago at={episode.stageChangedAt} now={now} />
              </td>
              <td>
                {["failed", "waiting", "skipped"].includes(episode.stage) && (
                  <ActionForm action={retry} done="Taken up.">
                    <input type="hidden" name="id" value={episode.id} />
                    <button className="button plain small" type="submit">
                      Try again<span className="sr-only">: {episode.title}</span>
                    </button>
                  </ActionForm>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {count > pageSize && (
        <nav className="away" aria-label="More episodes">
          {page > 1 && (
            <InnerLink href={address(page - 1)} rel="prev">
              Before
            </InnerLink>
          )}
          {page * pageSize < count && (
            <InnerLink href={address(page + 1)} rel="next">
              Further
            </InnerLink>
          )}
        </nav>
      )}
    </AdminFrame>
  );
}
