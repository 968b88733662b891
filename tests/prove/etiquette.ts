import { freshForMs, nextCheckAt, retryAfterMs } from "../../lib/feeds/cadence";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** What a simulated week of polling came to. */
export interface EtiquetteResult {
  feeds: number;
  requests: number;
  /** What asking every feed every hour would have taken. */
  hourlyRequests: number;
  /** Requests earlier than the publisher allowed. */
  tooEarly: number;
  episodes: number;
  /** Episodes that were seen later than 1.2 times the time between the two checks around them. */
  seenLate: number;
  /** From publication until it was seen, in minutes: of half of the episodes, and of 95 in a hundred. */
  medianMinutes: number;
  p95Minutes: number;
}

/** Small, seeded and good enough (mulberry32): the same week every time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Publisher {
  headers: Record<string, string>;
  ttlMinutes: number | null;
  skipHours: number[];
  skipDays: number[];
  /** Milliseconds since 1970, ascending; some before the week begins. */
  published: number[];
}

function makePublisher(random: () => number, start: number, end: number): Publisher {
  const gapDays = [1 / 3, 1, 1, 7, 7, 7, 14, 3][Math.floor(random() * 8)] ?? 7;
  const isRegular = random() < 0.8;
  const published: number[] = [];
  let at = start - 12 * gapDays * dayMs + random() * gapDays * dayMs;
  while (at < end) {
    published.push(at);
    const wobble = isRegular
      ? (random() - 0.5) * 30 * minuteMs
      : -Math.log(1 - random()) * gapDays * dayMs - gapDays * dayMs;
    at += Math.max(hourMs, gapDays * dayMs + wobble);
  }
  const policy = random();
  const seconds = Math.round((policy < 0.2 ? 5 + random() * 55 : 120 + random() * 240) * 60);
  return {
    published,
    headers: policy < 0.3 ? { "cache-control": `public, max-age=${seconds}` } : {},
    ttlMinutes: policy >= 0.3 && policy < 0.45 ? Math.round(60 + random() * 660) : null,
    skipHours: policy >= 0.45 && policy < 0.55 ? [0, 1, 2, 3, 4, 5] : [],
    skipDays: policy >= 0.55 && policy < 0.6 ? [0, 6] : [],
  };
}

/** Polls simulated feeds for a simulated week by the rules of `nextCheckAt`. */
export function simulateEtiquette(feeds: number, seed = 1): EtiquetteResult {
  const random = randomFrom(seed);
  const start = Date.UTC(2026, 10, 23);
  const end = start + 7 * dayMs;
  const waits: number[] = [];
  const result = { requests: 0, tooEarly: 0, episodes: 0, seenLate: 0 };
  for (let feed = 0; feed < feeds; feed++) {
    const publisher = makePublisher(random, start, end);
    const { headers, published, ...wishes } = publisher;
    let at = Math.floor(start + random() * hourMs);
    let before = start;
    let allowedAt = 0;
    let errorCount = 0;
    // What a feed asks of its readers is known once it has been read.
    let isKnown = false;
    while (at < end) {
      const now = new Date(at);
      result.requests++;
      const isSkipped = wishes.skipHours.includes(now.getUTCHours()) || wishes.skipDays.includes(now.getUTCDay());
      if (at < allowedAt || (isKnown && isSkipped)) result.tooEarly++;
      const chance = random();
      const answer = random();
      const refused: Record<string, string> =
        answer < 0.03 ? { "retry-after": String(Math.round(600 + random() * 7200)) } : {};
      const failed = answer < 0.05;
      const seen = published.filter((time) => time > before && time <= at);
      if (failed) errorCount++;
      else {
        isKnown = true;
        errorCount = 0;
        for (const time of seen) {
          result.episodes++;
          waits.push((at - time) / minuteMs);
          if (at - time > 1.2 * (at - before)) result.seenLate++;
        }
      }
      const next = nextCheckAt(now, {
        ...(isKnown ? wishes : { ttlMinutes: null, skipHours: [], skipDays: [] }),
        errorCount,
        retryAfterMs: retryAfterMs(refused["retry-after"] ?? null, now),
        freshForMs: failed ? 0 : freshForMs(new Headers(headers), now),
        publishedAt: failed
          ? []
          : published
              .filter((time) => time <= at)
              .slice(-12)
              .map((time) => new Date(time)),
        chance,
      });
      // Worked out anew, so that a mistake in the rules shows.
      const maxAge = failed ? 0 : Number(/\d+/.exec(headers["cache-control"] ?? "")?.[0] ?? 0) * 1000;
      allowedAt =
        at +
        Math.max(maxAge, isKnown ? (wishes.ttlMinutes ?? 0) * minuteMs : 0, Number(refused["retry-after"] ?? 0) * 1000);
      if (!failed) before = at;
      at = next.getTime();
    }
  }
  waits.sort((a, b) => a - b);
  const share = (part: number) => Math.round(waits[Math.floor(waits.length * part)] ?? 0);
  return { feeds, ...result, hourlyRequests: feeds * 7 * 24, medianMinutes: share(0.5), p95Minutes: share(0.95) };
}

/** The result in lines for a person, and whether it keeps the promise. */
export function etiquetteText(result: EtiquetteResult): { text: string; holds: boolean } {
  const { feeds, requests, hourlyRequests, tooEarly, episodes, seenLate, medianMinutes, p95Minutes } = result;
  return {
    text: [
      `${feeds} feeds in a simulated week: ${requests} requests (${hourlyRequests} if each were asked every hour).`,
      `${tooEarly} of them earlier than the publisher allowed.`,
      `${episodes} new episodes, half of them seen within ${medianMinutes} minutes, 95 in a hundred within ${p95Minutes}; ${seenLate} later than 1.2 times the time between two checks.`,
    ].join("\n"),
    holds: tooEarly === 0 && seenLate === 0 && requests < hourlyRequests,
  };
}
