import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { currentReader } from "../../lib/accounts/session";
import { database } from "../../lib/db/client";
import { type ArchiveMonth, archiveMonth } from "../../lib/digests/archive-views";
import { dayInWords, monthInWords } from "../../lib/format/dates";
import { Calendar } from "../_components/calendar";
import { InnerLink } from "../_components/inner-link";
import { ReaderMark } from "../_components/masthead";
import { pageMetadata } from "../_components/page-metadata";
import type { SearchParams } from "../_components/page-params";

export const dynamic = "force-dynamic";

type Props = { searchParams: SearchParams };

const month = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/u)
  .nullable();

const monthOf = cache((asked: string | null) => archiveMonth(database(), asked));

async function askedMonth(searchParams: SearchParams): Promise<string | null> {
  const parsed = month.safeParse((await searchParams).month ?? null);
  return parsed.success ? parsed.data : notFound();
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const asked = await askedMonth(searchParams);
  const shown = await monthOf(asked);
  return pageMetadata({
    title: shown ? `Archive, ${monthInWords(shown.month)}` : "Archive",
    description: "Every day’s five things said on podcasts, by date.",
    path: asked === null ? "/digests" : `/digests?month=${asked}`,
  });
}

/** Everybody's fives by date, a month at a time. */
export default async function ArchivePage({ searchParams }: Props) {
  const archive = await monthOf(await askedMonth(searchParams));
  if (!archive) return <NothingYet />;
  const reader = await currentReader();
  return (
    <>
      {reader && <ReaderMark isOperator={reader.isOperator} />}
      <div className="lead">
        <p className="crumb note">Archive</p>
        <h1>{monthInWords(archive.month)}</h1>
      </div>
      <div className="archive">
        <aside>
          <Calendar month={archive.month} dates={archive.days.map((day) => day.date)} />
          <Months archive={archive} />
        </aside>
        <ol>
          {archive.days.length === 0 && <li className="note">There were no digests in this month.</li>}
          {archive.days.map((day) => (
            <li key={day.date}>
              <h2>
                <InnerLink href={`/digests/${day.date}`}>{dayInWords(day.date)}</InnerLink>
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
