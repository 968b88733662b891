import { currentReader } from "../../../../lib/accounts/session";
import { pageNumberOf, type SearchParams } from "../../../_components/page-params";
import { TopicArticle, topicMetadata } from "../../../topics/[slug]/topic-article";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ slug: string }>; searchParams: SearchParams };

export const generateMetadata = async ({ params, searchParams }: Props) =>
  topicMetadata({ params, number: await pageNumberOf(searchParams) });

/** A topic's page for who is signed in, and its further pages for everybody; next.config.ts leads there from its address. */
export default async function ReadersTopicPage({ params, searchParams }: Props) {
  return <TopicArticle params={params} number={await pageNumberOf(searchParams)} reader={await currentReader()} />;
}
