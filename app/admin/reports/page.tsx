import type { Metadata } from "next";
import { requireOperator } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { detailsInWords, type InsightDetails, insightDetails } from "../../../lib/insights/details-view";
import { openReports } from "../../../lib/operations/views";
import { longestRetractionNote } from "../../../lib/stories/retract-insight";
import { ActionForm } from "../../_components/action-form";
import { InnerLink } from "../../_components/inner-link";
import { pageMetadata } from "../../_components/page-metadata";
import { dismissReports, withdraw } from "../actions";
import { AdminFrame, Ago } from "../frame";

export const dynamic = "force-dynamic";

export const metadata: Metadata = pageMetadata({
  title: "Reports",
  description: "For operators: insights that readers say are wrong.",
  path: "/admin/reports",
  index: false,
});

/** How an insight was made and what its model said of it; closed, since reports are about what readers see. */
function MadeHow({ details }: { details: InsightDetails | undefined }) {
  if (!details) return null;
  return (
    <details>
      <summary>How it was made</summary>
      <dl className="facts">
        {detailsInWords(details).map(({ name, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Insights that readers reported, to withdraw or to leave. */
export default async function ReportsPage() {
  await requireOperator("/admin/reports");
  const now = new Date();
  const open = await openReports(database(), 200);
  const details = await insightDetails(
    database(),
    open.map(({ insightId }) => insightId),
  );
  return (
    <AdminFrame
      path="/admin/reports"
      title="Reports"
      note="What you withdraw is gone from pages, feeds and fives not yet sent. Its address says so, with your sentence."
    >
      {open.length === 0 ? (
        <p>No reader says that an insight is wrong.</p>
      ) : (
        <ol className="cases">
          {open.map(({ insightId, insight, reports }) => (
            <li key={insightId}>
              <h2 dir="auto">
                <InnerLink href={`/insights/${insightId}`}>{insight.headline}</InnerLink>
              </h2>
              <p className="note" dir="auto">
                {insight.episode.show.title}, {insight.episode.title} · {insight.extractor}
              </p>
              <p dir="auto">{insight.body}</p>
              <blockquote dir="auto">“{insight.quoteText}”</blockquote>
              <MadeHow details={details.get(insightId)} />
              <ul className="plainly">
                {reports.map(({ comment, createdAt }) => (
                  <li key={createdAt.toISOString()}>
                    {comment || "Reported without a word."}{" "}
                    <span className="note">
                      <Ago at={createdAt} now={now} />
                    </span>
                  </li>
                ))}
              </ul>
              <div className="acts">
                <ActionForm action={withdraw} done="Withdrawn." className="inline">
                  <input type="hidden" name="insightId" value={insightId} />
                  <label className="label" htmlFor={`note-${insightId}`}>
                    What is wrong, for readers
                  </label>
                  <div className="search">
                    <input
                      className="field"
                      id={`note-${insightId}`}
                      name="note"
                      required
                      maxLength={longestRetractionNote}
                    />
                    <button className="button small" type="submit">
                      Mark wrong
                    </button>
                  </div>
                </ActionForm>
                <ActionForm action={dismissReports} done="Left as it is.">
                  <input type="hidden" name="insightId" value={insightId} />
                  <button className="button plain small" type="submit">
                    Leave it<span className="sr-only">: {insight.headline}</span>
                  </button>
                </ActionForm>
              </div>
            </li>
          ))}
        </ol>
      )}
    </AdminFrame>
  );
}
