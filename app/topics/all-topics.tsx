import type { Metadata } from "next";
import type { FollowRow } from "../../lib/accounts/follow-store";
import { database } from "../../lib/db/client";
import { countedInDigits } from "../../lib/format/counts";
import { listTopics } from "../../lib/insights/list-views";
import { FollowButtons } from "../_components/follow-buttons";
import { InnerLink } from "../_components/inner-link";
import { pageMetadata } from "../_components/page-metadata";
import { Phrases } from "../settings/interests";

/** Title and description of the list of topics. */
export function topicsMetadata(): Metadata {
  return pageMetadata({
    title: "Topics",
    description: "What podcasts talk about, sorted: each topic with what was said on it, newest first.",
    path: "/topics",
  });
}

/** Every topic. @param props.follows what a reader follows and mutes; undefined for visitors. */
export async function AllTopics({ follows }: { follows?: FollowRow[] | undefined }) {
  const topics = await listTopics(database());
  return (
    <>
      <div className="lead">
        <h1>Topics</h1>
        <p className="standfirst">Follow some, and your five are chosen from them first.</p>
        {follows ? (
          <p className="note">
            <a href="#phrases">Words of your own</a> ·{" "}
            <InnerLink href="/settings">How much of each, in your settings</InnerLink>
          </p>
        ) : (
          <p className="note">
            <InnerLink href="/signin?next=/topics">Sign in to follow them</InnerLink>
          </p>
        )}
      </div>
      <ul className="topic-list">
        {topics.map((topic) => (
          <li key={topic.slug}>
            <h2>
              <InnerLink href={`/topics/${topic.slug}`}>{topic.name}</InnerLink>
            </h2>
            <p>{topic.description}</p>
            <p className="note">{topic.insights === 0 ? "Nothing yet" : countedInDigits(topic.insights, "insight")}</p>
            {follows && (
              <FollowButtons
                subject={{ topicSlug: topic.slug }}
                name={topic.name}
                follow={follows.find((row) => row.topicSlug === topic.slug) ?? null}
                path="/topics"
              />
            )}
          </li>
        ))}
      </ul>
      {follows && <Phrases follows={follows} />}
    </>
  );
}
