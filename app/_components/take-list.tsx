import { Fragment } from "react";
import { clock } from "../../lib/format/durations";
import { playLink } from "../../lib/format/links";
import { receiptNotes, separator } from "../../lib/format/receipt-words";
import type { TakeView } from "../../lib/insights/take";
import { InnerLink } from "./inner-link";
import { PublishedDay } from "./published-day";
import { Speaker } from "./receipt";

/**
 * Insights one after the other, each in full but small: what it says, who said it where and when, and its passage to play.
 * @param without what all of them share and need not be repeated.
 */
export function TakeList({ takes, without }: { takes: TakeView[]; without?: "show" | "speaker" }) {
  return (
    <ol className="take-list">
      {takes.map((take) => (
        <li key={take.id} data-item="">
          <h3 dir="auto">
            <InnerLink href={`/insights/${take.id}`}>{take.headline}</InnerLink>
          </h3>
          <p className="body" dir="auto">
            {take.body}
          </p>
          <TakeSource take={take} without={without} />
        </li>
      ))}
    </ol>
  );
}

/** The second at which a quote was said; plays it. */
function PlayTime({ take }: { take: TakeView }) {
  const { quote, headline, show, episode } = take;
  return <PlayFrom startMs={quote.startMs} endMs={quote.endMs} title={headline} show={show} episode={episode} />;
}

/** A second of a recording that plays a passage from there; nothing where there is no recording. */
export function PlayFrom(props: {
  startMs: number;
  endMs: number;
  title: string;
  show: { title: string };
  episode: { id: string; enclosureUrl: string | null };
}) {
  const href = playLink(props.episode.enclosureUrl, props.startMs);
  const time = clock(props.startMs);
  if (href === null) return <span className="play-time">{time}</span>;
  return (
    <a
      className="play-time"
      href={href}
      data-play=""
      data-end={Math.ceil(props.endMs / 1000)}
      data-title={props.title}
      data-show={props.show.title}
      data-episode={`/episodes/${props.episode.id}`}
    >
      <svg viewBox="0 0 14 16" aria-hidden="true">
        <path d="M1 0l13 8-13 8z" />
      </svg>
      <span className="sr-only">Play from </span>
      {time}
    </a>
  );
}

/** Who said it where and when, in one small line. */
export function TakeSource({ take, without }: { take: TakeView; without?: "show" | "speaker" | undefined }) {
  return (
    <p className="note">
      <PlayTime take={take} />
      {take.quote.speaker && without !== "speaker" && (
        <>
          <Speaker name={take.quote.speaker} />
          {without === "show" ? separator : " on "}
        </>
      )}
      {without !== "show" && (
        <>
          <InnerLink dir="auto" href={`/shows/${take.show.id}`}>
            {take.show.title}
          </InnerLink>
          {separator}
        </>
      )}
      <PublishedDay at={take.episode.publishedAt} />
      {receiptNotes(take).map((note) => (
        <Fragment key={note}>
          {separator}
          <span className="nowrap">{note}</span>
        </Fragment>
      ))}
    </p>
  );
}
