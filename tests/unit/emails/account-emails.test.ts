import { describe, expect, it } from "vitest";
import {
  renderConfirmEmail,
  renderInvitationEmail,
  renderPausedEmail,
  renderSignInEmail,
} from "../../../emails/account-emails";

const surroundings = { appUrl: "https://overheard.example", postalAddress: "Harbour Road 1" };
const link = { url: "https://overheard.example/signin/confirm?token=abc&next=%2F", validMinutes: 10 };

describe("emails about an account", () => {
  it("carry their link, how long it works and the sender's address, in HTML and text", async () => {
    for (const email of [await renderSignInEmail(surroundings, link), await renderConfirmEmail(surroundings, link)]) {
      expect(email.html).toContain('href="https://overheard.example/signin/confirm?token=abc&amp;next=%2F"');
      expect(email.text).toContain(`\n${link.url}\n`);
      for (const part of [email.html, email.text.replace(/\s+/gu, " ")]) {
        expect(part).toContain("once, for ten minutes");
        expect(part).toContain("Harbour Road 1");
      }
      expect(email.subject.length).toBeLessThan(60);
    }
  });

  it("invite with the page that knows the address, and name who invites", async () => {
    const url = "https://overheard.example/signin?email=a%2Bb%40example.com";
    const { html, text, subject } = await renderInvitationEmail(surroundings, { url });
    expect(subject).toBe("You are invited to Overheard");
    expect(text).toContain(`\n${url}\n`);
    for (const part of [html, text.replace(/\s+/gu, " ")]) {
      expect(part).toContain(url);
      expect(part).toContain("the Overheard at overheard.example");
      expect(part).toContain("no other email will come");
      expect(part).toContain("Harbour Road 1");
    }
  });

  it("say why mail is paused, until when, and how to have it again", async () => {
    const { html, text, subject } = await renderPausedEmail(surroundings, {
      reason: "Your mailbox said three times that it is full.",
      untilDay: "Wednesday 9 December",
      resumeUrl: "https://overheard.example/unsubscribe?t=a",
      unsubscribeUrl: "https://overheard.example/unsubscribe?t=b",
    });
    expect(subject).toBe("We paused your mail from Overheard");
    for (const part of [html, text.replace(/\s+/gu, " ")]) {
      expect(part).toContain("Your mailbox said three times that it is full.");
      expect(part).toContain("Wednesday 9 December");
      expect(part).toContain("https://overheard.example/unsubscribe?t=a");
      expect(part).toContain("https://overheard.example/unsubscribe?t=b");
    }
  });
});
