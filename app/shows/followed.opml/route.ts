import { currentReader } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { followedOpml } from "../../../lib/feeds/follow-list";

/** The shows that the reader follows as an OPML file, for other apps. */
export async function GET(): Promise<Response> {
  const reader = await currentReader();
  if (!reader) return new Response("Sign in first; this is a reader's own.\n", { status: 401 });
  const opml = await followedOpml(database(), reader.id, new Date());
  if (opml === null) return new Response("You follow no show in particular.\n", { status: 404 });
  return new Response(opml, {
    headers: {
      "content-type": "text/x-opml; charset=utf-8",
      "content-disposition": 'attachment; filename="overheard-followed.opml"',
      "cache-control": "private, no-store",
    },
  });
}
