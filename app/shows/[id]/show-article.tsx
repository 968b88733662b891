import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { type FollowRow, findFollow } from "../../../lib/accounts/follow-store";
import type { SignedInReader } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { type ShowView, showPage } from "../../../lib/feeds/show-views";
import { countedInDigits } from "../../../lib/format/counts";
import { lengthInWords } from "../../../lib/format/durations";
import { hostOf, webAddress } from "../../../lib/format/links";
import { stageInWords } from "../../../lib/format/stages";
import { showTakes } from "../../../lib/insights/list-views";
import { FollowButtons } from "../../_components/follow-buttons";
import { InnerLink } from "../../_components/inner-link";
import { Notes } from "../../_components/notes";
import { pageMetadata } from "../../_components/page-metadata";
import { idOf } from "../../_components/page-params";
import { Paging } from "../../_components/paging";
import { PublishedDay } from "../../_components/published-day";
import { TakeList } from "../../_components/take-list";

type Props = { params: Promise<{ id: string }>; number?: number };

/** Insights that stand above the episodes. */
const latestTakes = 5;

const showOf = cache((id: string, number: number) => showPage(database(), id, number));

/** Title and description of a show's page. */
export async function showMetadata({ params, number: asked = 1 }: Props): Promise<Metadata> {
  const show = await showOf(await idOf(params), asked);
  if (!show) return {};
  const { number } = show.episodes;
  return pageMetadata({
    title: show.title,
    description: show.description || `What was said on ${show.title}, each with the words and the second.`,
    path: `/shows/${show.id}${number > 1 ? `?page=${number}` : ""}`,
  });
}

/** A show: what was said on it lately, and its episodes with what came of each. */
export async function ShowArticle({ params, number = 1, reader }: Props & { reader?: SignedInReader | null }) {
  const show = await showOf(await idOf(params), number);
  if (!show) notFound();
  const { episodes } = show;
  const follow = reader ? await findFollow(database(), reader.id, { showId: show.id }) : undefined;
  const takes = episodes.number === 1 ? await showTakes(database(), show.id, latestTakes) : [];
  return (
    <>
      <Lead show={show} follow={follow} isOperator={reader?.isOperator ?? false} />
      {takes.length > 0 && (
        <section className="section" aria-labelledby="lately">
          <h2 id="lately">Said lately</h2>
          <TakeList takes={takes} without="show" />
        </section>
      )}
      <section className="section" aria-labelledby="episodes">
        <h2 id="episodes">{episodes.total === 0 ? "No episodes yet" : "Episodes"}</h2>
        {episodes.total === 0 && <p>Its feed is being fetched. Its episodes appear here within a minute.</p>}
        <ol className="episode-list">
          {episodes.items.map((episode) => (
            <li className="listed" key={episode.id}>
              <h3 dir="auto">
                <InnerLink href={`/episodes/${episode.id}`}>{episode.title}</InnerLink>
              </h3>
              <p className="note">
                <PublishedDay at={episode.publishedAt} />
                {episode.durationSeconds !== null && ` · ${lengthInWords(episode.durationSeconds)}`} ·{" "}
                {stageInWords(episode, { forOperator: reader?.isOperator ?? false })}
              </p>
            </li>
          ))}
        </ol>
      </section>
      <Paging page={episodes} path={`/shows/${show.id}`} />
    </>
  );
}

function Lead(props: { show: ShowView; follow: FollowRow | null | undefined; isOperator: boolean }) {
  const { show, follow, isOperator } = props;
  const host = hostOf(show.link);
  return (
    <div className="lead">
      <p className="crumb note">
        <InnerLink href="/shows">Shows</InnerLink>
      </p>
      <h1 dir="auto">{show.title}</h1>
      <p className="note">
        {show.author && show.author !== show.title && (
          <>
            <span dir="auto">{show.author}</span> ·{" "}
          </>
        )}
        {countedInDigits(show.episodes.total, "episode")}
        {host && (
          <>
            {" "}
            · <a href={webAddress(show.link) ?? undefined}>{host}</a>
          </>
        )}
      </p>
      {show.trouble && <p className="note">{show.trouble}</p>}
      <FollowButtons subject={{ showId: show.id }} follow={follow} path={`/shows/${show.id}`} />
      <p className="note">
        <InnerLink href={`/search?show=${show.id}`}>Search in this show</InnerLink>
        {isOperator && (
          <>
            {" "}
            · <InnerLink href={`/admin/feeds/${show.id}`}>Its recordings</InnerLink>
          </>
        )}
      </p>
      <Notes text={show.description} html={show.descriptionHtml} what="About this show" />
    </div>
  );
}
