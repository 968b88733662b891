import type { TakeView } from "../../lib/insights/take";
import { InnerLink } from "./inner-link";
import { PublishedDay } from "./published-day";
import { TakeText } from "./take-text";

/**
 * Several takes, each with its receipt; who says it hangs in the margin.
 * @param said a headline that stands above already and is not repeated.
 * @param beside the stance of the take that these stand beside; who does not share it is marked.
 * @param heading the level below the heading that they stand under.
 */
export function Takes(props: { takes: TakeView[]; said?: string; beside?: TakeView["stance"]; heading?: "h2" | "h3" }) {
  const { takes, said, beside, heading: Heading = "h3" } = props;
  return (
    <ol className="script">
      {takes.map((take) => (
        <li className="take" key={take.id}>
          <p className="speaks">
            <b dir="auto">{take.show.title}</b>
            <span>
              <PublishedDay at={take.episode.publishedAt} />
            </span>
            {beside && beside !== take.stance && <span className="disagrees"> disagrees</span>}
          </p>
          <article>
            <Heading dir="auto" className={take.headline === said ? "sr-only" : undefined}>
              <InnerLink href={`/insights/${take.id}`}>{take.headline}</InnerLink>
            </Heading>
            <TakeText take={take} />
          </article>
        </li>
      ))}
    </ol>
  );
}
