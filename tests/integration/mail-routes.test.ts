import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signMailToken } from "../../lib/delivery/mail-token";
import { addReaders } from "../support/mail-readers";
import { startInstallation, type TestInstallation } from "../support/test-pipeline";

const secret = "a secret that only tests have";
const signingKey = `whsec_${Buffer.from("a signing secret of a test").toString("base64")}`;

describe("what mail programs and the mail service post", () => {
  let installation: TestInstallation;
  let readerId: string;
  let oneClick: typeof import("../../app/unsubscribe/one-click/route");
  let webhook: typeof import("../../app/api/webhooks/resend/route");
  const db = () => installation.workplace.context.db;

  beforeAll(async () => {
    installation = await startInstallation({ AUTH_SECRET: secret });
    [readerId = ""] = await addReaders(db(), [{ email: "ruth@example.com" }]);
    // Routes read the web server's own settings.
    Object.assign(process.env, {
      ...installation.settings,
      AUTH_SECRET: secret,
      DATABASE_URL: installation.workplace.url,
      RESEND_WEBHOOK_SECRET: signingKey,
      ENV_FILE: "",
    });
    oneClick = await import("../../app/unsubscribe/one-click/route");
    webhook = await import("../../app/api/webhooks/resend/route");
  }, 120_000);
  afterAll(() => installation.stop());

  const leaving = (token: string, method: "GET" | "POST") =>
    new Request(`https://overheard.example/unsubscribe/one-click?t=${token}`, { method });
  const unsubscribedAt = async () => (await db().reader.findUniqueOrThrow({ where: { id: readerId } })).unsubscribedAt;

  it("unsubscribes at once when it is posted, and never when it is only opened", async () => {
    const token = signMailToken(secret, { purpose: "leave", readerId });
    expect(() => oneClick.GET(leaving(token, "GET"))).toThrow("NEXT_REDIRECT");
    expect((await oneClick.POST(leaving("l.forged", "POST"))).status).toBe(400);
    expect(await unsubscribedAt()).toBeNull();
    expect((await oneClick.POST(leaving(token, "POST"))).status).toBe(200);
    expect(await unsubscribedAt()).not.toBeNull();
  });

  it("believes only signed reports, and takes a repeated one once", async () => {
    const delivery = await db().delivery.create({
      data: {
        readerId,
        address: "ruth@example.com",
        date: "2026-11-24",
        transport: "resend",
        state: "accepted",
        providerId: "e1",
      },
    });
    const body = JSON.stringify({
      type: "email.bounced",
      created_at: new Date(),
      data: { email_id: "e1", to: ["ruth@example.com"], bounce: { type: "Permanent", message: "No such mailbox." } },
    });
    const at = new Date();
    const post = (sent: string) =>
      webhook.POST(
        new Request("https://overheard.example/api/webhooks/resend", {
          method: "POST",
          body: sent,
          headers: {
            "svix-id": "msg_1",
            "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
            "svix-signature": new Webhook(signingKey).sign("msg_1", at, body),
          },
        }),
      );
    expect((await post(`${body} `)).status).toBe(401);
    expect(await db().suppression.count()).toBe(0);
    expect((await post(body)).status).toBe(200);
    expect((await post(body)).status).toBe(200);
    expect(await db().suppression.findMany()).toMatchObject([{ address: "ruth@example.com", reason: "bounced" }]);
    expect((await db().delivery.findUniqueOrThrow({ where: { id: delivery.id } })).isHardBounce).toBe(true);
  });
});
