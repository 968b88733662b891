import { pageTags } from "../../../../lib/digests/page-tags";
import { tagPage } from "../../../_components/tag-page";
import { Archive, archiveMetadata } from "../../../digests/archive";
import { type EditionParams, everyonesOnly } from "../everyones-only";

/** Made when first asked for, and anew when what it shows has changed (`pageTags`); or after this many seconds. */
export const revalidate = 300;
export const generateStaticParams = () => [];

export const generateMetadata = () => archiveMetadata({});

/** The latest month of the archive for visitors; next.config.ts leads there from "/digests". */
export default async function PublicArchivePage({ params }: EditionParams) {
  await everyonesOnly(params);
  await tagPage(pageTags.digests);
  return <Archive />;
}
