import type { Metadata } from "next";
import { z } from "zod";
import { isBeforeFirstOperator } from "../../lib/accounts/operator-access";
import { requireOperator } from "../../lib/accounts/session";
import { database } from "../../lib/db/client";
import { starterShows } from "../../lib/feeds/starter-shows";
import { listShows } from "../../lib/feeds/views";
import { capitalised, counted } from "../../lib/format/counts";
import { fromNow } from "../../lib/format/durations";
import { InnerLink } from "../_components/inner-link";
import { pageMetadata } from "../_components/page-metadata";
import { PublishedDay } from "../_components/published-day";
import { SetupForm } from "./setup-form";

export const dynamic = "force-dynamic";

export const metadata: Metadata = pageMetadata({
  title: "Add shows",
  description: "Choose the podcasts that Overheard reads.",
  path: "/setup",
  index: false,
});

const query = z.object({
  code: z.string().min(1).max(200).nullable().catch(null),
  added: z.coerce.number().int().min(0).max(10_000).optional().catch(undefined),
  known: z.coerce.number().int().min(0).max(10_000).catch(0),
});

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where shows are added; the list of those that are read already stands below. */
export default async function SetupPage({ searchParams }: Props) {
  const { code, added, known } = query.parse(await searchParams);
  const isOpen = await isBeforeFirstOperator();
  if (!isOpen) await requireOperator("/setup");
  const shows = await listShows(database());
  const read = new Set(shows.map((show) => show.feedUrl));
  const categories = Map.groupBy(
    starterShows().filter((show) => !read.has(show.feedUrl)),
    (show) => show.category,
  );
  return (
    <>
      <div className="lead">
        <h1>{shows.length === 0 ? "Which podcasts shall we read?" : "Add more shows"}</h1>
        {added !== undefined ? (
          <div className="said standfirst" role="status">
            <p>
              <b>{added > 0 ? `Reading ${counted(added, "feed")}.` : "Nothing new to read."}</b>{" "}
              {known > 0 && `${capitalised(counted(known, "show was", "shows were"))} on the list already. `}
              {added > 0 && (
                <>
                  The first five appear on <InnerLink href="/">today’s page</InnerLink> when enough episodes have been
                  read; it shows how far that is. Afterwards new episodes are read as they come out.
                </>
              )}
            </p>
          </div>
        ) : (
          <p className="standfirst">
            {shows.length === 0
              ? "Ten or more from different fields make a good morning’s page: the five come from at least four of them."
              : `${capitalised(counted(shows.length, "show is", "shows are"))} read now; they stand at the end of this page.`}
          </p>
        )}
      </div>
      <SetupForm
        code={code}
        asksForCode={isOpen}
        categories={[...categories].map(([name, list]) => ({
          name,
          shows: list.map(({ title, feedUrl }) => ({ title, feedUrl })),
        }))}
      />
      {shows.length > 0 && <ReadNow shows={shows} now={new Date()} />}
    </>
  );
}

function ReadNow({ shows, now }: { shows: Awaited<ReturnType<typeof listShows>>; now: Date }) {
  return (
    <section className="section read-now" aria-labelledby="read-now">
      <h2 id="read-now">Read now</h2>
      <table className="shows">
        <thead>
          <tr>
            <th scope="col">Show</th>
            <th scope="col" className="number">
              Episodes
            </th>
            <th scope="col">Latest</th>
            <th scope="col">Next check</th>
          </tr>
        </thead>
        <tbody>
          {shows.map((show) => (
            <tr key={show.id}>
              <td>
                <span dir="auto">{show.title}</span>
                {(show.lastError ?? show.repairNote) && <p className="note">{show.lastError ?? show.repairNote}</p>}
              </td>
              <td className="number">{show.episodeCount}</td>
              <td>{show.latestEpisodeAt ? <PublishedDay at={show.latestEpisodeAt} /> : "–"}</td>
              <td className="nowrap">{fromNow(show.nextCheckAt, now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
