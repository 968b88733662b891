import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache, Fragment } from "react";
import { currentReader } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { capitalised, counted } from "../../../lib/format/counts";
import { clock, lengthInWords } from "../../../lib/format/durations";
import { hostOf, playLink, webAddress } from "../../../lib/format/links";
import { type ReadTranscript, readTranscript } from "../../../lib/insights/transcript-view";
import type { EpisodePage as EpisodePageView } from "../../../lib/insights/views";
import { episodePage } from "../../../lib/insights/views";
import { InnerLink } from "../../_components/inner-link";
import { pageMetadata } from "../../_components/page-metadata";
import { idOf } from "../../_components/page-params";
import { PublishedDay } from "../../_components/published-day";
import { TakeText } from "../../_components/take-text";
import { Transcript } from "../../_components/transcript";
import { TranscriptTools } from "../../_components/transcript-tools";
import { mayReadTranscripts } from "./may-read";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }> };

const pageOf = cache((id: string) => episodePage(database(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = await pageOf(await idOf(params));
  if (!page) return {};
  const title = `${page.episode.title} · ${page.show.title}`;
  const description = `${counted(page.insights.length, "insight")} from this episode of ${page.show.title}, each with the words and the second.`;
  return pageMetadata({ title, description, path: `/episodes/${page.episode.id}`, index: false });
}

/** One episode: what was said in it, its recording and its transcript, of which visitors see what was quoted. */
export default async function EpisodePage({ params }: Props) {
  const page = await pageOf(await idOf(params));
  if (!page) notFound();
  const transcript = await readTranscript(database(), page.episode.id, { whole: await mayReadTranscripts() });
  const recording = webAddress(page.episode.enclosureUrl);
  const reader = await currentReader();
  return (
    <>
      <Lead page={page} />
      {recording && (
        <div className="recording">
          {/* biome-ignore lint/a11y/useMediaCaption: the words stand below as text; podcasts publish no caption track. */}
          <audio controls preload="none" src={recording} data-recording="" />
        </div>
      )}
      <section className="section" aria-labelledby="insights">
        <h2 id="insights">{page.insights.length > 0 ? "What was said" : "Nothing from this episode yet"}</h2>
        {page.insights.length === 0 && <p className="beside">{whyNothing(page, reader?.isOperator ?? false)}</p>}
        <ol className="script">
          {page.insights.map((take) => (
            <li className="take" key={take.id}>
              <p className="speaks">
                <b>
                  {take.timing === "interpolated" && "about "}
                  {clock(take.quote.startMs)}
                </b>
                {take.quote.speaker && <span dir="auto">{take.quote.speaker}</span>}
              </p>
              <article>
                <h3 dir="auto">
                  <InnerLink href={`/insights/${take.id}`}>{take.headline}</InnerLink>
                </h3>
                <TakeText take={take} />
              </article>
            </li>
          ))}
        </ol>
      </section>
      <Chapters page={page} />
      <LeftOut page={page} />
      {transcript && <Words page={page} transcript={transcript} />}
    </>
  );
}

function Lead({ page: { episode, show } }: { page: EpisodePageView }) {
  const host = hostOf(episode.url);
  return (
    <div className="lead">
      <p className="crumb note" dir="auto">
        <InnerLink href={`/shows/${show.id}`}>{show.title}</InnerLink>
      </p>
      <h1 dir="auto">{episode.title}</h1>
      <p className="note">
        <PublishedDay at={episode.publishedAt} />
        {episode.durationSeconds !== null && <> · {lengthInWords(episode.durationSeconds)}</>}
        {host && (
          <>
            {" "}
            · <a href={webAddress(episode.url) ?? undefined}>the episode at {host}</a>
          </>
        )}
      </p>
      <Notes text={episode.descriptionText} html={episode.descriptionHtml} />
    </div>
  );
}

/** Characters of the publisher's notes that are shown at once; some run to pages. */
const shortNotes = 400;

function Notes({ text, html }: { text: string; html: string }) {
  if (text === "") return null;
  const notes = html ? (
    // biome-ignore lint/security/noDangerouslySetInnerHtml: it was sanitised when it was read (lib/feeds/description.ts).
    <div className="standfirst described" dir="auto" dangerouslySetInnerHTML={{ __html: html }} />
  ) : (
    <p className="standfirst described" dir="auto">
      {text}
    </p>
  );
  if (text.length <= shortNotes) return notes;
  return (
    <details className="notes">
      <summary className="note">The publisher’s notes</summary>
      {notes}
    </details>
  );
}

/** What keeps it is the operator's business: it may speak of keys, settings and commands. */
function whyNothing({ episode }: EpisodePageView, isOperator: boolean): string {
  const reason = isOperator ? episode.stageReason : null;
  switch (episode.stage) {
    case "discovered":
      return "Its transcript is being fetched. What is worth knowing appears here soon.";
    case "transcribed":
      return reason ?? "Its transcript is being read. What is worth knowing appears here soon.";
    case "extracted":
    case "placed":
      return "It was read, and no passage in it was specific and well-evidenced enough to stand alone.";
    case "waiting":
      return reason ?? "It waits for its transcript. What is worth knowing appears here once there is one.";
    case "skipped":
      return reason ?? "It is not read here.";
    default:
      return reason ?? "It could not be read.";
  }
}

function Chapters({ page: { chapters, episode } }: { page: EpisodePageView }) {
  if (chapters.length === 0) return null;
  return (
    <section className="section" aria-labelledby="chapters">
      <h2 id="chapters">Chapters</h2>
      <ol className="beside chapters">
        {chapters.map((chapter) => {
          const href = playLink(episode.enclosureUrl, chapter.startMs);
          const time = clock(chapter.startMs);
          return (
            <li key={`${chapter.startMs} ${chapter.title}`}>
              {href === null ? (
                <span>{time}</span>
              ) : (
                <a href={href} data-play="" aria-label={`Play from ${time}`}>
                  {time}
                </a>
              )}
              <span dir="auto">{chapter.title}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function LeftOut({ page: { drops } }: { page: EpisodePageView }) {
  const left = drops.reduce((sum, drop) => sum + drop.count, 0);
  if (left === 0) return null;
  return (
    <details className="beside note left-out">
      <summary>{capitalised(counted(left, "passage"))} considered and left out</summary>
      <ul>
        {drops.map((drop) => (
          <li key={drop.reason}>
            {drop.count} × {drop.reason.replaceAll("-", " ")}
          </li>
        ))}
      </ul>
    </details>
  );
}

const timesAreOff = {
  inserted:
    "The recording you get may hold advertisements that this transcript does not know; its times are approximate.",
  interpolated: "The transcript has no times of its own; these are worked out from its length, and are approximate.",
};

function Words({ page: { episode, chapters }, transcript }: { page: EpisodePageView; transcript: ReadTranscript }) {
  const { timing, isApproximate, isWhole, isTrimmed, parts } = transcript;
  const name = isWhole ? "transcript" : "around";
  const off = timing === "interpolated" ? timesAreOff.interpolated : isApproximate ? timesAreOff.inserted : null;
  return (
    <section className="section" aria-labelledby={name} data-transcript="">
      <h2 id={name}>{isWhole ? "Transcript" : "The words around it"}</h2>
      {off && <p className="note beside way-on">{off}</p>}
      {isWhole ? (
        <TranscriptTools />
      ) : (
        <p className="note beside way-on">
          What was quoted, with the lines around it.{" "}
          {isTrimmed ? (
            "The rest of this transcript is no longer kept here; the recording has all of it."
          ) : (
            <>
              The whole transcript is for <InnerLink href="/signin">readers who are signed in</InnerLink>.
            </>
          )}
        </p>
      )}
      {parts.map((segments, at) => (
        <Fragment key={segments[0]?.startMs}>
          {at > 0 && (
            <p className="beside gap" aria-hidden="true">
              …
            </p>
          )}
          <Transcript
            segments={segments}
            enclosureUrl={episode.enclosureUrl}
            timing={isApproximate ? "interpolated" : timing}
            isEvidence={({ insight }) => Boolean(insight)}
            {...(isWhole ? { chapters } : {})}
          />
        </Fragment>
      ))}
      {isWhole && (
        <p className="note beside way-on">
          Keep it: <a href={`/episodes/${episode.id}/transcript.vtt`}>as captions (VTT)</a> or{" "}
          <a href={`/episodes/${episode.id}/transcript.txt`}>as text</a>.
        </p>
      )}
    </section>
  );
}
