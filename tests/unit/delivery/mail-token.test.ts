import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leaveHeaders, leaveUrl, receiverOf } from "../../../lib/delivery/mail-links";
import { type MailToken, readMailToken, signMailToken } from "../../../lib/delivery/mail-token";

const secret = "the secret of one installation";
const tokens = fc.oneof(
  fc.record({ purpose: fc.constant("leave" as const), readerId: fc.uuid() }),
  fc.record({ purpose: fc.constant("leave-address" as const), address: fc.emailAddress() }),
  fc.record({ purpose: fc.constant("feedback" as const), readerId: fc.uuid(), insightId: fc.uuid() }),
);

describe("tokens of links in emails", () => {
  it("say again what was signed, and nothing where one character is another", () => {
    fc.assert(
      fc.property(tokens, fc.nat(), fc.constantFrom("A", "b", "0", "-", "."), (token: MailToken, at, other) => {
        const text = signMailToken(secret, token);
        expect(text).toMatch(/^[\w.-]+$/u);
        expect(readMailToken(secret, text)).toEqual(token);
        const index = at % text.length;
        const forged = text.slice(0, index) + other + text.slice(index + 1);
        const read = readMailToken(secret, forged);
        // Base64's last character has bits that do not count.
        if (forged !== text && read !== null) expect(read).toEqual(token);
      }),
    );
  });

  it("are of no use with another secret, nor for another purpose", () => {
    const token = signMailToken(secret, { purpose: "leave", readerId: "0198c0de-0000-7000-8000-000000000001" });
    expect(readMailToken("another secret", token)).toBeNull();
    expect(readMailToken(secret, token.replace(/^l/u, "a"))).toBeNull();
    expect(readMailToken(secret, token.replace(/^l/u, "f"))).toBeNull();
    for (const text of ["", "l..", "l.x.y", token.repeat(20)]) expect(readMailToken(secret, text)).toBeNull();
  });
});

describe("an email's links", () => {
  const reader = { readerId: "0198c0de-0000-7000-8000-000000000001", timeZone: "UTC", emailHour: 7 };
  const making = { appUrl: "https://overheard.example", secret };

  it("lead to pages of ours with a token of their own purpose", () => {
    const receiver = receiverOf(reader, making);
    const { more, less } = receiver.feedback?.("0198c0de-0000-7000-8000-000000000002") ?? { more: "", less: "" };
    const purposeOf = (url: string | null) =>
      readMailToken(secret, new URL(url ?? "").searchParams.get("t") ?? "")?.purpose;
    expect([more, less].map(purposeOf)).toEqual(["feedback", "feedback"]);
    expect([receiver.unsubscribeUrl, receiver.pauseUrl, leaveUrl(reader, making, "resume")].map(purposeOf)).toEqual([
      "leave",
      "leave",
      "leave",
    ]);
    expect(receiver.because).toBe("You get this at 7 in the morning because you read Overheard at overheard.example.");
  });

  it("give an address without an account only the way out", () => {
    const receiver = receiverOf({ readerId: null, address: "a@example.com", timeZone: "UTC" }, making);
    expect(receiver).toMatchObject({ settingsUrl: null, pauseUrl: null, feedback: null });
    expect(receiver.unsubscribeUrl).toContain("/unsubscribe?t=a.");
  });

  it("offer one click only where it can be asked for safely", () => {
    expect(leaveHeaders(reader, making)["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    const headers = leaveHeaders(reader, { ...making, appUrl: "http://localhost:3000" });
    expect(headers["List-Unsubscribe"]).toMatch(/^<http:\/\/localhost:3000\/unsubscribe\/one-click\?t=l\.[\w.-]+>$/u);
    expect(headers["List-Unsubscribe-Post"]).toBeUndefined();
  });
});
