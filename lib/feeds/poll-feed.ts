import { createHash } from "node:crypto";
import type { Feed } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";
import { createFetcher, type FetchAnswer, FetchError } from "../net/fetch";
import type { StageContext } from "../queue/stage";
import { type FeedWishes, freshForMs, nextCheckAt, retryAfterMs } from "./cadence";
import { EpisodeMatcher } from "./episode-matching";
import type { FeedEpisode, ParsedFeed } from "./feed";
import { FeedFormatError } from "./feed-format-error";
import { readFeed } from "./read-feed";
import {
  createEpisode,
  findFeed,
  isUrlTaken,
  knownEpisodes,
  latestPublications,
  recordCheck,
  reopenEpisode,
  updateEpisode,
  updateShow,
} from "./store";

const maxFeedBytes = 30_000_000;
const feedTimeoutMs = 30_000;

/** What one poll found. */
export interface PollResult {
  status: "unchanged" | "updated" | "failed";
  newEpisodes: number;
  error?: string;
}

/**
 * Checks one feed: a conditional request, and when something changed the new episodes with their first jobs, all in one
 * transaction. What goes wrong is recorded on the feed's row as a sentence and does not throw.
 */
export async function pollFeed(context: StageContext, { feedId }: { feedId: string }): Promise<PollResult> {
  const feed = await findFeed(context.db, feedId);
  if (!feed || feed.state === "gone") return { status: "unchanged", newEpisodes: 0 };
  try {
    const answer = await createFetcher(context.env).get(feed.url, {
      headers: {
        accept: "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1",
        ...(feed.etag ? { "if-none-match": feed.etag } : {}),
        ...(feed.lastModified ? { "if-modified-since": feed.lastModified } : {}),
      },
      maxBytes: maxFeedBytes,
      timeoutMs: feedTimeoutMs,
    });
    return await readAnswer(context, feed, answer);
  } catch (error) {
    if (error instanceof FetchError || error instanceof FeedFormatError) return fail(context, feed, error.message, 0);
    throw error;
  }
}

async function readAnswer(context: StageContext, feed: Feed, answer: FetchAnswer): Promise<PollResult> {
  const now = context.now();
  const { headers, status } = answer;
  const wait = retryAfterMs(headers.get("retry-after"), now);
  const host = new URL(answer.finalUrl).host;
  if (status === 410) {
    await recordCheck(context.db, feed.id, {
      state: "gone",
      lastCheckedAt: now,
      lastError: `${host} says that this feed is gone for good. Remove the show, or add its new address.`,
    });
    return { status: "failed", newEpisodes: 0, error: `${host} says that this feed is gone for good.` };
  }
  if (status !== 304 && (status < 200 || status > 299)) return fail(context, feed, statusSentence(host, status), wait);

  const bodyHash = status === 304 ? feed.bodyHash : createHash("sha256").update(answer.body).digest("hex");
  const checked: Partial<Feed> = {
    lastCheckedAt: now,
    errorCount: 0,
    lastError: null,
    etag: headers.get("etag") ?? (status === 304 ? feed.etag : null),
    lastModified: headers.get("last-modified") ?? (status === 304 ? feed.lastModified : null),
  };
  const nextAt = async (db: Db | Tx, wishes: FeedWishes) =>
    nextCheckAt(now, {
      ...wishes,
      errorCount: 0,
      retryAfterMs: wait,
      freshForMs: freshForMs(headers, now),
      publishedAt: await latestPublications(db, feed.showId),
      chance: Math.random(),
    });
  if (status === 304 || bodyHash === feed.bodyHash) {
    await recordCheck(context.db, feed.id, { ...checked, nextCheckAt: await nextAt(context.db, feed) });
    return { status: "unchanged", newEpisodes: 0 };
  }
  const parsed = await readFeed({
    bytes: answer.body,
    contentType: headers.get("content-type"),
    address: answer.finalUrl,
  });
  const newEpisodes = await context.db.$transaction(async (tx) => {
    const moved = answer.permanentRedirectUrl;
    const url = moved && !(await isUrlTaken(tx, moved, feed.id)) ? moved : feed.url;
    const added = await saveEpisodes(context, tx, feed, parsed);
    await updateShow(tx, feed.showId, parsed);
    await recordCheck(tx, feed.id, {
      ...checked,
      ...parsed.wishes,
      nextCheckAt: await nextAt(tx, parsed.wishes),
      url,
      bodyHash,
      lastChangedAt: now,
      repairNote: parsed.repairNote,
    });
    return added;
  });
  return { status: "updated", newEpisodes };
}

type NewEpisode = FeedEpisode & { publishedAt: Date };

/** Adds what is new, and brings what is known up to date. At a show's first poll only its latest episodes are read; the older are remembered as skipped. */
async function saveEpisodes(context: StageContext, tx: Tx, feed: Feed, parsed: ParsedFeed): Promise<number> {
  const now = context.now();
  const listed = new Set(parsed.episodes.map((episode) => episode.guid));
  const known = new EpisodeMatcher(await knownEpisodes(tx, feed.showId), listed);
  const first = feed.lastChangedAt === null;
  const limit = context.env.EPISODES_ON_SUBSCRIBE;
  const fresh = new EpisodeMatcher<NewEpisode>([], listed);
  const added: NewEpisode[] = [];
  for (const episode of parsed.episodes) {
    // Many feeds carry notes and articles as well.
    if (episode.enclosureUrl === null && episode.transcriptRefs.length === 0) continue;
    const dated = { ...episode, publishedAt: publicationTime(episode.publishedAt, now) };
    const before = known.find(dated);
    if (before) {
      const offersOthers = await updateEpisode(tx, before, episode);
      if (offersOthers && before.stage === "waiting") {
        await reopenEpisode(tx, before.id, now);
        await context.enqueue(tx, "acquire-transcript", { episodeId: before.id });
      }
    } else if (!fresh.find(dated)) {
      fresh.add(dated);
      added.push(dated);
    }
  }
  const newestFirst = added.sort((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime());
  let taken = 0;
  for (const [index, episode] of newestFirst.entries()) {
    const old = first && index >= limit;
    const episodeId = await createEpisode(tx, feed.showId, episode, {
      stage: old ? "skipped" : "discovered",
      stageReason: old
        ? `It was published before the show was added, and only the latest ${limit} are read (EPISODES_ON_SUBSCRIBE).`
        : null,
      at: now,
    });
    if (old) continue;
    taken++;
    await context.enqueue(tx, "acquire-transcript", { episodeId });
  }
  return taken;
}

/** A missing date, or one that has not come yet, counts as now: the episode is there to be read. */
function publicationTime(published: Date | null, now: Date): Date {
  return published === null || published > now ? now : published;
}

async function fail(context: StageContext, feed: Feed, error: string, wait: number): Promise<PollResult> {
  const now = context.now();
  const errorCount = feed.errorCount + 1;
  await recordCheck(context.db, feed.id, {
    lastCheckedAt: now,
    nextCheckAt: nextCheckAt(now, {
      ...feed,
      errorCount,
      retryAfterMs: wait,
      freshForMs: 0,
      publishedAt: [],
      chance: Math.random(),
    }),
    errorCount,
    lastError: error,
  });
  context.log.warn({ feed: feed.url }, error);
  return { status: "failed", newEpisodes: 0, error };
}

function statusSentence(host: string, status: number): string {
  if (status === 404)
    return `${host} has no feed at this address (404). Check the address, or look for the show's new one.`;
  if (status === 401 || status === 403)
    return `${host} does not let us read this feed (${status}). If it is a private feed, use the address with its key.`;
  if (status === 429) return `${host} asks us to come less often (429). It will be tried again later.`;
  if (status >= 500) return `${host} has a problem of its own (${status}). It will be tried again later.`;
  return `${host} answered with status ${status} instead of the feed. Check the address in a browser.`;
}
