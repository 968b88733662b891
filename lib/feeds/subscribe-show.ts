import { z } from "zod";
import type { StageContext } from "../queue/stage";
import { createFeed, reviveFeed } from "./store";

/** An address that cannot be a feed's; `message` says what it must look like. */
export class FeedAddressError extends Error {
  override name = "FeedAddressError";
}

const feedAddress = z
  .string()
  .trim()
  .max(2_000)
  .pipe(z.url({ protocol: /^https?$/ }));

/**
 * Subscribes to a feed and enqueues its first poll. Idempotent: an address that is already there is left as it is,
 * unless its feed was gone; then it is looked at again.
 * @param input.title what the show is called until its feed has been read.
 * @throws FeedAddressError
 */
export async function subscribeShow(
  context: StageContext,
  input: { url: string; title?: string },
): Promise<{ showId: string; feedId: string; created: boolean }> {
  const parsed = feedAddress.safeParse(
    input.url.replace(/^feed:(\/\/)?(?=https?:)/i, "").replace(/^(feed|itpc):\/\//i, "http://"),
  );
  if (!parsed.success) {
    throw new FeedAddressError(
      `"${input.url.slice(0, 200)}" is not a feed's address. It looks like https://example.com/feed.xml.`,
    );
  }
  const url = new URL(parsed.data);
  url.hash = "";
  return context.db.$transaction(async (tx) => {
    const { feed, created } = await createFeed(tx, url.href, input.title?.trim().slice(0, 300) || url.hostname);
    if (feed.state === "gone") await reviveFeed(tx, feed.id, context.now());
    if (created || feed.state === "gone") await context.enqueue(tx, "poll-feeds", {});
    return { showId: feed.showId, feedId: feed.id, created };
  });
}
