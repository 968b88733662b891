import { type EditionParams, everyonesOnly } from "./everyones-only";
import { FrontPage, frontMetadata } from "./front-page";

/** Made when first asked for, and anew when what it shows has changed (`pageTags`); or after this many seconds. */
export const revalidate = 300;
export const generateStaticParams = () => [];

export const generateMetadata = () => frontMetadata({ reader: null });

/** The front page for visitors; next.config.ts leads there from "/". */
export default async function PublicFrontPage({ params }: EditionParams) {
  await everyonesOnly(params);
  return <FrontPage reader={null} />;
}
