import { StoryArticle, storyMetadata } from "./story-article";

/** Made when first asked for, and anew when what it shows has changed (`pageTags`); or after this many seconds. */
export const revalidate = 300;
export const generateStaticParams = () => [];

export const generateMetadata = storyMetadata;

export default function StoryPage(props: { params: Promise<{ id: string }> }) {
  return <StoryArticle {...props} />;
}
