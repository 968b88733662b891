import type { Metadata } from "next";
import { type FollowRow, listFollows } from "../../lib/accounts/follow-store";
import type { SignedInReader } from "../../lib/accounts/session";
import { database } from "../../lib/db/client";
import { type ListedShow, showsPage } from "../../lib/feeds/show-views";
import { countedInDigits } from "../../lib/format/counts";
import type { Page } from "../../lib/format/paging";
import { suggestShow } from "../_actions/signals";
import { ActionForm } from "../_components/action-form";
import { InnerLink } from "../_components/inner-link";
import { pageMetadata } from "../_components/page-metadata";
import { Paging } from "../_components/paging";
import { PublishedDay } from "../_components/published-day";
import { SignalForm } from "../_components/signal-form";
import { followList } from "./actions";

/** Title and description of the list of shows. */
export function showsMetadata(): Metadata {
  return pageMetadata({
    title: "Shows",
    description: "The podcasts that Overheard reads, with their latest episodes.",
    path: "/shows",
  });
}

/** Every show that is read here. */
export async function AllShows(props: { asked?: string; number?: number; reader?: SignedInReader | null }) {
  const { asked = "", number = 1, reader = null } = props;
  const shows = await showsPage(database(), { words: asked, page: number });
  const follows = reader ? await listFollows(database(), reader.id) : [];
  return (
    <>
      <div className="lead">
        <h1>Shows</h1>
        <p className="standfirst">
          {shows.total === 0 && asked === ""
            ? "None are read here yet."
            : `New episodes of ${asked === "" ? countedInDigits(shows.total, "show") : "these shows"} are read as they come out.`}
        </p>
        {(shows.total > 12 || asked !== "") && (
          <form className="search find" action="/shows">
            <label className="sr-only" htmlFor="find">
              Find a show
            </label>
            <input className="field" id="find" name="q" type="search" defaultValue={asked} placeholder="Find a show" />
            <button className="button plain" type="submit">
              Find
            </button>
          </form>
        )}
      </div>
      <section className="section" aria-label="Shows">
        {shows.total === 0 && asked !== "" && (
          <p>
            No show here is called “{asked}”. <InnerLink href="/shows">See all of them</InnerLink>.
          </p>
        )}
        <ShowTable shows={shows} follows={follows} />
        {reader?.isOperator && (
          <p className="note way-on">
            <InnerLink href="/setup">Add or import shows</InnerLink>
            {" · "}
            <a href="/shows/export" download="overheard-shows.opml">
              Export them all (OPML)
            </a>
          </p>
        )}
      </section>
      {reader && <OtherApps followsSome={follows.some((row) => row.showId !== null && !row.isMuted)} />}
      {reader && !reader.isOperator && <Suggestion />}
      <Paging page={shows} path="/shows" query={asked ? { q: asked } : {}} />
    </>
  );
}

function ShowTable({ shows, follows }: { shows: Page<ListedShow>; follows: FollowRow[] }) {
  const howOf = (showId: string) => {
    const row = follows.find((follow) => follow.showId === showId);
    return row && (row.isMuted ? "You have muted it" : "You follow it");
  };
  if (shows.items.length === 0) return null;
  return (
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
        {shows.items.map((show) => (
          <tr key={show.id}>
            <td>
              <InnerLink className="show-name" dir="auto" href={`/shows/${show.id}`}>
                {show.title}
              </InnerLink>
              {show.author && show.author !== show.title && (
                <p className="note" dir="auto">
                  {show.author}
                </p>
              )}
              {howOf(show.id) && <p className="note">{howOf(show.id)}</p>}
              {show.trouble && <p className="note">{show.trouble}</p>}
            </td>
            <td className="number">{show.episodeCount.toLocaleString("en-GB")}</td>
            <td>{show.latestEpisodeAt ? <PublishedDay at={show.latestEpisodeAt} /> : "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The list of what one follows, to other apps and from them. */
function OtherApps({ followsSome }: { followsSome: boolean }) {
  return (
    <section className="section" aria-labelledby="other-apps">
      <h2 id="other-apps">From and to other apps</h2>
      <ActionForm action={followList} done="Done." className="other-apps">
        <label htmlFor="list">Follow here what you follow elsewhere: the file that your app for podcasts exports</label>
        <div className="search">
          <input
            className="field"
            id="list"
            name="list"
            type="file"
            accept=".opml,.xml,text/xml,text/x-opml"
            required
          />
          <button className="button plain" type="submit">
            Follow them
          </button>
        </div>
      </ActionForm>
      {followsSome && (
        <p className="note way-on">
          <a href="/shows/followed.opml" download="overheard-followed.opml">
            Take what you follow along (OPML)
          </a>
        </p>
      )}
    </section>
  );
}

/** Shows cost money to read, so operators add them; readers say which they miss. */
function Suggestion() {
  return (
    <section className="section" aria-labelledby="suggest">
      <h2 id="suggest">Is one missing?</h2>
      <SignalForm action={suggestShow} fields={{}} done="Thank you. The operator sees it.">
        <label htmlFor="wanted">Its name, or the address of its feed or page</label>
        <div className="search">
          <input className="field" id="wanted" name="wanted" required minLength={2} maxLength={500} />
          <button className="button plain" type="submit">
            Suggest it
          </button>
        </div>
      </SignalForm>
    </section>
  );
}
