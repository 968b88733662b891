import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxAgeMs, nextCheckAt, retryAfterMs } from "../../../lib/feeds/cadence";

const now = new Date("2026-11-24T06:00:00Z");
const minutesUntil = (outcome: Partial<Parameters<typeof nextCheckAt>[1]>) =>
  (nextCheckAt(now, { errorCount: 0, retryAfterMs: 0, maxAgeMs: 0, ...outcome }).getTime() - now.getTime()) / 60_000;

describe("when a feed is looked at next", () => {
  it("is in an hour, or when the publisher's cache lifetime ends", () => {
    expect(minutesUntil({})).toBe(60);
    expect(minutesUntil({ maxAgeMs: maxAgeMs("public, max-age=7200") })).toBe(120);
    expect(minutesUntil({ maxAgeMs: maxAgeMs("max-age=60") })).toBe(60);
  });

  it("is later with each error in a row", () => {
    expect([1, 2, 3, 4].map((errorCount) => minutesUntil({ errorCount }))).toEqual([15, 30, 60, 120]);
  });

  it("is never before Retry-After, in seconds or as a date, nor later than a day", () => {
    fc.assert(
      fc.property(fc.nat(12), fc.nat(1_000_000), fc.nat(1_000_000), (errorCount, retryAfterSeconds, maxAgeSeconds) => {
        const retry = retryAfterMs(String(retryAfterSeconds), now);
        const minutes = minutesUntil({ errorCount, retryAfterMs: retry, maxAgeMs: maxAgeSeconds * 1000 });
        expect(minutes).toBeGreaterThanOrEqual(Math.min(24 * 60, retryAfterSeconds / 60));
        expect(minutes).toBeLessThanOrEqual(24 * 60);
      }),
    );
    expect(retryAfterMs("Tue, 24 Nov 2026 06:30:00 GMT", now)).toBe(30 * 60_000);
    expect(retryAfterMs("soon", now)).toBe(0);
  });
});
