import type { Metadata } from "next";
import { z } from "zod";
import { requireReader } from "../../lib/accounts/session";
import { database } from "../../lib/db/client";
import { capitalised, counted } from "../../lib/format/counts";
import { shortDay } from "../../lib/format/dates";
import { type SavedTake, savedTakes } from "../../lib/insights/saved-views";
import { noteInsight, unsaveInsight } from "../_actions/signals";
import { ActionForm } from "../_components/action-form";
import { InnerLink } from "../_components/inner-link";
import { ReaderMark } from "../_components/masthead";
import { pageMetadata } from "../_components/page-metadata";
import { TakeText } from "../_components/take-text";

export const dynamic = "force-dynamic";

export const metadata: Metadata = pageMetadata({
  title: "Saved",
  description: "What you keep, with your notes.",
  path: "/saved",
  index: false,
});

const pageSize = 30;
const query = z.object({
  q: z.string().trim().max(200).catch(""),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What a reader keeps, with their notes, latest first. */
export default async function SavedPage({ searchParams }: Props) {
  const reader = await requireReader("/saved");
  const { q, page } = query.parse(await searchParams);
  const { saved, count } = await savedTakes(database(), reader.id, {
    words: q,
    skip: (page - 1) * pageSize,
    take: pageSize,
  });
  if (count === 0 && q === "") return <NothingSaved />;
  const address = (to: number) => `/saved?${new URLSearchParams({ ...(q ? { q } : {}), page: String(to) })}`;
  return (
    <>
      <ReaderMark />
      <div className="lead">
        <h1>Saved</h1>
        <p className="note">
          {q
            ? `${capitalised(counted(count, "insight"))} with “${q}”.`
            : `${capitalised(counted(count, "insight"))}, latest first.`}{" "}
          <InnerLink href="/settings#export">Take them with you</InnerLink>
        </p>
        <form className="search seek" action="/saved">
          <label className="sr-only" htmlFor="q">
            Search in what you keep
          </label>
          <input
            className="field"
            id="q"
            name="q"
            type="search"
            maxLength={200}
            defaultValue={q}
            placeholder="Search in what you keep"
          />
          <button className="button plain" type="submit">
            Search
          </button>
        </form>
      </div>
      {saved.length === 0 ? (
        <p className="standfirst">
          Nothing here{q && ` with “${q}”`}. <InnerLink href="/saved">See all that you keep</InnerLink>
        </p>
      ) : (
        <ol className="kept">
          {saved.map((row) => (
            <Kept key={row.take.id} saved={row} timeZone={reader.timeZone} now={new Date()} />
          ))}
        </ol>
      )}
      {count > pageSize && (
        <nav className="away" aria-label="More of what you keep">
          {page > 1 && (
            <InnerLink href={address(page - 1)} rel="prev">
              Later ones
            </InnerLink>
          )}
          {page * pageSize < count && (
            <InnerLink href={address(page + 1)} rel="next">
              Earlier ones
            </InnerLink>
          )}
        </nav>
      )}
    </>
  );
}

function NothingSaved() {
  return (
    <div className="plain">
      <ReaderMark />
      <h1>Nothing saved yet</h1>
      <p>Press “Save” on an insight, and it stays here, with a note if you like, as long as you want it.</p>
      <p>
        <InnerLink className="button" href="/">
          Read today’s five
        </InnerLink>
      </p>
    </div>
  );
}

function Kept({ saved, timeZone, now }: { saved: SavedTake; timeZone: string; now: Date }) {
  const { take, note, savedAt, withdrawn } = saved;
  return (
    <li>
      <article>
        <h2 dir="auto">
          <InnerLink href={`/insights/${take.id}`}>{take.headline}</InnerLink>
        </h2>
        {withdrawn === null ? (
          <TakeText take={take} />
        ) : (
          <p className="said">This insight was withdrawn. {withdrawn}</p>
        )}
      </article>
      <div className="keeping">
        {note && (
          <p className="written" dir="auto">
            {note}
          </p>
        )}
        <div className="acts">
          <details>
            <summary>{note ? "Change your note" : "Write a note"}</summary>
            <ActionForm action={noteInsight} done="Kept.">
              <input type="hidden" name="insightId" value={take.id} />
              <label className="sr-only" htmlFor={`note-${take.id}`}>
                Your note on {take.headline}
              </label>
              <textarea
                className="field"
                id={`note-${take.id}`}
                name="note"
                rows={4}
                maxLength={10_000}
                defaultValue={note}
                key={note}
                dir="auto"
              />
              <button className="button small" type="submit">
                Keep the note
              </button>
            </ActionForm>
          </details>
          <ActionForm action={unsaveInsight} done="Taken off.">
            <input type="hidden" name="insightId" value={take.id} />
            <button className="quietly" type="submit">
              No longer keep<span className="sr-only"> {take.headline}</span>
            </button>
          </ActionForm>
          <span className="note">Saved {shortDay(savedAt, timeZone, now)}</span>
        </div>
      </div>
    </li>
  );
}
