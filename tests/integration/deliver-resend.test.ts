import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTransport } from "../../lib/mail/create-transport";
import type { MailMessage } from "../../lib/mail/mail";

const message: MailMessage = {
  from: "Overheard <o@example.com>",
  to: "reader@example.com",
  subject: "Five",
  html: "<p>Five</p>",
  text: "Five",
};

/** A loopback server that answers as Resend's API documents, in the order of `answers`. */
function startResend(answers: { status: number; body: object }[]) {
  const seen: { key: string | undefined; path: string | undefined; body: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      seen.push({ key: request.headers["idempotency-key"]?.toString(), path: request.url, body: JSON.parse(body) });
      const answer = answers[seen.length - 1];
      if (!answer) return request.socket.destroy();
      response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
    });
  });
  return new Promise<{ server: Server; url: string; seen: typeof seen }>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address && typeof address === "object") resolve({ server, url: `http://127.0.0.1:${address.port}`, seen });
    });
  });
}

describe("the Resend transport", () => {
  let resend: Awaited<ReturnType<typeof startResend>>;
  const send = () =>
    createTransport({
      EMAIL_TRANSPORT: "resend",
      EMAIL_FROM: "Overheard <o@example.com>",
      DATA_DIR: "",
      SMTP_URL: undefined,
      RESEND_API_KEY: "re_test",
      RESEND_BASE_URL: resend.url,
    }).send(message, "2026-11-24-reader@example.com");

  beforeEach(async () => {
    resend = await startResend([
      { status: 200, body: { id: "email-1" } },
      { status: 422, body: { statusCode: 422, name: "validation_error", message: "The to field is wrong." } },
      { status: 429, body: { statusCode: 429, name: "rate_limit_exceeded", message: "Too many requests." } },
    ]);
  });
  afterEach(() => new Promise((resolve) => resend.server.close(resolve)));

  it("sends with the idempotency key, and tells refused, later and unknown apart", async () => {
    expect(await send()).toEqual({ outcome: "accepted", providerId: "email-1" });
    expect(resend.seen[0]).toMatchObject({
      path: "/emails",
      key: "2026-11-24-reader@example.com",
      body: { to: "reader@example.com", subject: "Five" },
    });
    expect(await send()).toMatchObject({
      outcome: "refused",
      error: expect.stringContaining("The to field is wrong."),
    });
    expect(await send()).toMatchObject({ outcome: "try-later" });
    expect(await send()).toMatchObject({ outcome: "unknown" });
  });
});
