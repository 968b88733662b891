import { pageTags } from "../../../lib/digests/page-tags";
import { slugIn } from "../../_components/page-params";
import { tagPage } from "../../_components/tag-page";
import { TopicArticle, topicMetadata } from "./topic-article";

/** Made when first asked for, and anew when what it shows has changed (`pageTags`); or after this many seconds. */
export const revalidate = 300;
export const generateStaticParams = () => [];

type Props = { params: Promise<{ slug: string }> };

export const generateMetadata = ({ params }: Props) => topicMetadata({ params });

export default async function TopicPage({ params }: Props) {
  await tagPage(pageTags.topic(await slugIn(params)));
  return <TopicArticle params={params} />;
}
