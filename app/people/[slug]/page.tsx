import { pageTags } from "../../../lib/digests/page-tags";
import { slugIn } from "../../_components/page-params";
import { tagPage } from "../../_components/tag-page";
import { PersonArticle, personMetadata } from "./person-article";

/** Made when first asked for, and anew when what it shows has changed (`pageTags`); or after this many seconds. */
export const revalidate = 300;
export const generateStaticParams = () => [];

type Props = { params: Promise<{ slug: string }> };

export const generateMetadata = ({ params }: Props) => personMetadata({ params });

export default async function PersonPage({ params }: Props) {
  await tagPage(pageTags.person(await slugIn(params)));
  return <PersonArticle params={params} />;
}
