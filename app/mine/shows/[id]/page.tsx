import { currentReader } from "../../../../lib/accounts/session";
import { pageNumberOf, type SearchParams } from "../../../_components/page-params";
import { ShowArticle, showMetadata } from "../../../shows/[id]/show-article";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams };

export const generateMetadata = async ({ params, searchParams }: Props) =>
  showMetadata({ params, number: await pageNumberOf(searchParams) });

/** A show's page for who is signed in, and its further pages for everybody; next.config.ts leads there from its address. */
export default async function ReadersShowPage({ params, searchParams }: Props) {
  return <ShowArticle params={params} number={await pageNumberOf(searchParams)} reader={await currentReader()} />;
}
