import { revalidatePath } from "next/cache";
import { isPublicationKey, publicationHeader } from "../../../lib/accounts/publication-key";

/** Lets this server's pages be made anew. Only its own process knows the key (jobs/watch-publications.ts). */
export async function POST(request: Request): Promise<Response> {
  if (!isPublicationKey(request.headers.get(publicationHeader) ?? "")) return new Response(null, { status: 404 });
  revalidatePath("/", "layout");
  return new Response(null, { status: 204 });
}
