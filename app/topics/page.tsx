import type { Metadata } from "next";
import { currentReader } from "../../lib/accounts/session";
import { database } from "../../lib/db/client";
import { countedInDigits } from "../../lib/format/counts";
import { listTopics } from "../../lib/insights/list-views";
import { InnerLink } from "../_components/inner-link";
import { ReaderMark } from "../_components/masthead";
import { pageMetadata } from "../_components/page-metadata";

export const dynamic = "force-dynamic";

export function generateMetadata(): Metadata {
  return pageMetadata({
    title: "Topics",
    description: "What podcasts talk about, sorted: each topic with what was said on it, newest first.",
    path: "/topics",
  });
}

/** Every topic. */
export default async function TopicsPage() {
  const topics = await listTopics(database());
  const reader = await currentReader();
  return (
    <>
      {reader && <ReaderMark isOperator={reader.isOperator} />}
      <div className="lead">
        <h1>Topics</h1>
        <p className="standfirst">Follow some, and your five are chosen from them first.</p>
      </div>
      <ul className="topic-list">
        {topics.map((topic) => (
          <li key={topic.slug}>
            <h2>
              <InnerLink href={`/topics/${topic.slug}`}>{topic.name}</InnerLink>
            </h2>
            <p>{topic.description}</p>
            <p className="note">{topic.insights === 0 ? "Nothing yet" : countedInDigits(topic.insights, "insight")}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
