import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { findFollow } from "../../../lib/accounts/follow-store";
import type { SignedInReader } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { countedInDigits } from "../../../lib/format/counts";
import { topicPage } from "../../../lib/insights/list-views";
import { FollowButtons } from "../../_components/follow-buttons";
import { InnerLink } from "../../_components/inner-link";
import { pageMetadata } from "../../_components/page-metadata";
import { slugIn } from "../../_components/page-params";
import { Paging } from "../../_components/paging";
import { TakeList } from "../../_components/take-list";

type Props = { params: Promise<{ slug: string }>; number?: number };

const topicOf = cache((slug: string, number: number) => topicPage(database(), slug, number));

/** Title and description of a topic's page. */
export async function topicMetadata({ params, number: asked = 1 }: Props): Promise<Metadata> {
  const topic = await topicOf(await slugIn(params), asked);
  if (!topic) return {};
  const { number } = topic.takes;
  return pageMetadata({
    title: topic.name,
    description: `${topic.description} What was said on podcasts, each with the words and the second.`,
    path: `/topics/${topic.slug}${number > 1 ? `?page=${number}` : ""}`,
  });
}

/** A topic with everything said about it, newest first. */
export async function TopicArticle({ params, number = 1, reader }: Props & { reader?: SignedInReader | null }) {
  const topic = await topicOf(await slugIn(params), number);
  if (!topic) notFound();
  const { takes } = topic;
  const subject = { topicSlug: topic.slug };
  const follow = reader ? await findFollow(database(), reader.id, subject) : undefined;
  return (
    <>
      <div className="lead">
        <p className="crumb note">
          <InnerLink href="/topics">Topics</InnerLink>
        </p>
        <h1>{topic.name}</h1>
        <p className="standfirst">{topic.description}</p>
        {takes.total > 0 && <p className="note">{countedInDigits(takes.total, "insight")}, newest first</p>}
        <FollowButtons subject={subject} follow={follow} path={`/topics/${topic.slug}`} />
      </div>
      <section className="section" aria-labelledby="said">
        <h2 id="said" className="sr-only">
          What was said
        </h2>
        {takes.total === 0 && <p>Nothing was said about it yet on the shows that are read here.</p>}
        <TakeList takes={takes.items} />
      </section>
      <Paging page={takes} path={`/topics/${topic.slug}`} />
    </>
  );
}
