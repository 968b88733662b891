/** One email, ready to go. */
export interface MailMessage {
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Beside the usual ones: List-Unsubscribe and the like. */
  headers?: Record<string, string>;
  /** Ours for this email, of letters, digits, "_" and "-": comes back in Resend's webhooks and stands in SMTP's Message-ID. */
  id?: string;
}

/**
 * What became of one email or, with Resend, of a whole batch.
 * - `accepted`: the provider has it, under that id.
 * - `refused`: it will never take this one.
 * - `try-later`: it was certainly not taken; `afterMs` is what the provider asks for.
 * - `misconfigured`: certainly not taken, nor will any other be before the operator mends something.
 * - `unknown`: it may or may not have been taken. Only a transport with idempotency keys may be asked again.
 */
export type MailResult =
  | { outcome: "accepted"; providerId: string }
  | { outcome: "refused"; error: string }
  | MailProblem;

/** A result that says nothing final of an email. */
export type MailProblem =
  | { outcome: "try-later"; error: string; afterMs: number | null }
  | { outcome: "misconfigured"; error: string }
  | { outcome: "unknown"; error: string };

/** What became of a batch: a result for each of its emails in their order, or one for all. */
export type BatchResult =
  | { outcome: "taken"; results: Extract<MailResult, { outcome: "accepted" | "refused" }>[] }
  | { outcome: "refused"; error: string }
  | MailProblem;

/** How many calls a service permits, as its last answer said. */
export interface PermittedRate {
  calls: number;
  perMs: number;
}

export const transportNames = ["outbox", "resend", "smtp"] as const;
export type TransportName = (typeof transportNames)[number];

/** A way to send email. */
export interface MailTransport {
  name: TransportName;
  /** Whether the same email may be handed over again under the same key without being sent twice. */
  hasIdempotencyKeys: boolean;
  /** @param idempotencyKey the same for every try of the same email. */
  send(message: MailMessage, idempotencyKey: string): Promise<MailResult>;
  /** Many emails in one call, where the service knows such: at most 100. */
  sendBatch?(
    messages: MailMessage[],
    idempotencyKey: string,
  ): Promise<{ result: BatchResult; rate: PermittedRate | null }>;
  /** Ends its connections. */
  close(): void;
}

/**
 * A value that may stand in a header: on one line, without control characters, so that no title or name adds headers, and
 * without signs that turn the direction of what follows, so that none reads as something else.
 */
export function headerText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u202A-\u202E\u2066-\u2069]/gu, "")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .trim();
}
