import { currentReader } from "../../../../lib/accounts/session";
import { DayArticle, dayMetadata } from "../../../digests/[date]/day-article";

export const dynamic = "force-dynamic";

export const generateMetadata = dayMetadata;

/** Everybody's five of a date for who is signed in; next.config.ts leads there from its address. */
export default async function ReadersDayPage(props: { params: Promise<{ date: string }> }) {
  return <DayArticle {...props} reader={await currentReader()} />;
}
