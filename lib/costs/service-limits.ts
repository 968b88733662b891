/** What a service says of its limits with an answer: how many requests and tokens are left, and when they are full again. */
export interface AnnouncedLimits {
  remainingRequests: number | null;
  remainingTokens: number | null;
  /** From now on, in milliseconds. */
  requestsResetMs: number;
  tokensResetMs: number;
}

const unitMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** No service's window is longer; what says otherwise is a mistake. */
const longestResetMs = 24 * 3_600_000;

/** Reads "1s", "6m0s", "20ms", or a bare number of seconds; 0 for everything else. */
export function resetMs(text: string | null): number {
  if (text === null) return 0;
  if (/^\d+(?:\.\d+)?$/.test(text.trim())) return Math.min(longestResetMs, Number(text) * 1_000);
  const parts = [...text.matchAll(/([\d.]+)(ms|[dhms])/g)];
  const total = parts.reduce((sum, [, value, unit]) => sum + Number(value) * (unitMs[unit ?? ""] ?? 0), 0);
  return Number.isFinite(total) ? Math.min(longestResetMs, total) : 0;
}

function count(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text.trim()) ? Number(text) : null;
}

/** The limits in an answer's headers (`x-ratelimit-…`), as OpenAI and most compatible services send them. */
export function announcedLimits(headers: Headers): AnnouncedLimits {
  return {
    remainingRequests: count(headers.get("x-ratelimit-remaining-requests")),
    remainingTokens: count(headers.get("x-ratelimit-remaining-tokens")),
    requestsResetMs: resetMs(headers.get("x-ratelimit-reset-requests")),
    tokensResetMs: resetMs(headers.get("x-ratelimit-reset-tokens")),
  };
}

/** How long a service asks to be left alone (`retry-after-ms`, `retry-after` in seconds or as a date); null where it does not say. */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const ms = Number.parseFloat(headers.get("retry-after-ms") ?? "");
  if (Number.isFinite(ms) && ms >= 0) return Math.min(longestResetMs, ms);
  const text = headers.get("retry-after");
  if (text === null) return null;
  const seconds = Number.parseFloat(text);
  const wait = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(text) - now;
  return Number.isFinite(wait) && wait >= 0 ? Math.min(longestResetMs, wait) : null;
}

/** Lets requests to one service pass: never more at once than allowed, and none while it has said that nothing is left. */
export interface Gatekeeper {
  /** Waits until fewer than allowed are at it, and does the work; to be outside of what has a time limit. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** How long the service has nothing left for a request of so many tokens, in milliseconds. */
  waitMs(tokens: number): number;
  /** Does the work, and learns from the limits that the answer announced. */
  pass<T>(tokens: number, work: () => Promise<{ result: T; limits: AnnouncedLimits | null }>): Promise<T>;
  /** Nobody passes for so long. */
  hold(ms: number): void;
}

/**
 * @param atOnce the most requests under way at the same time.
 * Requests under way count against what was announced as left, so that several at once do not all take the last one.
 */
export function gatekeeper(atOnce: number): Gatekeeper {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  let underWay = 0;
  let tokensUnderWay = 0;
  let heldUntil = 0;
  let left: { requests: number; tokens: number; requestsAt: number; tokensAt: number } | null = null;

  return {
    async inTurn(work) {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free++;
      }
    },
    waitMs(tokens) {
      const now = Date.now();
      if (now < heldUntil) return heldUntil - now;
      if (left === null) return 0;
      if (left.requests - underWay <= 0 && now < left.requestsAt) return left.requestsAt - now;
      if (left.tokens - tokensUnderWay < tokens && now < left.tokensAt) return left.tokensAt - now;
      return 0;
    },
    async pass(tokens, work) {
      underWay++;
      tokensUnderWay += tokens;
      try {
        const { result, limits } = await work();
        if (limits !== null) {
          const now = Date.now();
          left = {
            requests: limits.remainingRequests ?? Number.POSITIVE_INFINITY,
            tokens: limits.remainingTokens ?? Number.POSITIVE_INFINITY,
            requestsAt: now + limits.requestsResetMs,
            tokensAt: now + limits.tokensResetMs,
          };
        }
        return result;
      } finally {
        underWay--;
        tokensUnderWay -= tokens;
      }
    },
    hold(ms) {
      heldUntil = Math.max(heldUntil, Date.now() + ms);
    },
  };
}
