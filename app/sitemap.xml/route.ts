import { database } from "../../lib/db/client";
import { sitemapKinds, sitemapParts } from "../../lib/digests/archive-views";
import { env } from "../../lib/env";
import { document } from "../_components/answers";
import { sitemapXml } from "../_components/sitemap-document";

export const dynamic = "force-dynamic";

/** The list of the sitemap's files: one of pages and days, the others of insights, stories, shows and people, so many as it takes. */
export async function GET(request: Request): Promise<Response> {
  const count = await sitemapParts(database());
  const parts = [
    "/sitemap/pages.xml",
    ...sitemapKinds.flatMap((kind) => Array.from({ length: count[kind] }, (_, part) => `/sitemap/${kind}-${part}.xml`)),
  ];
  return document(request, sitemapXml("sitemapindex", env().APP_URL, parts), "application/xml");
}
