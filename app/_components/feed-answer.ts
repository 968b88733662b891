import { database } from "../../lib/db/client";
import { atomFeed, feedLength, jsonFeed } from "../../lib/digests/digest-feed";
import { latestDigests } from "../../lib/digests/views";
import { env } from "../../lib/env";
import { localDate } from "../../lib/format/dates";
import { document } from "./answers";

const types = { xml: "application/atom+xml", json: "application/feed+json" } as const;

/**
 * An edition's latest digests as a feed.
 * @param path its own address on this server.
 * @param edition "everyone", or a reader's; theirs is nobody else's to keep.
 */
export async function feedOf(
  request: Request,
  kind: "xml" | "json",
  feed: { path: string; edition: string },
): Promise<Response> {
  const { APP_URL, APP_TIMEZONE } = env();
  const onOrBefore = localDate(new Date(), APP_TIMEZONE);
  const digests = await latestDigests(database(), { edition: feed.edition, onOrBefore, limit: feedLength });
  const frame = { appUrl: APP_URL, feedUrl: `${APP_URL}${feed.path}`, timeZone: APP_TIMEZONE };
  const body = kind === "xml" ? atomFeed(digests, frame) : jsonFeed(digests, frame);
  return document(request, body, types[kind], { isPrivate: feed.edition !== "everyone" });
}
