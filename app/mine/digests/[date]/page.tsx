import { currentReader } from "../../../../lib/accounts/session";
import type { SearchParams } from "../../../_components/page-params";
import { DayArticle, dayMetadata } from "../../../digests/[date]/day-article";

export const dynamic = "force-dynamic";

export const generateMetadata = dayMetadata;

type Props = { params: Promise<{ date: string }>; searchParams: SearchParams };

/**
 * The five of a date for who is signed in: everybody's, or where an email's link asks for it (`edition=own`) their own;
 * next.config.ts leads there from its address.
 */
export default async function ReadersDayPage({ params, searchParams }: Props) {
  const { edition } = await searchParams;
  return <DayArticle params={params} reader={await currentReader()} isOwn={edition === "own"} />;
}
