import { revalidateTag } from "next/cache";
import { z } from "zod";
import { isPublicationKey, publicationHeader } from "../../../lib/accounts/publication-key";

const tags = z.array(z.string().max(256)).max(100_000);

/**
 * Lets this server's pages be made anew that show what has changed. Body: a list of `pageTags` as JSON. Only its own process
 * knows the key (jobs/watch-publications.ts).
 */
export async function POST(request: Request): Promise<Response> {
  if (!isPublicationKey(request.headers.get(publicationHeader) ?? "")) return new Response(null, { status: 404 });
  // At once: what was withdrawn is not shown to one more visitor while the page is made anew.
  for (const tag of tags.parse(await request.json())) revalidateTag(tag, { expire: 0 });
  return new Response(null, { status: 204 });
}
