import { database } from "../../../../lib/db/client";
import { digestByDate } from "../../../../lib/digests/views";
import { digestTitle } from "../../../../lib/format/digest-words";
import { dateOf } from "../../../_components/page-params";
import { digestPicture } from "../../../_components/picture";

/** Drawn when first asked for, and kept with the pages. */
export const dynamic = "force-static";
export const revalidate = 3600;
export const generateStaticParams = () => [];

/** The picture by which a day is shown where its link is shared. */
export async function GET(_: Request, { params }: { params: Promise<{ date: string }> }): Promise<Response> {
  const digest = await digestByDate(database(), await dateOf(params));
  if (!digest) return new Response(null, { status: 404 });
  return digestPicture({ ...digestTitle(digest), headlines: digest.items.map(({ take }) => take.headline) });
}
