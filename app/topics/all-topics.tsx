import type { Metadata } from "next";
import { database } from "../../lib/db/client";
import { countedInDigits } from "../../lib/format/counts";
import { listTopics } from "../../lib/insights/list-views";
import { InnerLink } from "../_components/inner-link";
import { pageMetadata } from "../_components/page-metadata";

/** Title and description of the list of topics. */
export function topicsMetadata(): Metadata {
  return pageMetadata({
    title: "Topics",
    description: "What podcasts talk about, sorted: each topic with what was said on it, newest first.",
    path: "/topics",
  });
}

/** Every topic. */
export async function AllTopics() {
  const topics = await listTopics(database());
  return (
    <>
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
