import type { Metadata } from "next";
import { cache } from "react";
import type { ReaderId } from "../../lib/accounts/reader";
import { database } from "../../lib/db/client";
import { type ArchiveMonth, archiveMonth } from "../../lib/digests/archive-views";
import { dayInWords, monthInWords } from "../../lib/format/dates";
import { digestPath } from "../../lib/format/links";
import { Calendar } from "../_components/calendar";
import { InnerLink } from "../_components/inner-link";
import { pageMetadata } from "../_components/page-metadata";

/** The month that is shown, "2026-11"; the latest one without. */
type Props = { month?: string | null; reader?: ReaderId | null };

const monthOf = cache((asked: string | null, reader: ReaderId | null) => archiveMonth(database(), asked, reader));

/** Title and description of the archive. */
export async function archiveMetadata({ month: asked = null, reader = null }: Props): Promise<Metadata> {
  const shown = await monthOf(asked, reader);
  return pageMetadata({
    title: shown ? `Archive, ${monthInWords(shown.month)}` : "Archive",
    description: "Every day’s five things said on podcasts, by date.",
    path: asked === null ? "/digests" : `/digests?month=${asked}`,
  });
}

/** Fives by date, a month at a time: a reader's own where they had some, else everybody's. */
export async function Archive({ month: asked = null, reader = null }: Props) {
  const archive = await monthOf(asked, reader);
  if (!archive) return <NothingYet />;
  return (
    <>
      <div className="lead">
        <p className="crumb note">Archive</p>
        <h1>{monthInWords(archive.month)}</h1>
      </div>
      <div className="archive">
        <aside>
          <Calendar month={archive.month} days={archive.days} />
          <Months archive={archive} />
        </aside>
        <ol>
          {archive.days.length === 0 && <li className="note">There were no digests in this month.</li>}
          {archive.days.map((day) => (
            <li key={day.date}>
              <h2>
                <InnerLink href={digestPath(day)}>{dayInWords(day.date)}</InnerLink>
                {day.edition !== "everyone" && <span className="note"> your own</span>}
              </h2>
              {day.headlines.length === 0 && <p className="note">A quiet day: nothing stood out.</p>}
              <ol>
                {day.headlines.map(({ insightId, headline }) => (
                  <li key={insightId}>
                    <InnerLink href={`/insights/${insightId}`} dir="auto">
                      {headline}
                    </InnerLink>
                  </li>
                ))}
              </ol>
            </li>
          ))}
        </ol>
      </div>
    </>
  );
}

function Months({ archive: { previousMonth, nextMonth } }: { archive: ArchiveMonth }) {
  if (!previousMonth && !nextMonth) return null;
  return (
    <nav className="months note" aria-label="Other months">
      {previousMonth && (
        <InnerLink rel="prev" href={`/digests?month=${previousMonth}`}>
          ← {monthInWords(previousMonth)}
        </InnerLink>
      )}
      {nextMonth && (
        <InnerLink rel="next" href={`/digests?month=${nextMonth}`}>
          {monthInWords(nextMonth)} →
        </InnerLink>
      )}
    </nav>
  );
}

function NothingYet() {
  return (
    <div className="plain">
      <h1>The archive is empty</h1>
      <p>The first five appear on the front page when enough episodes have been read, and stay here afterwards.</p>
      <p>
        <InnerLink className="button" href="/">
          See how far the reading is
        </InnerLink>
      </p>
    </div>
  );
}
