import { Fragment } from "react";
import { clock } from "../../lib/format/durations";
import { playLink, webAddress } from "../../lib/format/links";
import type { QuotedPassage } from "../../lib/format/passage";
import { passageTime, receiptNotes, separator } from "../../lib/format/receipt-words";
import { personSlug } from "../../lib/format/slugs";
import type { TakeView } from "../../lib/insights/take";
import { InnerLink } from "./inner-link";
import { PublishedDay } from "./published-day";

/** The round button that starts a recording at a passage; without script it is a link that the browser's own player follows. */
export function PlayButton({ take }: { take: TakeView }) {
  const href = playLink(take.episode.enclosureUrl, take.quote.startMs);
  if (href === null) {
    return (
      <span className="play" aria-hidden="true">
        <span>“</span>
      </span>
    );
  }
  return (
    <a
      className="play"
      href={href}
      data-play=""
      data-end={Math.ceil(take.quote.endMs / 1000)}
      data-title={take.headline}
      data-show={take.show.title}
      data-episode={`/episodes/${take.episode.id}`}
    >
      <span className="sr-only" data-label="">{`Play from ${clock(take.quote.startMs)}: ${take.show.title}`}</span>
      <svg className="start" viewBox="0 0 14 16" aria-hidden="true">
        <path d="M1 0l13 8-13 8z" />
      </svg>
      <svg className="pause" viewBox="0 0 14 16" aria-hidden="true">
        <path d="M1 1h4v14H1zM9 1h4v14H9z" />
      </svg>
    </a>
  );
}

/**
 * The receipt: the words, who said them, on which show and episode, when, at which second.
 * @param passage the quote inside the longer passage it is part of, where the insight is in the speaker's own words.
 */
export function Receipt({ take, passage }: { take: TakeView; passage?: QuotedPassage | null }) {
  return (
    <div className="receipt">
      <PlayButton take={take} />
      <figure>
        <blockquote cite={webAddress(take.episode.url) ?? undefined} dir="auto">
          {passage ? (
            <p className="passage">“{`${passage.before}${passage.quote}${passage.after.trimEnd()}`}”</p>
          ) : (
            <p>
              <q>{take.quote.text}</q>
            </p>
          )}
        </blockquote>
        <figcaption className="who note">
          {take.quote.speaker ? (
            <>
              <Speaker name={take.quote.speaker} /> on <ShowLink take={take} />
            </>
          ) : (
            <>
              Said on{" "}
              <b>
                <ShowLink take={take} />
              </b>
            </>
          )}
          ,{" "}
          <InnerLink dir="auto" href={`/episodes/${take.episode.id}`}>
            {take.episode.title}
          </InnerLink>
          {separator}
          <PublishedDay at={take.episode.publishedAt} />
          {separator}
          <span className="nowrap">{passageTime(take)}</span>
          {receiptNotes(take).map((note) => (
            <Fragment key={note}>
              {separator}
              <span className="nowrap">{note}</span>
            </Fragment>
          ))}
        </figcaption>
      </figure>
    </div>
  );
}

/** Who said it; with a name, the way to what else they said. */
export function Speaker({ name }: { name: string }) {
  const slug = personSlug(name);
  return <b dir="auto">{slug === null ? name : <InnerLink href={`/people/${slug}`}>{name}</InnerLink>}</b>;
}

function ShowLink({ take: { show } }: { take: TakeView }) {
  return (
    <InnerLink dir="auto" href={`/shows/${show.id}`}>
      {show.title}
    </InnerLink>
  );
}
