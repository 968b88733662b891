import { pageTags } from "../../../../lib/digests/page-tags";
import { tagPage } from "../../../_components/tag-page";
import { AllTopics, topicsMetadata } from "../../../topics/all-topics";
import { type EditionParams, everyonesOnly } from "../everyones-only";

/** Made when first asked for, and anew when what it shows has changed (`pageTags`); or after this many seconds. */
export const revalidate = 300;
export const generateStaticParams = () => [];

export const generateMetadata = () => topicsMetadata();

/** The list of topics for visitors; next.config.ts leads there from "/topics". */
export default async function PublicAllTopicsPage({ params }: EditionParams) {
  await everyonesOnly(params);
  await tagPage(pageTags.topics);
  return <AllTopics />;
}
