import { InnerLink } from "./inner-link";

/** What is playing, with its time, at the foot of the window; after a passage, the way on into the episode. */
export function PlayerBar(props: {
  title: string;
  show: string;
  /** The recording at the passage's start, at the publisher's. */
  href: string;
  /** The episode's page; empty where the page is that. */
  episode: string;
  playing: boolean;
  time: string;
  failed: boolean;
  /** Only a passage is played; it ends by itself. */
  isPassage: boolean;
  /** The passage is over. */
  ended: boolean;
  onToggle: () => void;
  onGoOn: () => void;
  onSkip: (seconds: number) => void;
  onClose: () => void;
}) {
  return (
    <section className="player" aria-label="Player">
      <div className="frame row">
        <button
          className="main"
          type="button"
          onClick={props.onToggle}
          aria-label={props.playing ? "Pause" : props.ended ? "Play the passage again" : "Play"}
          disabled={props.failed}
        >
          <svg viewBox="0 0 14 16" aria-hidden="true">
            <path d={props.playing ? "M1 1h4v14H1zM9 1h4v14H9z" : "M1 0l13 8-13 8z"} />
          </svg>
        </button>
        {props.failed ? (
          <p className="failed" role="alert">
            This recording did not play here. <a href={props.href}>Open it at the publisher</a>.
          </p>
        ) : (
          <div>
            <p dir="auto">{props.title}</p>
            <p dir="auto">
              <span className="time">{props.time} · </span>
              {props.episode ? <InnerLink href={props.episode}>{props.show}</InnerLink> : props.show}
            </p>
          </div>
        )}
        {!props.failed && (
          <div className="ways">
            {props.isPassage ? (
              <button className="go-on" type="button" onClick={props.onGoOn}>
                <svg viewBox="0 0 16 16" aria-hidden="true">
                  <path d="M8.4 1.6L14.8 8l-6.4 6.4-1.4-1.4L11 9H1V7h10L7 3z" />
                </svg>
                <span>{props.ended ? "Go on listening" : "Whole episode"}</span>
              </button>
            ) : (
              <>
                <button type="button" onClick={() => props.onSkip(-15)} aria-label="Back 15 seconds">
                  −15
                </button>
                <button type="button" onClick={() => props.onSkip(30)} aria-label="Forward 30 seconds">
                  +30
                </button>
              </>
            )}
          </div>
        )}
        <time>{props.failed ? "" : props.time}</time>
        <button type="button" onClick={props.onClose} aria-label="Close the player">
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M2 1l6 6 6-6 1 1-6 6 6 6-1 1-6-6-6 6-1-1 6-6-6-6z" />
          </svg>
        </button>
      </div>
    </section>
  );
}
