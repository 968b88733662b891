import { createHash } from "node:crypto";
import type { FetchAnswer, Fetcher } from "../net/fetch";
import { FetchError } from "../net/fetch-error";
import { EpisodeMatcher } from "./episode-matching";
import type { ParsedFeed } from "./feed";
import { FeedFormatError } from "./feed-format-error";
import { readFeed } from "./read-feed";

const maxFeedBytes = 30_000_000;
const feedTimeoutMs = 30_000;

/** What an earlier answer told us to ask with. */
export interface Validators {
  etag: string | null;
  lastModified: string | null;
}

/** A document that was fetched and read. */
export interface FeedDocument {
  answer: FetchAnswer;
  bodyHash: string;
  parsed: ParsedFeed;
}

/** Asks for a feed, and for its document only when it has changed since the validators were given. @throws FetchError */
export function fetchFeed(fetcher: Fetcher, url: string, validators: Validators): Promise<FetchAnswer> {
  return fetcher.get(url, {
    headers: {
      accept: "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1",
      ...(validators.etag ? { "if-none-match": validators.etag } : {}),
      ...(validators.lastModified ? { "if-modified-since": validators.lastModified } : {}),
    },
    maxBytes: maxFeedBytes,
    timeoutMs: feedTimeoutMs,
  });
}

/** Tells whether two documents are the same where a publisher has no validators. */
export function hashOfBody(answer: FetchAnswer): string {
  return createHash("sha256").update(answer.body).digest("hex");
}

/** Reads the document of an answer. @throws FeedFormatError */
export async function readDocument(answer: FetchAnswer, bodyHash: string): Promise<FeedDocument> {
  const { body, headers, finalUrl } = answer;
  const parsed = await readFeed({ bytes: body, contentType: headers.get("content-type"), address: finalUrl });
  return { answer, bodyHash, parsed };
}

/**
 * Follows `itunes:new-feed-url`. The new address counts only when it serves the same show: of the same podcast:guid, or
 * with an episode that the old one lists.
 * @returns what the new address serves; null when the feed names none, or one that does not hold.
 */
export async function followNewAddress(fetcher: Fetcher, url: string, old: FeedDocument): Promise<FeedDocument | null> {
  const { newFeedUrl } = old.parsed;
  if (newFeedUrl === null || newFeedUrl === url || newFeedUrl === old.answer.finalUrl) return null;
  try {
    const answer = await fetchFeed(fetcher, newFeedUrl, { etag: null, lastModified: null });
    if (answer.status !== 200) return null;
    const moved = await readDocument(answer, hashOfBody(answer));
    return isContinuation(old.parsed, moved.parsed) ? moved : null;
  } catch (error) {
    if (error instanceof FetchError || error instanceof FeedFormatError) return null;
    throw error;
  }
}

function isContinuation(old: ParsedFeed, moved: ParsedFeed): boolean {
  if (old.podcastGuid !== null && old.podcastGuid === moved.podcastGuid) return true;
  const epoch = new Date(0);
  const dated = ({ episodes }: ParsedFeed) =>
    episodes.map((episode) => ({ ...episode, publishedAt: episode.publishedAt ?? epoch }));
  const matcher = new EpisodeMatcher(dated(old), new Set());
  return dated(moved).some((episode) => matcher.find(episode));
}
