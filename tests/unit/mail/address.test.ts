import { describe, expect, it } from "vitest";
import { domainOf, isMailAddress, senderAddress } from "../../../lib/mail/address";
import { headerText } from "../../../lib/mail/mail";

describe("addresses and headers", () => {
  it("takes one plain address and nothing else", () => {
    expect(isMailAddress("ruth.amadi+five@example.co.uk")).toBe(true);
    for (const wrong of [
      "",
      "nobody",
      "a@b",
      "a@example.com, b@example.com",
      "a@example.com\r\nBcc: b@example.com",
      "Ruth <a@example.com>",
      " a@example.com",
      `${"a".repeat(250)}@example.com`,
    ])
      expect(isMailAddress(wrong), wrong).toBe(false);
  });

  it("finds the sender's address and its domain", () => {
    expect(senderAddress("Overheard <five@mail.example.com>")).toBe("five@mail.example.com");
    expect(senderAddress("five@mail.example.com")).toBe("five@mail.example.com");
    expect(senderAddress("Overheard")).toBeNull();
    expect(domainOf("five@mail.example.com")).toBe("mail.example.com");
    expect(domainOf("five")).toBe("localhost");
  });

  it("keeps a header on one line", () => {
    expect(headerText(" Rents fell\r\nBcc: all@example.com\u2028\u0000x ")).toBe("Rents fell Bcc: all@example.com x");
    expect(headerText("الإيجارات 🏠")).toBe("الإيجارات 🏠");
    expect(headerText("Rents \u202Emoc.live\u202C fell \u2067now\u2069")).toBe("Rents moc.live fell now");
    expect(headerText("half a pair \uD83D")).toBe("half a pair \uFFFD");
  });
});
