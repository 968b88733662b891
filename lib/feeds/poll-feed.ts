import type { Feed } from "../../prisma/client/client";
import type { Tx } from "../db/types";
import { createFetcher, type FetchAnswer, type Fetcher } from "../net/fetch";
import { FetchError } from "../net/fetch-error";
import type { StageContext } from "../queue/stage";
import { allowedFrom, type FeedWishes, freshForMs, nextCheckAt, nextCheckOfGoneFeed, retryAfterMs } from "./cadence";
import { showHash } from "./feed";
import { FeedFormatError } from "./feed-format-error";
import { type FeedDocument, fetchFeed, followNewAddress, hashOfBody, readDocument } from "./fetch-feed";
import { findSameShow, saveFeed } from "./save-feed";
import { statusSentence } from "./status-sentence";
import { otherFeedAt, recordCheck, recordUnchanged, type UnchangedCheck } from "./store";

/** A redirect counts as a move for good when this many checks in a row have met it: some are put up by mistake. */
const movesUntilBelieved = 3;

/** What one poll found. */
export interface PollResult {
  status: "unchanged" | "updated" | "failed";
  newEpisodes: number;
  error?: string;
}

/** What a poll works with; a run over many feeds shares it. */
export interface PollTools {
  fetcher: Fetcher;
  /** Records that a feed has not changed, alone or with others at once. */
  recordUnchanged: (check: UnchangedCheck) => Promise<void>;
}

/**
 * Checks one feed: a conditional request, and when something changed the new episodes with their first jobs, all in one
 * transaction. What goes wrong is recorded on the feed's row as a sentence and does not throw.
 */
export async function pollFeed(
  context: StageContext,
  feed: Feed,
  tools: PollTools = {
    fetcher: createFetcher(context.env),
    recordUnchanged: (check) => recordUnchanged(context.db, [check]),
  },
): Promise<PollResult> {
  const { fetcher } = tools;
  try {
    const answer = await fetchFeed(fetcher, feed.url, feed);
    const { status, finalUrl } = answer;
    if (status === 410) return await fail(context, feed, goneSentence(hostOf(finalUrl)), answer);
    if (status !== 304 && (status < 200 || status > 299))
      return await fail(context, feed, statusSentence(hostOf(finalUrl), status), answer);
    const bodyHash = status === 304 ? feed.bodyHash : hashOfBody(answer);
    if (bodyHash === null) return await fail(context, feed, statusSentence(hostOf(finalUrl), status), answer);
    if (bodyHash === feed.bodyHash) return await saveUnchanged(context, feed, answer, tools);
    const document = await readDocument(answer, bodyHash);
    const moved = await followNewAddress(fetcher, feed.url, document);
    return await saveChanged(context, feed, moved ?? document, moved ? document.parsed.newFeedUrl : null);
  } catch (error) {
    if (error instanceof FetchError || error instanceof FeedFormatError) return fail(context, feed, error.message);
    throw error;
  }
}

const hostOf = (url: string) => new URL(url).host;

/** What every answer leaves behind that is no error. */
function checkedBy(context: StageContext, feed: Feed, answer: FetchAnswer) {
  const { headers, status } = answer;
  return {
    claimedUntil: null,
    state: "active" as const,
    lastCheckedAt: context.now(),
    errorCount: 0,
    lastError: null,
    etag: headers.get("etag") ?? (status === 304 ? feed.etag : null),
    lastModified: headers.get("last-modified") ?? (status === 304 ? feed.lastModified : null),
  };
}

/** When it is looked at next, and from when it may be. */
function nextAfter(
  context: StageContext,
  { ttlMinutes, skipHours, skipDays }: FeedWishes,
  publishedAt: Date[],
  { headers }: FetchAnswer,
): { nextCheckAt: Date; allowedFrom: Date } {
  const now = context.now();
  const wishes = {
    ...{ ttlMinutes, skipHours, skipDays },
    retryAfterMs: retryAfterMs(headers.get("retry-after"), now),
    freshForMs: freshForMs(headers, now),
  };
  return {
    nextCheckAt: nextCheckAt(now, { ...wishes, errorCount: 0, publishedAt, chance: Math.random() }),
    allowedFrom: allowedFrom(now, wishes),
  };
}

async function saveUnchanged(
  context: StageContext,
  feed: Feed,
  answer: FetchAnswer,
  tools: PollTools,
): Promise<PollResult> {
  const { id } = feed;
  const checked = checkedBy(context, feed, answer);
  const next = nextAfter(context, feed, feed.latestPublishedAt, answer);
  const move = redirectOf(feed, answer);
  if (move.movedToUrl === null) await tools.recordUnchanged({ id, ...next, ...checked });
  else
    await context.db.$transaction(async (tx) =>
      recordCheck(tx, id, { ...checked, ...next, lastFound: 0, ...(await moveTo(context, tx, feed, move)) }),
    );
  return { status: "unchanged", newEpisodes: 0 };
}

async function saveChanged(
  context: StageContext,
  feed: Feed,
  { answer, bodyHash, parsed }: FeedDocument,
  newAddress: string | null,
): Promise<PollResult> {
  const now = context.now();
  const newEpisodes = await context.db.$transaction(async (tx) => {
    const same = feed.lastChangedAt === null ? await findSameShow(tx, feed, parsed, now) : null;
    if (same) await context.enqueue(tx, "merge-shows", { showId: feed.showId, intoShowId: same });
    const { newEpisodes, latestPublishedAt } = same
      ? { newEpisodes: 0, latestPublishedAt: [] }
      : await saveFeed(context, tx, feed, parsed);
    const move = newAddress ? { movedToUrl: newAddress, movedCount: movesUntilBelieved } : redirectOf(feed, answer);
    await recordCheck(tx, feed.id, {
      ...checkedBy(context, feed, answer),
      ...parsed.wishes,
      ...(await moveTo(context, tx, feed, move)),
      ...nextAfter(context, parsed.wishes, latestPublishedAt, answer),
      lastFound: newEpisodes,
      bodyHash,
      showHash: same ? null : showHash(parsed),
      latestPublishedAt,
      // A double is read by the show that it belongs to.
      ...(same ? {} : { lastChangedAt: now }),
      repairNote: parsed.repairNote,
    });
    return newEpisodes;
  });
  return { status: "updated", newEpisodes };
}

interface Move {
  movedToUrl: string | null;
  movedCount: number;
}

function redirectOf(feed: Feed, { permanentRedirectUrl }: FetchAnswer): Move {
  const target = permanentRedirectUrl === feed.url ? null : permanentRedirectUrl;
  return {
    movedToUrl: target,
    movedCount: target === null ? 0 : target === feed.movedToUrl ? feed.movedCount + 1 : 1,
  };
}

/** Takes a feed to its new address once that is believed; where another feed has it, the two shows become one. */
async function moveTo(context: StageContext, tx: Tx, feed: Feed, move: Move): Promise<Partial<Feed>> {
  const { movedToUrl, movedCount } = move;
  if (movedToUrl === null || movedCount < movesUntilBelieved) return { movedToUrl, movedCount };
  const other = await otherFeedAt(tx, movedToUrl, feed.id);
  if (other) {
    await context.enqueue(tx, "merge-shows", { showId: feed.showId, intoShowId: other.showId });
    return { movedToUrl, movedCount };
  }
  const otherUrls = [...new Set([...feed.otherUrls, feed.url])].filter((url) => url !== movedToUrl);
  return { url: movedToUrl, host: hostOf(movedToUrl), otherUrls, movedToUrl: null, movedCount: 0 };
}

async function fail(context: StageContext, feed: Feed, error: string, answer?: FetchAnswer): Promise<PollResult> {
  const now = context.now();
  const isGone = answer?.status === 410 || feed.state === "gone";
  const errorCount = isGone && feed.state !== "gone" ? 1 : feed.errorCount + 1;
  const wishes = {
    ...feed,
    retryAfterMs: retryAfterMs(answer?.headers.get("retry-after") ?? null, now),
    freshForMs: 0,
  };
  await recordCheck(context.db, feed.id, {
    claimedUntil: null,
    ...(isGone ? { state: "gone" } : {}),
    lastCheckedAt: now,
    nextCheckAt: isGone
      ? nextCheckOfGoneFeed(now, errorCount)
      : nextCheckAt(now, { ...wishes, errorCount, publishedAt: [], chance: Math.random() }),
    allowedFrom: allowedFrom(now, wishes),
    lastFound: null,
    errorCount,
    lastError: error,
  });
  context.log.warn({ feed: feed.url }, error);
  return { status: "failed", newEpisodes: 0, error };
}

function goneSentence(host: string): string {
  return `${host} says that this feed is gone for good (410). Remove the show, or add its new address.`;
}
