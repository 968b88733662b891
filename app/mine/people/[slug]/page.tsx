import { pageNumberOf, type SearchParams } from "../../../_components/page-params";
import { PersonArticle, personMetadata } from "../../../people/[slug]/person-article";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ slug: string }>; searchParams: SearchParams };

export const generateMetadata = async ({ params, searchParams }: Props) =>
  personMetadata({ params, number: await pageNumberOf(searchParams) });

/** Somebody's page for who is signed in, and its further pages for everybody; next.config.ts leads there from its address. */
export default async function ReadersPersonPage({ params, searchParams }: Props) {
  return <PersonArticle params={params} number={await pageNumberOf(searchParams)} />;
}
