import { database } from "../../lib/db/client";
import { sitemapParts } from "../../lib/digests/archive-views";
import { env } from "../../lib/env";
import { document } from "../_components/answers";
import { sitemapXml } from "../_components/sitemap-document";

export const dynamic = "force-dynamic";

/** The list of the sitemap's files: one of pages and days, the others of insights and stories, so many as it takes. */
export async function GET(request: Request): Promise<Response> {
  const { insights, stories } = await sitemapParts(database());
  const parts = [
    "/sitemap/pages.xml",
    ...Array.from({ length: insights }, (_, part) => `/sitemap/insights-${part}.xml`),
    ...Array.from({ length: stories }, (_, part) => `/sitemap/stories-${part}.xml`),
  ];
  return document(request, sitemapXml("sitemapindex", env().APP_URL, parts), "application/xml");
}
