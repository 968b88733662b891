import { z } from "zod";
import { currentReader } from "../../../lib/accounts/session";
import { pageNumberOf, type SearchParams } from "../../_components/page-params";
import { AllShows, showsMetadata } from "../../shows/all-shows";

export const dynamic = "force-dynamic";

export const generateMetadata = showsMetadata;

const words = z.string().trim().max(200).catch("");

/** The shows for who is signed in, and for everybody who looks for one; next.config.ts leads there from their address. */
export default async function ReadersShowsPage({ searchParams }: { searchParams: SearchParams }) {
  const asked = words.parse((await searchParams).q);
  return <AllShows asked={asked} number={await pageNumberOf(searchParams)} reader={await currentReader()} />;
}
