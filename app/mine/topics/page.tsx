import { listFollows } from "../../../lib/accounts/follow-store";
import { currentReader } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { AllTopics, topicsMetadata } from "../../topics/all-topics";

export const dynamic = "force-dynamic";

export const generateMetadata = topicsMetadata;

/** The topics for who is signed in, with what they follow; next.config.ts leads there from their address. */
export default async function ReadersTopicsPage() {
  const reader = await currentReader();
  return <AllTopics follows={reader ? await listFollows(database(), reader.id) : undefined} />;
}
