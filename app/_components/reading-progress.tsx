import type { EpisodeCounts } from "../../lib/feeds/views";
import { counted } from "../../lib/format/counts";
import { InnerLink } from "./inner-link";
import { Live } from "./live";

/** An episode that does not go on by itself. */
interface Attention {
  id: string;
  title: string;
  showTitle: string;
  stageReason: string | null;
}

/** What is shown between the first show and the first digest: how far the reading is, and what happens next. */
export function ReadingProgress(props: {
  shows: number;
  counts: EpisodeCounts;
  attention: Attention[];
  failingFeeds: { title: string; error: string }[];
}) {
  const { counts } = props;
  const found = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const transcribed = counts.transcribed + counts.extracted + counts.placed;
  const inWork = counts.discovered + counts.transcribed + counts.extracted;
  const steps = [
    { count: found, says: found === 1 ? "episode found" : "episodes found" },
    { count: transcribed, says: "with a transcript" },
    { count: counts.extracted + counts.placed, says: "read for what is worth knowing" },
    { count: counts.placed, says: "compared with what other shows say" },
  ];
  return (
    <div className="plain">
      {inWork + counts.placed > 0 || found === 0 ? <Live /> : null}
      <h1>
        {inWork === 0 && counts.placed > 0 ? "Everything has been read" : `Reading ${counted(props.shows, "show")}`}
      </h1>
      <p>{nextStep(found, inWork, counts)}</p>
      <dl className="progress">
        {steps.map((step) => (
          <div key={step.says}>
            <dt>{step.says}</dt>
            <dd>{step.count}</dd>
          </div>
        ))}
      </dl>
      {props.failingFeeds.length > 0 && (
        <>
          <h2>Feeds that could not be read</h2>
          <ul className="list">
            {props.failingFeeds.map((feed) => (
              <li key={feed.title}>
                <h3>{feed.title}</h3>
                <p className="note">{feed.error}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {props.attention.length > 0 && (
        <>
          <h2>Episodes that wait for something</h2>
          <ul className="list">
            {props.attention.map((episode) => (
              <li key={episode.id}>
                <h3>
                  <InnerLink href={`/episodes/${episode.id}`}>{episode.title}</InnerLink>
                </h3>
                <p className="note">
                  {episode.showTitle}: {episode.stageReason}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <InnerLink href="/setup">Add more shows</InnerLink>
      </p>
    </div>
  );
}

function nextStep(found: number, inWork: number, counts: EpisodeCounts): string {
  if (found === 0)
    return "The feeds are being fetched. New episodes appear here within a minute; this page looks again by itself.";
  if (inWork > 0)
    return "The first five appear here when enough episodes have been read. This page looks again by itself.";
  if (counts.placed > 0)
    return "The first five are being chosen and appear here next. This page looks again by itself.";
  return "None of the episodes found so far can be read. What each of them waits for stands below.";
}
