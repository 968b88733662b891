import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailAddress, ownPath, timeZoneName } from "../../../lib/accounts/reader";
import { visitorAddress } from "../../../lib/accounts/visitor-address";

describe("where to go after signing in", () => {
  it("keeps our own paths", () => {
    for (const path of ["/", "/saved", "/search?q=parking%20lots", "/insights/1?x=1&y=2"])
      expect(ownPath(path)).toBe(path);
  });

  it("leads nowhere else, whatever is asked", () => {
    for (const elsewhere of [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example",
      "javascript:alert(1)",
      "",
      " /x",
      null,
      ["/x"],
    ])
      expect(ownPath(elsewhere)).toBe("/");
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("", "/", "//", "/\\"), (text, start) => {
        expect(new URL(ownPath(start + text), "https://overheard.example").origin).toBe("https://overheard.example");
      }),
    );
  });
});

describe("what readers type", () => {
  it("takes an address as it is stored", () => {
    expect(emailAddress.parse("  Ada@Example.COM ")).toBe("ada@example.com");
    for (const none of ["ada", "ada@", `${"a".repeat(250)}@example.com`, "a@b.c\nBcc: d@e.f", "<script>@example.com"])
      expect(emailAddress.safeParse(none).success).toBe(false);
  });

  it("knows time zones", () => {
    expect(timeZoneName.safeParse("Pacific/Auckland").success).toBe(true);
    for (const none of ["", "Mars/Base", "x".repeat(10_000)]) expect(timeZoneName.safeParse(none).success).toBe(false);
  });
});

describe("where a request comes from", () => {
  const request = (forwarded?: string) => ({
    headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
    socket: { remoteAddress: "192.0.2.1" },
  });

  it("believes a proxy only where the operator has one, and of its list the end that it wrote itself", () => {
    expect(visitorAddress(request("198.51.100.1"), { TRUST_PROXY: false })).toBe("192.0.2.1");
    expect(visitorAddress(request("203.0.113.5, 198.51.100.1"), { TRUST_PROXY: true })).toBe("198.51.100.1");
    expect(visitorAddress(request(), { TRUST_PROXY: true })).toBe("192.0.2.1");
  });
});
