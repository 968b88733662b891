import type { DigestItemView } from "../../lib/digests/views";
import { listInWords, rankInWords } from "../../lib/format/counts";
import { InnerLink } from "./inner-link";
import { RankingReasons } from "./ranking-reasons";
import { TakeText } from "./take-text";
import { type Signal, TakeTools } from "./take-tools";
import { Topics } from "./topics";

/** One of the five. */
export function DigestItem({
  item,
  today,
  signal,
}: {
  item: DigestItemView;
  today: boolean;
  signal?: Signal | undefined;
}) {
  const { take, story } = item;
  return (
    <li>
      <article className="item" data-item="" aria-labelledby={`rank-${item.rank}`}>
        <p className="rank" aria-hidden="true">
          {item.rank}
        </p>
        <div>
          {item.updateText && (
            <p className="update">
              <b>Update:</b> <span dir="auto">{item.updateText}</span>
            </p>
          )}
          <h2 id={`rank-${item.rank}`} dir="auto">
            <InnerLink href={`/insights/${take.id}`}>{take.headline}</InnerLink>
          </h2>
          <TakeText take={take} />
          <TakeTools take={take} signal={signal} />
        </div>
        <aside className="margin note" aria-label={`About the ${rankInWords(item.rank)}`}>
          {story.otherShows.length > 0 && (
            <p className="voices">
              <InnerLink href={`/stories/${story.id}`}>Also said on {listInWords(story.otherShows)}</InnerLink>
            </p>
          )}
          {story.dissenting.map((dissent) => (
            <p className="dissent-note" key={dissent.insightId}>
              <InnerLink href={`/insights/${dissent.insightId}`}>{dissent.showTitle} disagrees</InnerLink>
            </p>
          ))}
          <RankingReasons item={item} today={today} />
          <Topics topics={item.topics} />
        </aside>
      </article>
    </li>
  );
}
