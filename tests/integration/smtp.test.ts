import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTransport } from "../../lib/mail/create-transport";
import type { MailMessage, MailTransport } from "../../lib/mail/mail";
import { MailError, sendMail } from "../../lib/mail/send-mail";
import { type MailServer, type SmtpTreatment, startMailServer } from "../support/mail-server";

const message = (to: string): MailMessage => ({
  from: "Overheard <o@example.com>",
  to,
  subject: "Fünf Dinge\r\nBcc: everyone@example.com",
  html: "<p>Five</p>",
  text: "Five",
  headers: { "List-Unsubscribe": "<https://example.com/u>" },
  id: "0198-delivery",
});

describe("the SMTP transport", () => {
  let server: MailServer;
  let transport: MailTransport;
  const env = () => ({
    EMAIL_TRANSPORT: "smtp" as const,
    EMAIL_FROM: "Overheard <o@example.com>",
    DATA_DIR: "",
    RESEND_API_KEY: undefined,
    RESEND_BASE_URL: undefined,
    SMTP_URL: server.url,
  });

  beforeAll(async () => {
    server = await startMailServer((to) => (to.split("@")[0] ?? "accept") as SmtpTreatment);
    transport = createTransport(env());
  });
  afterAll(async () => {
    transport.close();
    await server.stop();
  });

  it("hands a message over with a Message-ID of ours, and lets no subject add headers", async () => {
    expect(await transport.send(message("accept@example.com"), "key")).toEqual({
      outcome: "accepted",
      providerId: "<0198-delivery@example.com>",
    });
    const raw = server.accepted[0]?.raw ?? "";
    expect(raw).toContain("Message-ID: <0198-delivery@example.com>");
    expect(raw).toContain("List-Unsubscribe: <https://example.com/u>");
    expect(raw).not.toMatch(/^Bcc:/imu);
  });

  it("tells refused, later and unknown apart", async () => {
    const outcome = async (to: SmtpTreatment) => (await transport.send(message(`${to}@example.com`), "key")).outcome;
    expect(await outcome("refuse")).toBe("refused");
    expect(await outcome("later")).toBe("try-later");
    expect(await outcome("refuse-after-data")).toBe("refused");
    expect(await outcome("cut-before-answer")).toBe("unknown");
    expect(await outcome("cut-after-accepting")).toBe("unknown");
    expect(server.accepted.filter(({ to }) => to.startsWith("cut-after"))).toHaveLength(1);
    expect(await outcome("accept")).toBe("accepted");
  });

  it("knows that nothing was sent where there is no server or the password is wrong", async () => {
    const nobody = createTransport({ ...env(), SMTP_URL: "smtp://127.0.0.1:1" });
    expect((await nobody.send(message("accept@example.com"), "key")).outcome).toBe("try-later");
    nobody.close();
    const wrong = createTransport({ ...env(), SMTP_URL: `smtp://user:wrong@127.0.0.1:${server.port}` });
    expect((await wrong.send(message("accept@example.com"), "key")).outcome).toBe("misconfigured");
    wrong.close();
  });

  it("sends what somebody waits for at once, and never again where its fate is unknown", async () => {
    const { from: _, ...mail } = message("accept@example.com");
    expect(await sendMail(env(), mail, "sign-in/1")).toContain("@example.com>");
    const before = server.accepted.length;
    await expect(sendMail(env(), { ...mail, to: "cut-after-accepting@example.com" }, "sign-in/2")).rejects.toThrow(
      MailError,
    );
    expect(server.accepted.length).toBe(before + 1);
  });
});
