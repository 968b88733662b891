import type { Metadata } from "next";
import { z } from "zod";
import { requireOperator } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { env } from "../../../lib/env";
import { listShows, type ShowRow } from "../../../lib/feeds/views";
import { countedInDigits } from "../../../lib/format/counts";
import { fromNow } from "../../../lib/format/durations";
import { transcriptionService } from "../../../lib/transcripts/openai";
import { InnerLink } from "../../_components/inner-link";
import { pageMetadata } from "../../_components/page-metadata";
import { Sentence } from "../../_components/sentence";
import { SignalForm } from "../../_components/signal-form";
import { checkFeed } from "../actions";
import { AdminFrame, Ago, Table } from "../frame";

export const dynamic = "force-dynamic";

export const metadata: Metadata = pageMetadata({
  title: "Feeds",
  description: "For operators: every feed and how it is.",
  path: "/admin/feeds",
  index: false,
});

const orders = {
  title: (a: ShowRow, b: ShowRow) => a.title.localeCompare(b.title, "en"),
  trouble: (a: ShowRow, b: ShowRow) => Number(b.lastError !== null) - Number(a.lastError !== null),
  episodes: (a: ShowRow, b: ShowRow) => b.episodeCount - a.episodeCount,
  latest: (a: ShowRow, b: ShowRow) => (b.latestEpisodeAt?.getTime() ?? 0) - (a.latestEpisodeAt?.getTime() ?? 0),
  next: (a: ShowRow, b: ShowRow) => a.nextCheckAt.getTime() - b.nextCheckAt.getTime(),
};
/** What becomes of a show's recordings. */
const recordings: Record<ShowRow["transcription"], string> = {
  always: "transcribed",
  publisherOnly: "publisher’s only",
  never: "left alone",
};
const query = z.object({ sort: z.enum(["title", "trouble", "episodes", "latest", "next"]).catch("title") });

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Every feed with what is wrong with it. */
export default async function FeedsPage({ searchParams }: Props) {
  await requireOperator("/admin/feeds");
  const { sort } = query.parse(await searchParams);
  const now = new Date();
  const isTranscribing = transcriptionService(env()) !== null;
  const shows = (await listShows(database(), now)).sort(orders.title).sort(orders[sort]);
  const column = (name: string, by: keyof typeof orders, className?: string) => (
    <th
      scope="col"
      className={className}
      {...(by === sort
        ? { "aria-sort": by === "title" || by === "next" ? ("ascending" as const) : ("descending" as const) }
        : {})}
    >
      <InnerLink href={`/admin/feeds?sort=${by}`}>{name}</InnerLink>
    </th>
  );
  return (
    <AdminFrame
      path="/admin/feeds"
      title="Feeds"
      note={
        !isTranscribing && "No transcription service is set: recordings that are to be transcribed wait until one is."
      }
    >
      {shows.length === 0 ? (
        <p>
          No shows yet. <InnerLink href="/setup">Choose the first ones</InnerLink>
        </p>
      ) : (
        <Table
          label="Feeds"
          columns={[
            column("Show", "title"),
            column("State", "trouble"),
            "Recordings",
            column("Episodes", "episodes", "number"),
            column("Latest", "latest"),
            "Last check",
            column("Next check", "next"),
          ]}
        >
          {shows.map((show) => (
            <tr key={show.id}>
              <td>
                <span dir="auto">{show.title}</span>
                <span className="note address">{show.feedUrl}</span>
                <span className="note">
                  <Sentence text={show.lastError ?? show.repairNote ?? ""} />
                </span>
              </td>
              <td>{stateOf(show)}</td>
              <td>
                <InnerLink href={`/admin/feeds/${show.id}`}>
                  {show.transcription === "always" && !isTranscribing
                    ? "to be transcribed"
                    : recordings[show.transcription]}
                  <span className="sr-only">: {show.title}</span>
                </InnerLink>
                {show.transcribeMaxMinutes !== null && (
                  <span className="note">up to {show.transcribeMaxMinutes} minutes</span>
                )}
              </td>
              <td className="number">{show.episodeCount}</td>
              <td>
                <Ago at={show.latestEpisodeAt} now={now} />
              </td>
              <td>
                <Ago at={show.lastCheckedAt} now={now} />
                {show.lastCheckedAt && <span className="note">{foundInWords(show)}</span>}
              </td>
              <td>
                <NextCheck show={show} now={now} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </AdminFrame>
  );
}

/** In a word; the sentence stands below the show's name, where there is room for it on phones, too. */
const stateOf = ({ lastError, repairNote, feedState }: ShowRow) =>
  feedState === "gone" ? "gone" : lastError !== null ? "trouble" : repairNote !== null ? "mended" : "well";

function foundInWords({ lastError, lastFound }: ShowRow): string {
  if (lastError !== null || lastFound === null) return lastError === null ? "" : "failed";
  return lastFound === 0 ? "nothing new" : `${countedInDigits(lastFound, "new episode")}`;
}

/** When it is looked at next; sooner where its publisher allows it and the operator wants to. */
function NextCheck({ show, now }: { show: ShowRow; now: Date }) {
  if (show.nextCheckAt <= now) return <>now</>;
  const isAllowed = show.mayCheckAt <= now;
  return (
    <>
      {fromNow(show.nextCheckAt, now)}
      {isAllowed || show.mayCheckAt < show.nextCheckAt ? (
        <SignalForm action={checkFeed} fields={{ showId: show.id }}>
          <button className="quietly" type="submit">
            Check {isAllowed ? "now" : fromNow(show.mayCheckAt, now)}
            <span className="sr-only">: {show.title}</span>
          </button>
        </SignalForm>
      ) : (
        <span className="note">as early as its publisher allows</span>
      )}
    </>
  );
}
