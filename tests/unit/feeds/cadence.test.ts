import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CheckOutcome, freshForMs, nextCheckAt, retryAfterMs } from "../../../lib/feeds/cadence";

const now = new Date("2026-11-24T06:00:00Z");
const quiet: CheckOutcome = {
  errorCount: 0,
  retryAfterMs: 0,
  freshForMs: 0,
  ttlMinutes: null,
  skipHours: [],
  skipDays: [],
  publishedAt: [],
  chance: 0,
};
const minutesUntil = (outcome: Partial<CheckOutcome>, from = now) =>
  (nextCheckAt(from, { ...quiet, ...outcome }).getTime() - from.getTime()) / 60_000;
const fresh = (headers: Record<string, string>) => freshForMs(new Headers(headers), now) / 60_000;
/** Ten episodes, so many hours apart, the latest so many hours ago. */
const episodes = (hoursApart: number, hoursAgo: number) =>
  Array.from({ length: 10 }, (_, i) => new Date(now.getTime() - (hoursAgo + i * hoursApart) * 3600_000));

describe("when a feed is looked at next", () => {
  it("is in an hour where little is known of the show", () => {
    expect(minutesUntil({})).toBe(60);
    expect(minutesUntil({ publishedAt: episodes(24, 1).slice(0, 2) })).toBe(60);
  });

  it("follows the show's rhythm between 15 minutes and a day", () => {
    expect(minutesUntil({ publishedAt: episodes(24, 3) })).toBe(120);
    expect(minutesUntil({ publishedAt: episodes(7 * 24, 30) })).toBe(14 * 60);
    expect(minutesUntil({ publishedAt: episodes(90 * 24, 200) })).toBe(24 * 60);
    expect(minutesUntil({ publishedAt: episodes(0.5, 0.1) })).toBe(15);
  });

  it("is every 15 minutes around the time of the next episode, and not missed before it", () => {
    expect(minutesUntil({ publishedAt: episodes(24, 24) })).toBe(15);
    expect(minutesUntil({ publishedAt: episodes(7 * 24, 7 * 24 + 2) })).toBe(15);
    // The next is expected in 70 minutes; looking out for it begins half an hour before.
    expect(minutesUntil({ publishedAt: episodes(7 * 24, 7 * 24 - 70 / 60) })).toBeCloseTo(40);
  });

  it("is later with each error in a row, up to a day, and spread by chance", () => {
    expect([1, 2, 3, 4, 20].map((errorCount) => minutesUntil({ errorCount }))).toEqual([15, 30, 60, 120, 24 * 60]);
    expect(minutesUntil({ errorCount: 1, chance: 1 })).toBeCloseTo(18.75);
  });

  it("is never before the publisher allows it", () => {
    const hours = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { maxLength: 20 });
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 6 });
    const minutes = fc.integer({ min: 0, max: 14 * 24 * 60 });
    fc.assert(
      fc.property(
        fc.nat(12),
        minutes,
        minutes,
        minutes,
        hours,
        days,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (errorCount, retry, freshFor, ttlMinutes, skipHours, skipDays, chance) => {
          const outcome = {
            ...quiet,
            errorCount,
            retryAfterMs: retry * 60_000,
            freshForMs: freshFor * 60_000,
            ttlMinutes,
            skipHours,
            skipDays,
            chance,
          };
          const at = nextCheckAt(now, outcome);
          expect(at.getTime() - now.getTime()).toBeGreaterThanOrEqual(
            Math.max(15, retry, freshFor, ttlMinutes) * 60_000,
          );
          expect(skipHours).not.toContain(at.getUTCHours());
          expect(skipDays).not.toContain(at.getUTCDay());
        },
      ),
    );
  });

  it("ignores a feed that skips every hour", () => {
    expect(minutesUntil({ skipHours: Array.from({ length: 24 }, (_, i) => i) })).toBe(60);
  });
});

describe("what publishers say in headers", () => {
  it("is how long an answer stays fresh", () => {
    expect(fresh({ "cache-control": "public, max-age=7200" })).toBe(120);
    expect(fresh({ "cache-control": "max-age=7200", age: "3600" })).toBe(60);
    expect(fresh({ "cache-control": "max-age=60", expires: "Tue, 24 Nov 2026 08:00:00 GMT" })).toBe(1);
    expect(fresh({ expires: "Tue, 24 Nov 2026 08:00:00 GMT" })).toBe(120);
    expect(fresh({ expires: "0" })).toBe(0);
    expect(fresh({ "cache-control": "no-cache, max-age=7200" })).toBe(0);
    expect(fresh({})).toBe(0);
  });

  it("is when to come again, in seconds or as a date", () => {
    expect(retryAfterMs("90", now)).toBe(90_000);
    expect(retryAfterMs("Tue, 24 Nov 2026 06:30:00 GMT", now)).toBe(30 * 60_000);
    expect(retryAfterMs("soon", now)).toBe(0);
    expect(retryAfterMs(null, now)).toBe(0);
  });
});
