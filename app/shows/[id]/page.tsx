import { pageTags } from "../../../lib/digests/page-tags";
import { idOf } from "../../_components/page-params";
import { tagPage } from "../../_components/tag-page";
import { ShowArticle, showMetadata } from "./show-article";

/** Made when first asked for, and anew when what it shows has changed (`pageTags`); or after this many seconds. */
export const revalidate = 300;
export const generateStaticParams = () => [];

type Props = { params: Promise<{ id: string }> };

export const generateMetadata = ({ params }: Props) => showMetadata({ params });

export default async function ShowPage({ params }: Props) {
  await tagPage(pageTags.show(await idOf(params)));
  return <ShowArticle params={params} />;
}
