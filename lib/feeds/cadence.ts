const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const maxMs = 24 * hourMs;

/** Seconds or an HTTP date (RFC 9110, 10.2.3) as milliseconds from now; 0 when absent or unreadable. */
export function retryAfterMs(value: string | null, now: Date): number {
  if (!value) return 0;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now.getTime());
}

/** The lifetime that Cache-Control gives an answer, in milliseconds; 0 when it gives none. */
export function maxAgeMs(cacheControl: string | null): number {
  return Number(/(?:^|[\s,])max-age=(\d+)/i.exec(cacheControl ?? "")?.[1] ?? 0) * 1000;
}

/**
 * When a feed is looked at next. After a success: in an hour, or when the publisher's cache lifetime ends if that is
 * later. After errors: 15 minutes, doubled with each error in a row. Never before Retry-After, never later than a day.
 */
export function nextCheckAt(now: Date, outcome: { errorCount: number; retryAfterMs: number; maxAgeMs: number }): Date {
  const own =
    outcome.errorCount > 0
      ? 15 * minuteMs * 2 ** Math.min(outcome.errorCount - 1, 10)
      : Math.max(hourMs, outcome.maxAgeMs);
  return new Date(now.getTime() + Math.min(maxMs, Math.max(own, outcome.retryAfterMs)));
}
