import { StoryArticle, storyMetadata } from "../../../stories/[id]/story-article";

export const dynamic = "force-dynamic";

export const generateMetadata = storyMetadata;

/** A story's page for who is signed in; next.config.ts leads there from its address. */
export default function ReadersStoryPage(props: { params: Promise<{ id: string }> }) {
  return <StoryArticle {...props} />;
}
