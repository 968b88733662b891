import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueInstant, isTooLate, nextDue } from "../../../lib/delivery/due";
import { localDate } from "../../../lib/format/dates";

const at = (date: string, hour: number, zone: string) => dueInstant(date, hour, zone)?.toISOString() ?? null;
const everyDay = [1, 2, 3, 4, 5, 6, 7];

describe("dueInstant", () => {
  it("is the hour on the local date", () => {
    expect(at("2026-11-24", 7, "Europe/Lisbon")).toBe("2026-11-24T07:00:00.000Z");
    expect(at("2026-11-24", 7, "Asia/Kathmandu")).toBe("2026-11-24T01:15:00.000Z");
    expect(at("2026-11-24", 0, "Pacific/Kiritimati")).toBe("2026-11-23T10:00:00.000Z");
    expect(at("2026-11-24", 23, "Pacific/Pago_Pago")).toBe("2026-11-25T10:00:00.000Z");
  });

  it("is the first instant after a gap", () => {
    expect(at("2026-03-29", 2, "Europe/Berlin")).toBe("2026-03-29T01:00:00.000Z");
    expect(at("2026-03-29", 3, "Europe/Berlin")).toBe("2026-03-29T01:00:00.000Z");
    expect(at("2026-03-29", 1, "Europe/Berlin")).toBe("2026-03-29T00:00:00.000Z");
    expect(at("2026-10-04", 2, "Australia/Lord_Howe")).toBe("2026-10-03T15:30:00.000Z");
    // At midnight, and of two hours.
    expect(at("2026-04-24", 0, "Africa/Cairo")).toBe("2026-04-23T22:00:00.000Z");
    expect(at("2026-03-29", 2, "Antarctica/Troll")).toBe("2026-03-29T01:00:00.000Z");
  });

  it("is the first of two", () => {
    expect(at("2026-10-25", 2, "Europe/Berlin")).toBe("2026-10-25T00:00:00.000Z");
    expect(at("2026-11-01", 1, "America/New_York")).toBe("2026-11-01T05:00:00.000Z");
    expect(at("2026-11-01", 0, "America/Havana")).toBe("2026-11-01T04:00:00.000Z");
  });

  it("is none on a date that a zone leaves out", () => {
    expect(at("2011-12-30", 7, "Pacific/Apia")).toBeNull();
    expect(at("2011-12-31", 7, "Pacific/Apia")).toBe("2011-12-30T17:00:00.000Z");
  });
});

describe("nextDue", () => {
  const times = { timeZone: "Europe/Berlin", hour: 7, days: everyDay };

  it("is today's when it lies ahead, else tomorrow's", () => {
    expect(nextDue(times, new Date("2026-11-24T05:59:59Z"), null)).toEqual({
      date: "2026-11-24",
      at: new Date("2026-11-24T06:00:00Z"),
    });
    expect(nextDue(times, new Date("2026-11-24T06:00:00Z"), null)?.date).toBe("2026-11-24");
    expect(nextDue(times, new Date("2026-11-24T06:00:00.001Z"), null)?.date).toBe("2026-11-25");
  });

  it("keeps to the chosen days, and to none", () => {
    // 24 November 2026 is a Tuesday.
    expect(nextDue({ ...times, days: [6] }, new Date("2026-11-24T05:00:00Z"), null)?.date).toBe("2026-11-28");
    expect(nextDue({ ...times, days: [2] }, new Date("2026-11-24T07:00:00Z"), null)?.date).toBe("2026-12-01");
    expect(nextDue({ ...times, days: [] }, new Date("2026-11-24T05:00:00Z"), null)).toBeNull();
  });

  it("never gives a date twice to who moves across zones", () => {
    // Served in Auckland on the 25th, then in Honolulu, where it is still the 24th.
    const honolulu = { ...times, timeZone: "Pacific/Honolulu" };
    expect(nextDue(honolulu, new Date("2026-11-24T19:00:00Z"), "2026-11-25")?.date).toBe("2026-11-26");
  });

  it("forgets a date that a clock which ran ahead has left", () => {
    expect(nextDue(times, new Date("2026-11-24T05:00:00Z"), "2027-11-24")?.date).toBe("2026-11-24");
  });

  it("finds each following date once, in order, whatever the zone and hour", { timeout: 60_000 }, () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
    const from = fc.date({ min: new Date("2026-01-01"), max: new Date("2036-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 23 }), from, (timeZone, hour, start) => {
        const first = nextDue({ timeZone, hour, days: everyDay }, start, null);
        if (!first) throw new Error("There is always a next morning.");
        expect(first.at.getTime()).toBeGreaterThanOrEqual(start.getTime());
        expect(first.at.getTime() - start.getTime()).toBeLessThanOrEqual(26 * 3600_000);
        const second = nextDue({ timeZone, hour, days: everyDay }, first.at, first.date);
        expect(second && Date.parse(second.date) - Date.parse(first.date)).toBe(24 * 3600_000);
        expect(localDate(first.at, timeZone) >= first.date).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

it("is too late after six hours", () => {
  const due = new Date("2026-11-24T06:00:00Z");
  expect(isTooLate(due, new Date("2026-11-24T12:00:00Z"))).toBe(false);
  expect(isTooLate(due, new Date("2026-11-24T12:00:00.001Z"))).toBe(true);
});
