import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import type { SignedInReader } from "../../../lib/accounts/session";
import { readSignals } from "../../../lib/accounts/signal-store";
import { database } from "../../../lib/db/client";
import { insightAppearances } from "../../../lib/digests/archive-views";
import { pageTags } from "../../../lib/digests/page-tags";
import { env } from "../../../lib/env";
import { capitalised, rankInWords, takesInWords } from "../../../lib/format/counts";
import { dayInWords } from "../../../lib/format/dates";
import type { InsightView } from "../../../lib/stories/views";
import { insightPage, type WithdrawnInsight, withdrawnInsight } from "../../../lib/stories/views";
import { InnerLink } from "../../_components/inner-link";
import { JsonLd, quotation } from "../../_components/json-ld";
import { pageMetadata } from "../../_components/page-metadata";
import { idOf } from "../../_components/page-params";
import { PublishedDay } from "../../_components/published-day";
import { Related } from "../../_components/related";
import { tagPage } from "../../_components/tag-page";
import { TakeText } from "../../_components/take-text";
import { TakeTools } from "../../_components/take-tools";
import { Takes } from "../../_components/takes";
import { Topics } from "../../_components/topics";
import { segmentAnchor, Transcript } from "../../_components/transcript";

type Props = { params: Promise<{ id: string }> };

const insightOf = cache((id: string) => insightPage(database(), id));
const withdrawnOf = cache((id: string) => withdrawnInsight(database(), id));

/** Title, description and picture of an insight's page. */
export async function insightMetadata({ params }: Props): Promise<Metadata> {
  const id = await idOf(params);
  const insight = await insightOf(id);
  if (!insight) {
    const path = `/insights/${id}`;
    return (await withdrawnOf(id))
      ? pageMetadata({ title: "Withdrawn", description: "This insight was withdrawn.", path, index: false })
      : {};
  }
  return pageMetadata({
    title: insight.take.headline,
    description: insight.take.body,
    path: `/insights/${insight.take.id}`,
    picturePath: `/insights/${insight.take.id}`,
  });
}

/** One insight: its receipt, the words around it, who else says so, and what is related. */
export async function InsightArticle({ params, reader }: Props & { reader?: SignedInReader | null }) {
  const id = await idOf(params);
  const insight = await insightOf(id);
  await tagPage(
    ...[id, ...(insight?.related ?? []).map((take) => take.id)].map(pageTags.insight),
    ...(insight?.story ? [pageTags.story(insight.story.id)] : []),
  );
  if (!insight) {
    const withdrawn = await withdrawnOf(id);
    return withdrawn ? <Withdrawn insight={withdrawn} /> : notFound();
  }
  const { take, story, topics } = insight;
  const [appearances, signals] = await Promise.all([
    insightAppearances(database(), take.id),
    reader ? readSignals(database(), reader.id, [take.id]) : null,
  ]);
  return (
    <article>
      <JsonLd data={quotation(take)} />
      <div className="lead">
        {take.stance === "dissents" && story && (
          <p className="crumb note dissent-note">
            Disagrees with: <InnerLink href={`/stories/${story.id}`}>{story.title}</InnerLink>
          </p>
        )}
        <h1 dir="auto">{take.headline}</h1>
        <Topics topics={topics} />
      </div>
      <div className="script">
        <div className="take" data-item="">
          <p className="speaks">
            <b dir="auto">
              <InnerLink href={`/shows/${take.show.id}`}>{take.show.title}</InnerLink>
            </b>
            <span>
              <PublishedDay at={take.episode.publishedAt} />
            </span>
          </p>
          <div>
            <TakeText take={take} />
            <TakeTools take={take} signal={signals?.get(take.id)} />
            {appearances.map(({ date, rank }) => (
              <p className="note appears" key={date}>
                {capitalised(rankInWords(rank))} of the five of{" "}
                <InnerLink href={`/digests/${date}`}>{dayInWords(date)}</InnerLink>
              </p>
            ))}
          </div>
        </div>
      </div>
      <Context insight={insight} mayRead={env().PUBLIC_TRANSCRIPTS || Boolean(reader)} />
      <OtherVoices insight={insight} />
      <Related takes={insight.related} />
    </article>
  );
}

/** What stands where an insight was that turned out to be wrong: why it is gone, and nothing of what it said. */
function Withdrawn({ insight: { withdrawnAt, note, show, episode } }: { insight: WithdrawnInsight }) {
  return (
    <article className="lead">
      <p className="crumb note" dir="auto">
        {show.title} · <PublishedDay at={episode.publishedAt} />
      </p>
      <h1>This insight was withdrawn</h1>
      <p className="standfirst" dir="auto">
        {note}
      </p>
      <p className="note">
        Withdrawn on <PublishedDay at={withdrawnAt} />. It is no longer part of any page, feed or email.{" "}
        <InnerLink href={`/episodes/${episode.id}`}>What else was said in “{episode.title}”</InnerLink>
      </p>
    </article>
  );
}

/** @param props.mayRead whether the whole transcript is shown to who asks; to others only what is quoted. */
function Context({ insight: { take, context }, mayRead }: { insight: InsightView; mayRead: boolean }) {
  const [first] = context.evidence;
  if (!first) return null;
  const evidence = new Set(context.evidence);
  const anchor = mayRead ? `#${segmentAnchor(first.startMs)}` : "";
  return (
    <section className="section" aria-labelledby="context">
      <h2 id="context">Where it was said</h2>
      <Transcript
        segments={[...context.before, ...context.evidence, ...context.after]}
        enclosureUrl={take.episode.enclosureUrl}
        timing={take.timing}
        isEvidence={(segment) => evidence.has(segment)}
        faint
      />
      <p className="note beside way-on">
        {/* A plain link: only a loaded page marks the sentence that its address names. */}
        <a href={`/episodes/${take.episode.id}${anchor}`}>
          {anchor ? "Go on in the transcript" : "More from this episode"}
        </a>
        : {take.episode.title}
      </p>
    </section>
  );
}

function OtherVoices({ insight: { take, story, others } }: { insight: InsightView }) {
  if (!story || others.length === 0) return null;
  return (
    <section className="section" aria-labelledby="others">
      <h2 id="others">Other takes of this story</h2>
      <Takes takes={others} beside={take.stance} />
      <p className="note beside way-on">
        <InnerLink href={`/stories/${story.id}`}>{capitalised(takesInWords(story))}</InnerLink>
      </p>
    </section>
  );
}
