import type { ReactNode } from "react";
import type { DigestView } from "../../lib/digests/views";
import { capitalised, counted, countedInDigits } from "../../lib/format/counts";
import { dayInWords } from "../../lib/format/dates";
import { digestReadingTime, digestTitle, quietDaySentence } from "../../lib/format/digest-words";
import { digestPath } from "../../lib/format/links";
import { separator } from "../../lib/format/receipt-words";
import { DigestItem } from "./digest-item";
import { InnerLink } from "./inner-link";
import { itemList, JsonLd } from "./json-ld";
import type { Signal } from "./take-tools";

function NearMisses({ digest }: { digest: DigestView }) {
  const { nearMisses } = digest;
  return (
    <details>
      <summary className="note">{capitalised(counted(nearMisses.length, "other"))} came close</summary>
      <ol className="list">
        {nearMisses.map((miss) => (
          <li key={miss.insightId}>
            <h3 dir="auto">
              <InnerLink href={`/insights/${miss.insightId}`}>{miss.headline}</InnerLink>
            </h3>
            <p className="note">
              {[miss.showTitle, miss.keptOutBy.replace(/\.$/u, ""), `score ${miss.score.toFixed(2)}`].join(separator)}
            </p>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** A day's five with what came close, and the ways to the days beside it. */
export function DigestArticle({
  digest,
  today,
  signals,
  children,
}: {
  digest: DigestView;
  today: boolean;
  /** What the reader did with the five; null for visitors. */
  signals?: Map<string, Signal> | null;
  /** What is to be said of it beside its date. */
  children?: ReactNode;
}) {
  const { count, day } = digestTitle(digest);
  const { edition } = digest;
  return (
    <>
      <JsonLd
        data={itemList(
          `${count} ${day}`,
          digest.items.map(({ take }) => take),
        )}
      />
      <div className="lead">
        <h1>
          {count} <span className="nowrap">{day}</span>
        </h1>
        <p className="note">
          From {countedInDigits(digest.episodeCount, "new episode")} of {countedInDigits(digest.showCount, "show")}
          {digest.items.length > 0 && <> · {digestReadingTime(digest.items)} to read</>}
        </p>
        {children}
        {digest.quiet && <p className="standfirst">{quietDaySentence(digest)}</p>}
      </div>
      <ol>
        {digest.items.map((item) => (
          <DigestItem item={item} today={today} signal={signals?.get(item.take.id)} key={item.take.id} />
        ))}
      </ol>
      <div className="ending">
        <p>{today ? "That is all for today. You are done." : `That was all for ${dayInWords(digest.date)}.`}</p>
        {digest.nearMisses.length > 0 && <NearMisses digest={digest} />}
      </div>
      {(digest.previousDate || digest.nextDate) && (
        <nav className="away" aria-label="Other days">
          {digest.previousDate && (
            <InnerLink rel="prev" href={digestPath({ date: digest.previousDate, edition })}>
              ← {dayInWords(digest.previousDate)}
            </InnerLink>
          )}
          {digest.nextDate && (
            <InnerLink rel="next" href={digestPath({ date: digest.nextDate, edition })}>
              {dayInWords(digest.nextDate)} →
            </InnerLink>
          )}
        </nav>
      )}
    </>
  );
}
