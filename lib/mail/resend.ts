import { Resend } from "resend";
import type { Env } from "../env";
import type { MailTransport } from "./mail";

/** Sends through Resend. Its SDK never throws: a null status means that nobody knows whether the email was accepted. */
export function resendTransport(env: Pick<Env, "RESEND_API_KEY" | "RESEND_BASE_URL">): MailTransport {
  const client = new Resend(env.RESEND_API_KEY, env.RESEND_BASE_URL ? { baseUrl: env.RESEND_BASE_URL } : {});
  return {
    name: "resend",
    async send(message, idempotencyKey) {
      const { data, error } = await client.emails.send(message, { idempotencyKey });
      if (data) return { outcome: "accepted", providerId: data.id };
      const sentence = `Resend did not take the email to ${message.to}: ${error.message}`;
      if (error.statusCode === null) return { outcome: "unknown", error: sentence };
      if (error.statusCode === 429 || error.statusCode >= 500) return { outcome: "try-later", error: sentence };
      return { outcome: "refused", error: sentence };
    },
  };
}
