import type { Metadata } from "next";
import { notFound, permanentRedirect } from "next/navigation";
import { cache } from "react";
import { database } from "../../../lib/db/client";
import { storyAppearances } from "../../../lib/digests/archive-views";
import { pageTags } from "../../../lib/digests/page-tags";
import { env } from "../../../lib/env";
import { capitalised, counted, listInWords, rankInWords, takesInWords } from "../../../lib/format/counts";
import { dayInWords, localDate } from "../../../lib/format/dates";
import type { TakeView } from "../../../lib/insights/take";
import { currentStoryId, storyPage } from "../../../lib/stories/views";
import { InnerLink } from "../../_components/inner-link";
import { itemList, JsonLd } from "../../_components/json-ld";
import { pageMetadata } from "../../_components/page-metadata";
import { idOf } from "../../_components/page-params";
import { PublishedDay } from "../../_components/published-day";
import { Speaker } from "../../_components/receipt";
import { tagPage } from "../../_components/tag-page";
import { Takes } from "../../_components/takes";
import { Topics } from "../../_components/topics";
import { Disputes } from "./disputes";

type Props = { params: Promise<{ id: string }> };

const storyOf = cache((id: string) => storyPage(database(), id));

/** Title, description and picture of a story's page. */
export async function storyMetadata({ params }: Props): Promise<Metadata> {
  const story = await storyOf(await idOf(params));
  if (!story) return {};
  const shows = [...new Set(story.takes.map((take) => take.show.title))];
  return pageMetadata({
    // The page of its first take has the headline alone.
    title: `${story.title}: said on ${counted(shows.length, "show")}`,
    description: `Said on ${listInWords(shows)}, each with the words and the second.`,
    path: `/stories/${story.id}`,
    ...(story.takes[0] ? { picturePath: `/insights/${story.takes[0].id}` } : {}),
  });
}

/** One claim and everybody who said it, or said the opposite. */
export async function StoryArticle({ params }: Props) {
  const id = await idOf(params);
  const story = await storyOf(id);
  await tagPage(pageTags.story(id));
  if (!story) {
    const current = await currentStoryId(database(), id);
    if (current && current !== id) permanentRedirect(`/stories/${current}`);
    notFound();
  }
  const appearances = await storyAppearances(database(), story.id);
  const agreeingShows = new Set(story.takes.map((take) => take.show.id)).size;
  const dissenting = story.dissenting.length;
  const agreeingInTime = story.inTime.filter((take) => take.stance === "agrees");
  const agreeing = [...new Set(story.takes.map((take) => take.show.title))];
  const dissenters = [...new Set(story.dissenting.map((take) => take.show.title))];
  return (
    <>
      <JsonLd data={itemList(story.title, story.inTime)} />
      <div className="lead">
        <h1 dir="auto">{story.title}</h1>
        <p className="note">
          {capitalised(takesInWords({ takes: story.takes.length + dissenting, shows: story.shows, dissenting }))}
          {story.voices < agreeingShows && `, ${counted(story.voices, "independent voice")}`} ·&nbsp;
          {localDate(story.firstSeenAt, env().APP_TIMEZONE) === localDate(story.lastSeenAt, env().APP_TIMEZONE) ? (
            <PublishedDay at={story.firstSeenAt} />
          ) : (
            <>
              <PublishedDay at={story.firstSeenAt} /> to <PublishedDay at={story.lastSeenAt} />
            </>
          )}
        </p>
        {story.voicesExplained && <p className="note">{story.voicesExplained}</p>}
        {story.firstSaid && <FirstSaid take={story.firstSaid} />}
        {appearances.map(({ date, rank }) => (
          <p className="note" key={date}>
            {capitalised(rankInWords(rank))} of the five of{" "}
            <InnerLink href={`/digests/${date}`}>{dayInWords(date)}</InnerLink>
          </p>
        ))}
        {dissenters.length > 0 && (
          <p className="note dissent-note">
            <a href="#disagree">{says(dissenters, "disagrees", "disagree")}</a>
          </p>
        )}
        <Topics topics={story.topics} />
      </div>
      <Disputes disputes={story.disputes} />
      {story.dissenting.length > 0 ? (
        <div className="sides">
          <section aria-labelledby="agree">
            <h2 id="agree">{says(agreeing, "says so", "say so")}</h2>
            <Takes takes={agreeingInTime} said={story.title} />
          </section>
          <section className="disagreeing" aria-labelledby="disagree">
            <h2 id="disagree">{says(dissenters, "disagrees", "disagree")}</h2>
            <Takes takes={story.dissenting} />
          </section>
        </div>
      ) : (
        <Takes takes={agreeingInTime} said={story.title} heading="h2" />
      )}
    </>
  );
}

function says(shows: string[], one: string, many: string): string {
  return `${listInWords(shows)} ${shows.length === 1 ? one : many}`;
}

/** Who said it first. */
function FirstSaid({ take }: { take: TakeView }) {
  return (
    <p className="note">
      First said {take.quote.speaker ? "by " : "on "}
      {take.quote.speaker && (
        <>
          <Speaker name={take.quote.speaker} /> on{" "}
        </>
      )}
      <InnerLink dir="auto" href={`/insights/${take.id}`}>
        {take.show.title}
      </InnerLink>
      , <PublishedDay at={take.episode.publishedAt} />
    </p>
  );
}
