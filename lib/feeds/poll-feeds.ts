import type { Feed } from "../../prisma/client/client";
import { createFetcher } from "../net/fetch";
import type { StageContext } from "../queue/stage";
import { type PollResult, type PollTools, pollFeed } from "./poll-feed";
import { claimDueFeeds, countDueFeeds, renewClaims } from "./store";
import { UnchangedChecks } from "./unchanged-checks";

/** Feeds that one worker looks at at the same time; most of them wait for their publishers. */
const mostAtOnce = 96;
/** Of one host; more would wait for it instead of letting others go first. */
const mostPerHost = 4;
/** A dead worker's feeds are looked at again after this long; who lives renews what it holds. */
const claimMs = 60_000;
const renewEveryMs = 15_000;
/** A feed that could not be saved: its publisher is not asked again each minute for that. */
const unsavedMs = 4 * 60_000;
/** How often it is looked whether more have become due while some are slow. */
const lookAgainMs = 1_000;
/** A job that goes on and on would look like one that hangs. */
const longestRunMs = 10 * 60_000;

/** What a run came to. */
export interface PollCounts {
  polled: number;
  failed: number;
  newEpisodes: number;
}

/**
 * Checks the feeds that are due, beside any number of others that do the same: feeds are claimed in batches, each by one.
 * Slow hosts hold nobody up: of each only a few feeds are taken on, and room is filled again as soon as it is free.
 * @param onPolled is told of each feed as it is done.
 */
export async function pollFeeds(
  context: StageContext,
  onPolled: (feed: Feed, result: PollResult) => void = () => {},
): Promise<PollCounts> {
  const fetcher = createFetcher(context.env);
  const unchanged = new UnchangedChecks(context.db);
  const tools: PollTools = { fetcher, recordUnchanged: (check) => unchanged.add(check) };
  const counts: PollCounts = { polled: 0, failed: 0, newEpisodes: 0 };
  const running = new Map<string, Promise<void>>();
  const perHost = new Map<string, number>();
  const poll = async (feed: Feed) => {
    const result = await pollSafely(context, feed, tools);
    counts.polled++;
    counts.newEpisodes += result.newEpisodes;
    if (result.status === "failed") counts.failed++;
    const left = (perHost.get(feed.host) ?? 1) - 1;
    if (left > 0) perHost.set(feed.host, left);
    else perHost.delete(feed.host);
    onPolled(feed, result);
  };
  const startedAt = Date.now();
  let renewedAt = startedAt;
  try {
    for (;;) {
      if (running.size > 0 && Date.now() - renewedAt >= renewEveryMs) {
        renewedAt = Date.now();
        await renew(context, [...running.keys()]);
      }
      const room = mostAtOnce - running.size;
      // Asked before claiming: hosts that were full then may be free after it, and their other feeds still wait.
      const wasIdle = running.size === 0;
      const mayClaim = Date.now() - startedAt < longestRunMs;
      const feeds = mayClaim && room > 0 ? await claim(context, perHost, room) : [];
      for (const feed of feeds) {
        // After a standstill longer than a claim its own feeds look free to it.
        if (running.has(feed.id)) continue;
        perHost.set(feed.host, (perHost.get(feed.host) ?? 0) + 1);
        running.set(
          feed.id,
          poll(feed).finally(() => running.delete(feed.id)),
        );
      }
      if (running.size > 0) await untilRoom(running);
      else if (wasIdle || !mayClaim) break;
    }
  } finally {
    await fetcher.close();
  }
  if (counts.polled > 0 && (await countDueFeeds(context.db, context.now())) > 0) await callForHelp(context);
  return counts;
}

/** Claims what fits in; where that is not all of it, another worker may join. */
async function claim(context: StageContext, perHost: Map<string, number>, room: number): Promise<Feed[]> {
  const now = context.now();
  const feeds = await claimDueFeeds(context.db, {
    now,
    until: new Date(now.getTime() + claimMs),
    most: room,
    mostPerHost,
    ownHosts: [...perHost.keys()],
    fullHosts: [...perHost].filter(([, count]) => count >= mostPerHost).map(([host]) => host),
  });
  if (feeds.length === room) await callForHelp(context);
  return feeds;
}

async function renew(context: StageContext, feedIds: string[], forMs = claimMs): Promise<void> {
  const now = context.now();
  await renewClaims(context.db, feedIds, now, new Date(now.getTime() + forMs));
}

async function callForHelp(context: StageContext): Promise<void> {
  await context.db.$transaction((tx) => context.enqueue(tx, "poll-feeds", {}));
}

/** Waits until a quarter is free again, or a moment has passed: claiming for each single one would ask the database too often. */
async function untilRoom(running: Map<string, Promise<void>>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const moment = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, lookAgainMs);
  });
  const wanted = Math.max(0, Math.min(running.size - 1, Math.floor(mostAtOnce * 0.75)));
  let isOver = false;
  const enough = (async () => {
    while (!isOver && running.size > wanted) await Promise.race(running.values());
  })();
  await Promise.race([enough, moment]);
  isOver = true;
  clearTimeout(timer);
}

/** One feed's trouble, whatever it is, stays with that feed. */
async function pollSafely(context: StageContext, feed: Feed, tools: PollTools): Promise<PollResult> {
  try {
    return await pollFeed(context, feed, tools);
  } catch (error) {
    context.log.error(
      { err: error, feed: feed.url },
      "A feed could not be saved; it is tried again when its claim ends.",
    );
    // Where the database is away altogether the claim ends sooner, and claiming anew needs the database.
    await renew(context, [feed.id], unsavedMs).catch((err: unknown) =>
      context.log.warn({ err, feed: feed.url }, "The claim on a feed that could not be saved was not prolonged."),
    );
    return {
      status: "failed",
      newEpisodes: 0,
      error: "It could not be saved. It will be tried again in a few minutes.",
    };
  }
}
