/** What is playing, with its time, at the foot of the window. */
export function PlayerBar(props: {
  title: string;
  show: string;
  href: string;
  playing: boolean;
  time: string;
  failed: boolean;
  onToggle: () => void;
  onClose: () => void;
}) {
  return (
    <section className="player" aria-label="Player">
      <div className="frame row">
        <button
          className="main"
          type="button"
          onClick={props.onToggle}
          aria-label={props.playing ? "Pause" : "Play"}
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
            <p>{props.title}</p>
            <p>{props.show}</p>
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
