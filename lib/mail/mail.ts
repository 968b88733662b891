/** One email, ready to go. */
export interface MailMessage {
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
}

/**
 * What became of one email. `unknown` means that it may or may not have been accepted: only a transport with
 * idempotency keys may be asked again.
 */
export type MailResult =
  | { outcome: "accepted"; providerId: string }
  | { outcome: "refused"; error: string }
  | { outcome: "try-later"; error: string }
  | { outcome: "unknown"; error: string };

/** A way to send email. */
export interface MailTransport {
  name: "outbox" | "resend";
  /** @param idempotencyKey the same for every try of the same email; a second send with it sends nothing. */
  send(message: MailMessage, idempotencyKey: string): Promise<MailResult>;
}
