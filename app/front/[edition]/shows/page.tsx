import { pageTags } from "../../../../lib/digests/page-tags";
import { tagPage } from "../../../_components/tag-page";
import { AllShows, showsMetadata } from "../../../shows/all-shows";
import { type EditionParams, everyonesOnly } from "../everyones-only";

/** Made when first asked for, and anew when what it shows has changed (`pageTags`); or after this many seconds. */
export const revalidate = 300;
export const generateStaticParams = () => [];

export const generateMetadata = () => showsMetadata();

/** The list of shows for visitors; next.config.ts leads there from "/shows". */
export default async function PublicAllShowsPage({ params }: EditionParams) {
  await everyonesOnly(params);
  await tagPage(pageTags.shows);
  return <AllShows />;
}
