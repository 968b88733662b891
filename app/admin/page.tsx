import type { Metadata } from "next";
import { requireOperator } from "../../lib/accounts/session";
import { costsSince, everyDay, startOfDays } from "../../lib/costs/views";
import { database } from "../../lib/db/client";
import { env } from "../../lib/env";
import { episodeCounts, listShows } from "../../lib/feeds/views";
import { countedInDigits } from "../../lib/format/counts";
import { calmSentence } from "../../lib/operations/calm-sentence";
import { findProblems } from "../../lib/operations/findings";
import { openReports, openSuggestions, readPeople } from "../../lib/operations/views";
import { gaveUpJobs, queueDepths } from "../../lib/queue/queue";
import { ActionForm } from "../_components/action-form";
import { InnerLink } from "../_components/inner-link";
import { pageMetadata } from "../_components/page-metadata";
import { Sentence } from "../_components/sentence";
import { retry } from "./actions";
import { CostChart } from "./cost-chart";
import { AdminFrame, Ago, Table } from "./frame";

export const dynamic = "force-dynamic";

export const metadata: Metadata = pageMetadata({
  title: "How it stands",
  description: "For operators: feeds, episodes, queues, costs.",
  path: "/admin",
  index: false,
});

/** How far back costs are shown. */
const costDays = 30;
const stages = ["discovered", "transcribed", "extracted", "placed", "waiting", "skipped", "failed"] as const;

/** Everything that an operator wants to see at a glance. */
export default async function AdminPage() {
  await requireOperator("/admin");
  const db = database();
  const now = new Date();
  const [problems, counts, queues, gaveUp, costs, shows, reports, suggestions, people] = await Promise.all([
    findProblems({ db, env: env(), now: () => now }),
    episodeCounts(db),
    queueDepths(db),
    gaveUpJobs(db),
    costsSince(db, startOfDays(now, costDays), 0),
    listShows(db),
    openReports(db, 200),
    openSuggestions(db),
    readPeople(db),
  ]);
  const failing = shows.filter((show) => show.lastError);
  return (
    <AdminFrame path="/admin" title="How it stands">
      {problems.length > 0 ? (
        <div className="said">
          {problems.map(({ kind, subject, text }) => (
            <p key={kind}>
              <b>{subject}</b> <Sentence text={text} />
            </p>
          ))}
        </div>
      ) : (
        <p>{calmSentence({ shows: failing.length, failed: counts.failed, waiting: counts.waiting })}</p>
      )}
      <ul className="glance">
        <li>
          <InnerLink href="/admin/feeds">{countedInDigits(shows.length, "show")}</InnerLink>
          {failing.length > 0 && <>, {failing.length} with trouble</>}
        </li>
        <li>
          <InnerLink href="/admin/people">{countedInDigits(people.readers, "reader")}</InnerLink>
          {people.waiting.length > 0 && <>, {people.waiting.length} would like to join</>}
        </li>
        <li>
          <InnerLink href="/admin/reports">{countedInDigits(reports.length, "reported insight")}</InnerLink>
        </li>
        <li>
          <InnerLink href="/admin/people#suggested">{countedInDigits(suggestions.length, "suggested show")}</InnerLink>
        </li>
      </ul>

      <h2>Episodes by stage</h2>
      <dl className="stages">
        {stages.map((stage) => (
          <div key={stage}>
            <dt>
              <InnerLink href={`/admin/episodes?stage=${stage}`}>{stage}</InnerLink>
            </dt>
            <dd>{counts[stage].toLocaleString("en-GB")}</dd>
          </div>
        ))}
      </dl>

      <h2>Queues</h2>
      <Table
        label="Queues"
        columns={["Queue", { number: "Waiting" }, { number: "Running" }, { number: "Oldest waits" }]}
      >
        {queues.map((queue) => (
          <tr key={queue.name}>
            <td>{queue.name}</td>
            <td className="number">{queue.waiting}</td>
            <td className="number">{queue.running}</td>
            <td className="number">{queue.oldestWaitSeconds > 0 ? `${queue.oldestWaitSeconds} s` : "–"}</td>
          </tr>
        ))}
      </Table>
      {gaveUp.length > 0 && (
        <>
          <h3>Jobs that gave up</h3>
          <Table label="Jobs that gave up" columns={["Job", "What went wrong", "Since", { hidden: "Act" }]}>
            {gaveUp.slice(0, 100).map((job) => (
              <tr key={job.id}>
                <td>{job.name}</td>
                <td>
                  <Sentence text={job.error} />
                </td>
                <td>
                  <Ago at={job.createdAt} now={now} />
                </td>
                <td>
                  <Retry id={job.id} what={job.name} />
                </td>
              </tr>
            ))}
          </Table>
        </>
      )}
      {counts.failed + gaveUp.length > 0 && (
        <ActionForm action={retry} done="Taken up again.">
          <button className="button plain small" type="submit">
            Try everything that failed again
          </button>
        </ActionForm>
      )}

      <h2>Costs</h2>
      <CostChart days={everyDay(costs, now, costDays)} capUsd={env().DAILY_BUDGET_USD} />
      {costs.purposes.length > 0 && (
        <Table label="Costs by purpose" columns={["For", "Model", { number: "Calls" }, { number: "Cost" }]}>
          {costs.purposes.map((row) => (
            <tr key={`${row.purpose} ${row.model}`}>
              <td>{row.purpose}</td>
              <td>{row.model}</td>
              <td className="number">{row.calls}</td>
              <td className="number">${(row.costMicroUsd / 1e6).toFixed(4)}</td>
            </tr>
          ))}
        </Table>
      )}
    </AdminFrame>
  );
}

function Retry({ id, what }: { id: string; what: string }) {
  return (
    <ActionForm action={retry} done="Taken up.">
      <input type="hidden" name="id" value={id} />
      <button className="button plain small" type="submit">
        Try again<span className="sr-only">: {what}</span>
      </button>
    </ActionForm>
  );
}
