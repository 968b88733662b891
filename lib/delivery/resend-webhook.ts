import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { z } from "zod";

/** A report that Resend did not sign, or signed too long ago. */
export class ForgedWebhookError extends Error {
  override name = "ForgedWebhookError";
}

/** What happened to an email, as Resend reports it; other reports are of no interest. */
export const mailEvent = z.object({
  type: z.enum([
    "email.sent",
    "email.delivered",
    "email.delivery_delayed",
    "email.bounced",
    "email.complained",
    "email.suppressed",
    "email.failed",
    "email.opened",
    "email.clicked",
  ]),
  created_at: z.coerce.date(),
  data: z.object({
    email_id: z.string().min(1).max(200),
    to: z.array(z.string().max(320)).max(100).default([]),
    // An object by Resend's types, and a list of pairs in some of its examples.
    tags: z
      .union([z.record(z.string(), z.string()), z.array(z.object({ name: z.string(), value: z.string() }))])
      .transform((tags) =>
        Array.isArray(tags) ? Object.fromEntries(tags.map(({ name, value }) => [name, value])) : tags,
      )
      .optional()
      .catch(undefined),
    bounce: z
      .object({ type: z.string(), message: z.string().default("") })
      .optional()
      .catch(undefined),
    suppressed: z
      .object({ message: z.string().default("") })
      .optional()
      .catch(undefined),
    failed: z
      .object({ reason: z.string().default("") })
      .optional()
      .catch(undefined),
  }),
});

export type MailEventReport = z.infer<typeof mailEvent>;

/**
 * Checks who sent a report, by its signature over the body as it arrived, and how old it is (five minutes at most).
 * @returns its id, and null in place of the event where it is of no interest.
 * @throws ForgedWebhookError
 */
export function readWebhook(
  secret: string,
  headers: Headers,
  rawBody: string,
): { id: string; event: MailEventReport | null } {
  const named = (name: string) => headers.get(`svix-${name}`) ?? headers.get(`webhook-${name}`) ?? "";
  const id = named("id");
  let body: unknown;
  try {
    body = new Webhook(secret).verify(rawBody, {
      "webhook-id": id,
      "webhook-timestamp": named("timestamp"),
      "webhook-signature": named("signature"),
    });
  } catch (error) {
    if (error instanceof WebhookVerificationError) throw new ForgedWebhookError(error.message);
    if (error instanceof SyntaxError) return { id, event: null };
    throw error;
  }
  const parsed = mailEvent.safeParse(body);
  return { id, event: parsed.success ? parsed.data : null };
}
