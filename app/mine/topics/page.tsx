import { AllTopics, topicsMetadata } from "../../topics/all-topics";

export const dynamic = "force-dynamic";

export const generateMetadata = topicsMetadata;

/** The topics for who is signed in; next.config.ts leads there from their address. */
export default async function ReadersTopicsPage() {
  return <AllTopics />;
}
