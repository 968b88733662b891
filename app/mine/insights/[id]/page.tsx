import { currentReader } from "../../../../lib/accounts/session";
import { InsightArticle, insightMetadata } from "../../../insights/[id]/insight-article";

export const dynamic = "force-dynamic";

export const generateMetadata = insightMetadata;

/** An insight's page for who is signed in; next.config.ts leads there from its address. */
export default async function ReadersInsightPage(props: { params: Promise<{ id: string }> }) {
  return <InsightArticle {...props} reader={await currentReader()} />;
}
