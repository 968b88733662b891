import type { TakeView } from "../../../lib/insights/take";
import type { StoryView } from "../../../lib/stories/views";
import { InnerLink } from "../../_components/inner-link";

/** Each quote that contradicts another one beside it; on phones below it. */
export function Disputes({ disputes }: { disputes: StoryView["disputes"] }) {
  const pairs = disputes.flatMap(({ take, against }) => (against ? [[against, take] as const] : []));
  if (pairs.length === 0) return null;
  return (
    <section aria-labelledby="at-odds">
      <h2 id="at-odds">In their own words</h2>
      <ul className="disputes">
        {pairs.map(([against, take]) => (
          <li className="dispute" key={take.id}>
            <Words take={against} />
            <Words take={take} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Words({ take: { id, quote, show } }: { take: TakeView }) {
  return (
    <figure>
      <blockquote dir="auto">
        <p>
          <q>{quote.text}</q>
        </p>
      </blockquote>
      <figcaption className="note">
        {quote.speaker && (
          <>
            <b dir="auto">{quote.speaker}</b> on{" "}
          </>
        )}
        <InnerLink dir="auto" href={`/insights/${id}`}>
          {show.title}
        </InnerLink>
      </figcaption>
    </figure>
  );
}
