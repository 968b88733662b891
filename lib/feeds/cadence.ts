const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Our own checks are never closer together or further apart than this, whatever a show's rhythm. */
const shortestMs = 15 * minuteMs;
const longestMs = dayMs;
/** Where too little is known of a show's rhythm. */
const usualMs = hourMs;
/** A publisher's word is taken for so long at most: longer ones are mistakes. */
const longestWaitMs = 14 * dayMs;
/** How many times a show is looked at between two of its episodes. */
const checksPerEpisode = 12;
/** The window around an episode's expected time in which it is looked for more often. */
const expectedFromMs = 30 * minuteMs;
const expectedUntilMs = 3 * hourMs;

/** Seconds or an HTTP date (RFC 9110, 10.2.3) as milliseconds from now; 0 when absent or unreadable. */
export function retryAfterMs(value: string | null, now: Date): number {
  if (!value) return 0;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now.getTime());
}

/**
 * How long an answer stays fresh by its headers (RFC 9111, 4.2), in milliseconds: Cache-Control's max-age less the Age it
 * came with, else Expires; 0 where they say nothing, or no-cache.
 */
export function freshForMs(headers: Pick<Headers, "get">, now: Date): number {
  const control = headers.get("cache-control") ?? "";
  if (/\bno-(?:cache|store)\b/i.test(control)) return 0;
  const maxAge = /(?:^|[\s,])max-age="?(\d+)/i.exec(control)?.[1];
  if (maxAge !== undefined) return Math.max(0, Number(maxAge) - Number(headers.get("age") ?? 0) || 0) * 1000;
  const expires = Date.parse(headers.get("expires") ?? "");
  return Number.isNaN(expires) ? 0 : Math.max(0, expires - now.getTime());
}

/** What a feed itself asks for. */
export interface FeedWishes {
  /** `<ttl>` of RSS 2.0. */
  ttlMinutes: number | null;
  /** Hours in UTC, 0 to 23, in which nobody should ask. */
  skipHours: number[];
  /** Days of the week in UTC, 0 for Sunday, on which nobody should ask. */
  skipDays: number[];
}

/** What decides when a feed is looked at next. */
export interface CheckOutcome extends FeedWishes {
  /** Errors in a row; 0 after a success. */
  errorCount: number;
  retryAfterMs: number;
  freshForMs: number;
  /** When the latest episodes were published. */
  publishedAt: Date[];
  /** 0 to 1; spreads checks that would come at the same time. */
  chance: number;
}

/**
 * When a feed is looked at next. After a success by the show's rhythm: twelve times between two episodes, and every 15
 * minutes around the time at which the next is expected; never closer than 15 minutes, hardly further than a day. After
 * errors in 15 minutes, doubled with each error in a row, up to a day. Never before the publisher allows it: Retry-After,
 * the answer's freshness, the feed's ttl, skipHours and skipDays.
 */
export function nextCheckAt(now: Date, outcome: CheckOutcome): Date {
  const { errorCount, chance } = outcome;
  const own =
    errorCount > 0
      ? Math.min(longestMs, shortestMs * 2 ** Math.min(errorCount - 1, 10)) * (1 + 0.25 * chance)
      : rhythmMs(now, outcome.publishedAt) + chance * minuteMs;
  const at = new Date(now.getTime() + Math.ceil(Math.max(own, askedMs(outcome))));
  return afterSkipped(at, outcome);
}

/** What a publisher asks to be left alone for. */
export type PublisherWishes = Pick<CheckOutcome, "retryAfterMs" | "freshForMs" | keyof FeedWishes>;

const askedMs = ({ retryAfterMs, freshForMs, ttlMinutes }: PublisherWishes) =>
  Math.min(longestWaitMs, Math.max(retryAfterMs, freshForMs, (ttlMinutes ?? 0) * minuteMs));

/** From when a publisher allows the next check, whatever our own rhythm is. */
export function allowedFrom(now: Date, wishes: PublisherWishes): Date {
  return afterSkipped(new Date(now.getTime() + Math.ceil(askedMs(wishes))), wishes);
}

/** An operator who asks again and again is no reason to ask a publisher more often than this. */
const shortestByHandMs = 5 * minuteMs;

/** When a feed may be looked at because an operator asks for it; at once where that is not after `now`. */
export function allowedByHand(
  now: Date,
  feed: FeedWishes & { allowedFrom: Date | null; lastCheckedAt: Date | null },
): Date {
  const from = Math.max(
    now.getTime(),
    feed.allowedFrom?.getTime() ?? 0,
    feed.lastCheckedAt ? feed.lastCheckedAt.getTime() + shortestByHandMs : 0,
  );
  return afterSkipped(new Date(from), feed);
}

/** When a feed is looked at again that its publisher says is gone for good: after 1, 2, 4, 8, 16 and then every 30 days. */
export function nextCheckOfGoneFeed(now: Date, errorCount: number): Date {
  return new Date(now.getTime() + Math.min(30, 2 ** Math.min(errorCount - 1, 10)) * dayMs);
}

function rhythmMs(now: Date, publishedAt: Date[]): number {
  const times = [...new Set(publishedAt.map((date) => date.getTime()))].sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time));
  const latest = times.at(-1);
  if (gaps.length < 2 || latest === undefined) return usualMs;
  const gap = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? usualMs;
  const steady = Math.min(longestMs, Math.max(shortestMs, gap / checksPerEpisode));
  // The expected time that is not over yet: of the next episode, or of one that is late by whole gaps.
  const gapsPassed = Math.max(1, Math.ceil((now.getTime() - expectedUntilMs - latest) / gap));
  const opensIn = latest + gapsPassed * gap - expectedFromMs - now.getTime();
  if (opensIn <= 0) return shortestMs;
  return Math.min(steady, Math.max(shortestMs, opensIn));
}

/** The first moment at or after one that is in no hour and on no day which the feed asks to skip. */
function afterSkipped(at: Date, { skipHours, skipDays }: FeedWishes): Date {
  let moment = at;
  const isSkipped = (date: Date) => skipHours.includes(date.getUTCHours()) || skipDays.includes(date.getUTCDay());
  for (let hours = 0; hours < 8 * 24 && isSkipped(moment); hours++)
    moment = new Date(Math.floor(moment.getTime() / hourMs + 1) * hourMs);
  // A feed that skips every hour means nothing by it.
  return isSkipped(moment) ? at : moment;
}
