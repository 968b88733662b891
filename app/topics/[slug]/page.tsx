import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { findFollow } from "../../../lib/accounts/follow-store";
import { currentReader } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { countedInDigits } from "../../../lib/format/counts";
import { topicPage } from "../../../lib/insights/list-views";
import { FollowButtons } from "../../_components/follow-buttons";
import { InnerLink } from "../../_components/inner-link";
import { ReaderMark } from "../../_components/masthead";
import { pageMetadata } from "../../_components/page-metadata";
import { pageNumberOf, type SearchParams, slugIn } from "../../_components/page-params";
import { Paging } from "../../_components/paging";
import { TakeList } from "../../_components/take-list";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ slug: string }>; searchParams: SearchParams };

const topicOf = cache((slug: string, number: number) => topicPage(database(), slug, number));

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const topic = await topicOf(await slugIn(params), await pageNumberOf(searchParams));
  if (!topic) return {};
  const { number } = topic.takes;
  return pageMetadata({
    title: topic.name,
    description: `${topic.description} What was said on podcasts, each with the words and the second.`,
    path: `/topics/${topic.slug}${number > 1 ? `?page=${number}` : ""}`,
  });
}

/** A topic with everything said about it, newest first. */
export default async function TopicPage({ params, searchParams }: Props) {
  const topic = await topicOf(await slugIn(params), await pageNumberOf(searchParams));
  if (!topic) notFound();
  const { takes } = topic;
  const reader = await currentReader();
  const subject = { topicSlug: topic.slug };
  const follow = reader ? await findFollow(database(), reader.id, subject) : undefined;
  return (
    <>
      {reader && <ReaderMark isOperator={reader.isOperator} />}
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
