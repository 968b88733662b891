import type { Metadata } from "next";
import { z } from "zod";
import { database } from "../../lib/db/client";
import { starterShows } from "../../lib/feeds/starter-shows";
import { listShows } from "../../lib/feeds/views";
import { capitalised, counted } from "../../lib/format/counts";
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
  added: z.coerce.number().int().min(0).max(10_000).catch(0),
});

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where shows are added; the list of those that are read already stands below. */
export default async function SetupPage({ searchParams }: Props) {
  const { code, added } = query.parse(await searchParams);
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
        {added > 0 ? (
          <div className="said standfirst" role="status">
            <p>
              <b>Reading {counted(added, "feed")}.</b> The first five appear on{" "}
              <InnerLink href="/">today’s page</InnerLink> when enough episodes have been read; it shows how far that
              is. Afterwards new episodes are read as they come out.
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
        categories={[...categories].map(([name, list]) => ({
          name,
          shows: list.map(({ title, feedUrl }) => ({ title, feedUrl })),
        }))}
      />
      {shows.length > 0 && <ReadNow shows={shows} />}
    </>
  );
}

function ReadNow({ shows }: { shows: Awaited<ReturnType<typeof listShows>> }) {
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
          </tr>
        </thead>
        <tbody>
          {shows.map((show) => (
            <tr key={show.id}>
              <td>
                <span dir="auto">{show.title}</span>
                {(show.lastError ?? show.repairNote) && <p className="note">{show.lastError ?? show.repairNote}</p>}
                {show.lastCheckedAt === null && <p className="note">Not fetched yet.</p>}
              </td>
              <td className="number">{show.episodeCount}</td>
              <td>{show.latestEpisodeAt ? <PublishedDay at={show.latestEpisodeAt} /> : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
