import type { Metadata } from "next";
import { currentReader } from "../../lib/accounts/session";
import { database } from "../../lib/db/client";
import { env } from "../../lib/env";
import { namedShow } from "../../lib/feeds/show-views";
import { capitalised, counted, listInWords, shortened } from "../../lib/format/counts";
import { separator } from "../../lib/format/receipt-words";
import { webContext } from "../../lib/queue/web-context";
import { similarFinder } from "../../lib/search/find-similar";
import { type InsightHit, type PassageHit, type SearchResults, search } from "../../lib/search/search";
import { InnerLink } from "../_components/inner-link";
import { pageMetadata } from "../_components/page-metadata";
import type { SearchParams } from "../_components/page-params";
import { PublishedDay } from "../_components/published-day";
import { Speaker } from "../_components/receipt";
import { PlayFrom, TakeSource } from "../_components/take-list";
import { segmentAnchor } from "../_components/transcript";
import { Marked } from "./marked";
import { SearchForm } from "./search-form";
import { filtersOf, longestQuery, readSearchQuery, type SearchQuery, searchPath } from "./search-query";

export const dynamic = "force-dynamic";

type Props = { searchParams: SearchParams };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { q } = readSearchQuery(await searchParams);
  return pageMetadata({
    title: q ? `Search: ${shortened(q, 60)}` : "Search",
    description: "Find what was said on podcasts, with the words and the second.",
    path: "/search",
    index: false,
  });
}

/** Finds what was said about something: insights first, then the words of transcripts. */
export default async function SearchPage({ searchParams }: Props) {
  const query = readSearchQuery(await searchParams);
  const reader = await currentReader();
  const show = query.show === null ? null : await namedShow(database(), query.show);
  const results = await search(database(), {
    text: query.q,
    filters: filtersOf(query, show?.id ?? null),
    page: query.page,
    isExact: query.exact !== null,
    similar: similarFinder(await webContext(), { mayPay: reader !== null }),
  });
  return (
    <>
      <div className="lead">
        <h1>Search</h1>
        <SearchForm query={query} show={show} />
        {query.show !== null && !show && (
          <p className="note">No show here is called “{shortened(query.show, 60)}”: these are results of all shows.</p>
        )}
        {query.q.length > longestQuery && (
          <p className="note">Only the first {longestQuery} characters were looked for.</p>
        )}
      </div>
      {results ? (
        <Results query={query} results={results} hasTranscripts={reader !== null || env().PUBLIC_TRANSCRIPTS} />
      ) : (
        <Hints asked={query.q} />
      )}
    </>
  );
}

function Hints({ asked }: { asked: string }) {
  return (
    <section className="section" aria-label="How to search">
      {asked !== "" && <p>There is no word in this to look for. Type one or two that were said.</p>}
      <dl className="hints">
        <div>
          <dt>battery storage</dt>
          <dd>both words, in any of their forms</dd>
        </div>
        <div>
          <dt>“four-hour battery”</dt>
          <dd>exactly these words, next to each other</dd>
        </div>
        <div>
          <dt>govern*</dt>
          <dd>every word that begins like this</dd>
        </div>
        <div>
          <dt>apple -fruit</dt>
          <dd>the first, without the second</dd>
        </div>
      </dl>
    </section>
  );
}

function Results({
  query,
  results,
  hasTranscripts,
}: {
  query: SearchQuery;
  results: SearchResults;
  hasTranscripts: boolean;
}) {
  const { insights, passages } = results;
  const isEmpty = insights.items.length + passages.items.length === 0;
  return (
    <>
      {results.asked !== null && (
        <p className="corrected">
          These are results for <b>{results.query}</b>.{" "}
          <InnerLink href={searchPath(query, { exact: "1", page: 1 })}>Search for {results.asked} instead</InnerLink>
        </p>
      )}
      {isEmpty ? <Nothing query={query} /> : <p className="note found">{foundInWords(query, results)}</p>}
      {insights.items.length > 0 && (
        <section className="section" aria-labelledby="insights">
          <h2 id="insights">Insights</h2>
          <ol className="take-list">
            {insights.items.map((hit) => (
              <InsightResult hit={hit} key={hit.take.id} />
            ))}
          </ol>
        </section>
      )}
      {passages.items.length > 0 && (
        <section className="section" aria-labelledby="transcripts">
          <h2 id="transcripts">Said in episodes</h2>
          <ol className="take-list">
            {passages.items.map((hit) => (
              <PassageResult hit={hit} hasTranscript={hasTranscripts} key={`${hit.episode.id} ${hit.startMs}`} />
            ))}
          </ol>
        </section>
      )}
      {(query.page > 1 || insights.isMore || passages.isMore) && (
        <nav className="away" aria-label="Pages">
          {query.page > 1 ? (
            <InnerLink rel="prev" href={searchPath(query, { page: query.page - 1 })}>
              ← Better matches
            </InnerLink>
          ) : (
            <span />
          )}
          {(insights.isMore || passages.isMore) && (
            <InnerLink rel="next" href={searchPath(query, { page: query.page + 1 })}>
              More results →
            </InnerLink>
          )}
        </nav>
      )}
    </>
  );
}

/** How much a page of results has: all there is, or what is on this page of several. */
function foundInWords({ page }: SearchQuery, { insights, passages }: SearchResults): string {
  const parts = [
    ...(insights.items.length > 0 ? [counted(insights.items.length, "insight")] : []),
    ...(passages.items.length > 0 ? [counted(passages.items.length, "passage")] : []),
  ];
  const found = `${capitalised(listInWords(parts))}`;
  if (insights.isMore || passages.isMore) return `${found} on this page; more on the next.`;
  return page > 1 ? `${found} on this page, the last.` : `${found}.`;
}

function Nothing({ query }: { query: SearchQuery }) {
  const isFiltered = query.show ?? query.topic ?? query.kind ?? query.from ?? query.to;
  return (
    <section className="section" aria-label="No results">
      <p>Nothing like that was said on the shows that are read here.</p>
      <p className="note way-on">
        {isFiltered ? (
          <InnerLink
            href={searchPath({ ...query, show: null, topic: null, kind: null, from: null, to: null, page: 1 })}
          >
            Search everything
          </InnerLink>
        ) : (
          "Fewer words find more, and the name of what it is about often finds most."
        )}
      </p>
    </section>
  );
}

function InsightResult({ hit: { take, headline, body } }: { hit: InsightHit }) {
  return (
    <li data-item="">
      <h3 dir="auto">
        <InnerLink href={`/insights/${take.id}`}>
          <Marked parts={headline} />
        </InnerLink>
      </h3>
      <p className="body" dir="auto">
        <Marked parts={body} />
      </p>
      <TakeSource take={take} />
    </li>
  );
}

function PassageResult({ hit, hasTranscript }: { hit: PassageHit; hasTranscript: boolean }) {
  const { episode, show, speaker, startMs, endMs } = hit;
  const anchor = hasTranscript ? `#${segmentAnchor(startMs)}` : "";
  return (
    <li data-item="">
      <p className="body" dir="auto">
        <Marked parts={hit.excerpt} />
      </p>
      <p className="note">
        <PlayFrom startMs={startMs} endMs={endMs} title={episode.title} show={show} episode={episode} />
        {speaker && (
          <>
            <Speaker name={speaker} /> on{" "}
          </>
        )}
        <InnerLink dir="auto" href={`/shows/${show.id}`}>
          {show.title}
        </InnerLink>
        , {/* A plain link: only a loaded page marks the sentence that its address names. */}
        <a dir="auto" href={`/episodes/${episode.id}${anchor}`}>
          {episode.title}
        </a>
        {separator}
        <PublishedDay at={episode.publishedAt} />
      </p>
    </li>
  );
}
