import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { database } from "../../../lib/db/client";
import { env } from "../../../lib/env";
import { capitalised, counted } from "../../../lib/format/counts";
import { clock, lengthInWords } from "../../../lib/format/durations";
import { hostOf, playLink, webAddress } from "../../../lib/format/links";
import type { EpisodePage as EpisodePageView } from "../../../lib/insights/views";
import { episodePage } from "../../../lib/insights/views";
import type { TranscriptSegment } from "../../../lib/transcripts/transcript";
import { InnerLink } from "../../_components/inner-link";
import { pageMetadata } from "../../_components/page-metadata";
import { idOf } from "../../_components/page-params";
import { PublishedDay } from "../../_components/published-day";
import { TakeText } from "../../_components/take-text";
import { Transcript } from "../../_components/transcript";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }> };

const pageOf = cache((id: string) => episodePage(database(), id, { withTranscript: env().PUBLIC_TRANSCRIPTS }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = await pageOf(await idOf(params));
  if (!page) return {};
  const title = `${page.episode.title} · ${page.show.title}`;
  const description = `${counted(page.insights.length, "insight")} from this episode of ${page.show.title}, each with the words and the second.`;
  return pageMetadata({ title, description, path: `/episodes/${page.episode.id}`, index: false });
}

/** One episode: what was said in it, its recording and, where the operator allows it, its transcript. */
export default async function EpisodePage({ params }: Props) {
  const page = await pageOf(await idOf(params));
  if (!page) notFound();
  return (
    <>
      <Lead page={page} />
      <section className="section" aria-labelledby="insights">
        <h2 id="insights">{page.insights.length > 0 ? "What was said" : "Nothing from this episode yet"}</h2>
        {page.insights.length === 0 && <p className="beside">{whyNothing(page)}</p>}
        <ol className="script">
          {page.insights.map((take) => (
            <li className="take" key={take.id}>
              <p className="speaks">
                <b>{clock(take.quote.startMs)}</b>
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
      <Words page={page} />
    </>
  );
}

function Lead({ page: { episode, show } }: { page: EpisodePageView }) {
  const recording = webAddress(episode.enclosureUrl);
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
      {recording && (
        // biome-ignore lint/a11y/useMediaCaption: the words stand below as text; podcasts publish no caption track.
        <audio className="recording" controls preload="none" src={recording} data-recording="" />
      )}
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

function whyNothing({ episode }: EpisodePageView): string {
  switch (episode.stage) {
    case "discovered":
      return "Its transcript is being fetched. What is worth knowing appears here soon.";
    case "transcribed":
      return episode.stageReason ?? "Its transcript is being read. What is worth knowing appears here soon.";
    case "extracted":
    case "placed":
      return "It was read, and no passage in it was specific and well-evidenced enough to stand alone.";
    default:
      return episode.stageReason ?? "It could not be read.";
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

function Words({ page: { episode, insights, transcript, drops } }: { page: EpisodePageView }) {
  const isEvidence = (segment: TranscriptSegment) =>
    insights.some(({ quote }) => segment.startMs < quote.endMs && segment.endMs > quote.startMs);
  const left = drops.reduce((sum, drop) => sum + drop.count, 0);
  return (
    <>
      {left > 0 && (
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
      )}
      {transcript && (
        <section className="section" aria-labelledby="transcript">
          <h2 id="transcript">Transcript</h2>
          {transcript.timing !== "interpolated" && transcript.isApproximate && (
            <p className="note beside way-on">
              The recording you get may hold advertisements that this transcript does not know; its times are
              approximate.
            </p>
          )}
          {transcript.timing === "interpolated" && (
            <p className="note beside way-on">
              The publisher’s transcript has no times; these are worked out from its length, and are approximate.
            </p>
          )}
          <Transcript
            segments={transcript.segments}
            enclosureUrl={episode.enclosureUrl}
            timing={transcript.isApproximate ? "interpolated" : transcript.timing}
            isEvidence={isEvidence}
            marks={transcript.marks}
          />
        </section>
      )}
      {!transcript && insights.length > 0 && (
        <p className="note beside way-on">
          The whole transcript is the publisher’s and is not shown here. Each quote above stands in it word for word;
          play it to hear what was said around it.
        </p>
      )}
    </>
  );
}
