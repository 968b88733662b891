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
  const agreeing = [...new Set(story.takes.map((take) => take.show.title))];
  const dissenters = [...new Set(story.dissenting.map((take) => take.show.title))];
  return (
    <>
      <JsonLd data={itemList(story.title, inTime([...story.takes, ...story.dissenting]))} />
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
        <FirstSaid takes={story.takes} />
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
      {story.dissenting.length > 0 ? (
        <div className="sides">
          <section aria-labelledby="agree">
            <h2 id="agree">{says(agreeing, "says so", "say so")}</h2>
            <Takes takes={inTime(story.takes)} said={story.title} />
          </section>
          <section className="disagreeing" aria-labelledby="disagree">
            <h2 id="disagree">{says(dissenters, "disagrees", "disagree")}</h2>
            <Takes takes={inTime(story.dissenting)} />
          </section>
        </div>
      ) : (
        <Takes takes={inTime(story.takes)} said={story.title} heading="h2" />
      )}
    </>
  );
}

/** As they were said: by publication, within an episode by the second. */
function inTime(takes: TakeView[]): TakeView[] {
  return takes.toSorted(
    (a, b) => a.episode.publishedAt.getTime() - b.episode.publishedAt.getTime() || a.quote.startMs - b.quote.startMs,
  );
}

function says(shows: string[], one: string, many: string): string {
  return `${listInWords(shows)} ${shows.length === 1 ? one : many}`;
}

/** Who said it first, where several said it. */
function FirstSaid({ takes }: { takes: TakeView[] }) {
  const [first, second] = inTime(takes);
  if (!first || !second) return null;
  return (
    <p className="note">
      First said {first.quote.speaker ? "by " : "on "}
      {first.quote.speaker && (
        <>
          <Speaker name={first.quote.speaker} /> on{" "}
        </>
      )}
      <InnerLink dir="auto" href={`/insights/${first.id}`}>
        {first.show.title}
      </InnerLink>
      , <PublishedDay at={first.episode.publishedAt} />
    </p>
  );
}
