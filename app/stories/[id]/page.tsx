import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { database } from "../../../lib/db/client";
import { storyAppearances } from "../../../lib/digests/views";
import { capitalised, counted, listInWords, rankInWords } from "../../../lib/format/counts";
import { dayInWords } from "../../../lib/format/dates";
import { storyPage } from "../../../lib/stories/views";
import { InnerLink } from "../../_components/inner-link";
import { pageMetadata } from "../../_components/page-metadata";
import { idOf } from "../../_components/page-params";
import { PublishedDay } from "../../_components/published-day";
import { Takes } from "../../_components/takes";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }> };

const storyOf = cache((id: string) => storyPage(database(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const story = await storyOf(await idOf(params));
  if (!story) return {};
  const shows = [...new Set(story.takes.map((take) => take.show.title))];
  return pageMetadata({
    title: story.title,
    description: `Said on ${listInWords(shows)}, each with the words and the second.`,
    path: `/stories/${story.id}`,
  });
}

/** One claim and everybody who said it, or said the opposite. */
export default async function StoryPage({ params }: Props) {
  const story = await storyOf(await idOf(params));
  if (!story) notFound();
  const appearances = await storyAppearances(database(), story.id);
  const shows = new Set(story.takes.map((take) => take.show.id)).size;
  const dissenters = [...new Set(story.dissenting.map((take) => take.show.title))];
  return (
    <>
      <div className="lead">
        <h1 dir="auto">{story.title}</h1>
        <p className="note">
          {capitalised(counted(story.takes.length, "take"))} on {counted(shows, "show")}
          {story.voices < shows && `, ${counted(story.voices, "independent voice")}`} ·{" "}
          {story.firstSeenAt.getTime() === story.lastSeenAt.getTime() ? (
            <PublishedDay at={story.firstSeenAt} />
          ) : (
            <>
              <PublishedDay at={story.firstSeenAt} /> to <PublishedDay at={story.lastSeenAt} />
            </>
          )}
          {story.topics.length > 0 && <> · {story.topics.map((topic) => topic.name).join(", ")}</>}
        </p>
        {appearances.map(({ date, rank }) => (
          <p className="note" key={date}>
            {capitalised(rankInWords(rank))} in the five of{" "}
            <InnerLink href={`/digests/${date}`}>{dayInWords(date)}</InnerLink>
          </p>
        ))}
        {dissenters.length > 0 && (
          <p className="note dissent-note">
            <a href="#disagree">
              {listInWords(dissenters)} {dissenters.length === 1 ? "disagrees" : "disagree"}
            </a>
          </p>
        )}
      </div>
      <Takes takes={story.takes} said={story.title} heading="h2" />
      {story.dissenting.length > 0 && (
        <section className="disagreeing" aria-labelledby="disagree">
          <h2 id="disagree">
            {listInWords(dissenters)} {dissenters.length === 1 ? "disagrees" : "disagree"}
          </h2>
          <Takes takes={story.dissenting} />
        </section>
      )}
    </>
  );
}
