import { z } from "zod";
import { database } from "../../../lib/db/client";
import {
  digestAddresses,
  insightAddresses,
  personAddresses,
  type SitemapEntry,
  showAddresses,
  storyAddresses,
} from "../../../lib/digests/archive-views";
import { env } from "../../../lib/env";
import { listTopics } from "../../../lib/insights/list-views";
import { document } from "../../_components/answers";
import { sitemapXml } from "../../_components/sitemap-document";

const name = z.string().regex(/^(?:pages|(?:insights|stories|shows|people)-\d{1,5})\.xml$/u);

/** One file of the sitemap. Episodes are not in it: their pages may hold transcripts, which are others' work. */
export async function GET(request: Request, { params }: { params: Promise<{ part: string }> }): Promise<Response> {
  const parsed = name.safeParse((await params).part);
  const entries = parsed.success ? await entriesOf(parsed.data) : [];
  if (entries.length === 0) return new Response(null, { status: 404 });
  return document(request, sitemapXml("urlset", env().APP_URL, entries), "application/xml");
}

async function entriesOf(file: string): Promise<(SitemapEntry | string)[]> {
  const part = Number(/\d+/u.exec(file)?.[0] ?? 0);
  if (file.startsWith("insights")) return insightAddresses(database(), part);
  if (file.startsWith("stories")) return storyAddresses(database(), part);
  if (file.startsWith("shows")) return showAddresses(database(), part);
  if (file.startsWith("people")) return personAddresses(database(), part);
  const [digests, topics] = await Promise.all([digestAddresses(database()), listTopics(database())]);
  return [
    "/",
    "/digests",
    "/topics",
    "/shows",
    ...topics.filter((topic) => topic.insights > 0).map((topic) => `/topics/${topic.slug}`),
    ...digests,
  ];
}
