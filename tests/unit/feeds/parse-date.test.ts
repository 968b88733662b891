import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDate } from "../../../lib/feeds/parse-date";

describe("dates of feeds", () => {
  it.each([
    ["Tue, 24 Nov 2026 05:00:00 +0100", "2026-11-24T04:00:00Z"],
    ["Tue, 24 Nov 2026 05:00:00 GMT", "2026-11-24T05:00:00Z"],
    ["Tue, 24 Nov 2026 05:00:00 EST", "2026-11-24T10:00:00Z"],
    ["24 Nov 26 05:00 PDT", "2026-11-24T12:00:00Z"],
    ["Tue, 4 Nov 2026 5:00:00 -0500 (EST)", "2026-11-04T10:00:00Z"],
    ["Tuesday, 24 November 2026 05:00:00", "2026-11-24T05:00:00Z"],
    ["Tue, 24 Nov 2026", "2026-11-24T00:00:00Z"],
    ["Ter, 24 Nov 2026 05:00:00 -0300", "2026-11-24T08:00:00Z"],
    ["Seg, 24 Set 2018 19:42:40 -0300", "2018-09-24T22:42:40Z"],
    ["mar., 24 f\u00e9vr. 2026 05:00:00 +0100", "2026-02-24T04:00:00Z"],
    ["Di, 24 M\u00e4rz 2026 05:00:00 +0100", "2026-03-24T04:00:00Z"],
    ["2026-11-24T05:00:00+01:00", "2026-11-24T04:00:00Z"],
    ["2026-11-24T05:00:00.123Z", "2026-11-24T05:00:00Z"],
    ["2026-11-24 05:00", "2026-11-24T05:00:00Z"],
    ["2026-11-24", "2026-11-24T00:00:00Z"],
    ["20261124", "2026-11-24T00:00:00Z"],
    ["2026-11", "2026-11-01T00:00:00Z"],
    ["Nov 24, 2026 05:00 UTC", "2026-11-24T05:00:00Z"],
    ["Tue Nov 24 05:00:00 2026", "2026-11-24T05:00:00Z"],
    ["11/24/2026 05:00", "2026-11-24T05:00:00Z"],
    ["24/11/2026", "2026-11-24T00:00:00Z"],
  ])("%s", (text, expected) => {
    expect(parseDate(text)).toEqual(new Date(expected));
  });

  it.each(["", "yesterday", "32 Nov 2026", "24 Foo 2026", "2026-13-01", "0000-00-00", "12345"])(
    "not a date: %s",
    (text) => {
      expect(parseDate(text)).toBeNull();
    },
  );

  it("come back from every form that a date can be written in", () => {
    const seconds = fc.integer({ min: Date.UTC(1995, 0) / 1000, max: Date.UTC(2100, 0) / 1000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const date = new Date(second * 1000);
        for (const text of [date.toISOString(), date.toUTCString(), date.toUTCString().slice(5)])
          expect(parseDate(text)).toEqual(date);
      }),
    );
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseDate(text)));
  });
});
