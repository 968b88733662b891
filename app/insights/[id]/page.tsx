import { InsightArticle, insightMetadata } from "./insight-article";

/** Made when first asked for, and anew when what it shows has changed (`pageTags`); or after this many seconds. */
export const revalidate = 300;
export const generateStaticParams = () => [];

export const generateMetadata = insightMetadata;

export default function InsightPage(props: { params: Promise<{ id: string }> }) {
  return <InsightArticle {...props} />;
}
