import { createTransport, type MailEnv } from "./create-transport";
import type { MailMessage } from "./mail";

/** An email could not be handed over; the message says why. */
export class MailError extends Error {
  override name = "MailError";

  /**
   * @param mayBeSent whether it is not known that it was not taken.
   * @param mayRetry whether it may be handed over again under the same key, as the same bytes, without being sent twice.
   */
  constructor(
    message: string,
    readonly mayBeSent: boolean,
    readonly mayRetry: boolean,
  ) {
    super(message);
  }
}

/** The longest a person waits in front of a page for one email to be handed over. */
const longestWaitMs = 5_000;
const tries = 3;

/**
 * Hands one email over at once, for those that somebody waits for. Tries again for a few seconds where that cannot send it
 * twice.
 * @param key the same for every try of the same email, of at most 256 characters.
 * @returns the provider's id.
 * @throws MailError when it was not, or perhaps not, taken.
 */
export async function sendMail(env: MailEnv, message: Omit<MailMessage, "from">, key: string): Promise<string> {
  const transport = createTransport(env);
  try {
    for (let attempt = 1; ; attempt++) {
      const result = await transport.send({ ...message, from: env.EMAIL_FROM }, key);
      if (result.outcome === "accepted") return result.providerId;
      const mayRetry = result.outcome === "try-later" || (result.outcome === "unknown" && transport.hasIdempotencyKeys);
      const waitMs = (result.outcome === "try-later" ? result.afterMs : null) ?? 500 * attempt;
      if (!mayRetry || attempt === tries || waitMs > longestWaitMs)
        throw new MailError(
          result.error,
          result.outcome === "unknown",
          result.outcome !== "refused" && (result.outcome !== "unknown" || transport.hasIdempotencyKeys),
        );
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  } finally {
    transport.close();
  }
}
