import { currentReader } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { writeOpml } from "../../../lib/feeds/opml";
import { listShows } from "../../../lib/feeds/views";

/** Every show as an OPML file. For operators only: the address of a feed may be a subscriber's secret. */
export async function GET(): Promise<Response> {
  const reader = await currentReader();
  if (!reader?.isOperator) return new Response("Only operators may take the list along.\n", { status: 403 });
  const shows = await listShows(database());
  if (shows.length === 0) return new Response("There are no shows yet.\n", { status: 404 });
  return new Response(writeOpml(shows, new Date()), {
    headers: {
      "content-type": "text/x-opml; charset=utf-8",
      "content-disposition": 'attachment; filename="overheard-shows.opml"',
      "cache-control": "private, no-store",
    },
  });
}
