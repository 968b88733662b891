import { database } from "../../../../lib/db/client";
import { insightPage } from "../../../../lib/stories/views";
import { idOf } from "../../../_components/page-params";
import { insightPicture } from "../../../_components/picture";

/** Drawn when first asked for, and kept with the pages. */
export const dynamic = "force-static";
export const revalidate = 3600;
export const generateStaticParams = () => [];

/** The picture by which an insight is shown where its link is shared. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const insight = await insightPage(database(), await idOf(params));
  return insight ? insightPicture(insight.take) : new Response(null, { status: 404 });
}
