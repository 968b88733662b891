import { type CreateBatchEmailOptions, type ErrorResponse, Resend } from "resend";
import { z } from "zod";
import type { Env } from "../env";
import type { BatchResult, MailMessage, MailProblem, MailResult, MailTransport, PermittedRate } from "./mail";

/** Longer than Resend takes on a bad day; afterwards nobody knows what became of the call. */
const answerWithinMs = 30_000;

type Headers = Record<string, string> | null;

/** Seconds in a header; null where it says nothing sensible. */
function secondsOf(value: string | undefined): number | null {
  const seconds = Number(value);
  return value !== undefined && value.trim() !== "" && Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

/**
 * The permitted rate of an answer: `ratelimit-limit` calls in a window, which is a second unless `w=` says otherwise
 * (draft-ietf-httpapi-ratelimit-headers-06, which Resend's documentation names).
 */
export function permittedRate(headers: Headers): PermittedRate | null {
  const calls = Number.parseInt(headers?.["ratelimit-limit"] ?? "", 10);
  if (!(calls > 0)) return null;
  const window = /;\s*w=(\d+)/u.exec(headers?.["ratelimit-policy"] ?? headers?.["ratelimit-limit"] ?? "")?.[1];
  return { calls, perMs: (Number(window) || 1) * 1000 };
}

/** How long an answer asks to wait: `retry-after`, else `ratelimit-reset`; null where it says neither. */
export function askedWaitMs(headers: Headers): number | null {
  const seconds = secondsOf(headers?.["retry-after"]) ?? secondsOf(headers?.["ratelimit-reset"]);
  return seconds === null ? null : Math.min(seconds, 24 * 3600) * 1000;
}

/** What an error of the SDK means (resend.com/docs/api-reference/errors); a null status: nobody knows whether it arrived. */
function problemOf(error: ErrorResponse, headers: Headers): MailProblem | { outcome: "refused"; error: string } {
  const sentence = `Resend did not take it: ${error.message}`;
  if (error.name === "daily_quota_exceeded" || error.name === "monthly_quota_exceeded")
    return {
      outcome: "misconfigured",
      error: `${sentence} Raise the quota at resend.com, or wait until it is renewed.`,
    };
  // Its first call with this key is still under way, or was another one: whether it was taken is not known here.
  if (error.statusCode === null || error.statusCode === 409 || error.statusCode >= 500)
    return { outcome: "unknown", error: `It is not known whether Resend took it: ${error.message}` };
  if (error.statusCode === 429) return { outcome: "try-later", error: sentence, afterMs: askedWaitMs(headers) };
  if (error.statusCode === 401 || error.statusCode === 403)
    return { outcome: "misconfigured", error: `${sentence} Check RESEND_API_KEY and EMAIL_FROM.` };
  return { outcome: "refused", error: sentence };
}

const batchAnswer = z.object({
  data: z.array(z.object({ id: z.string().min(1) })),
  errors: z.array(z.object({ index: z.number().int().min(0), message: z.string() })).default([]),
});

/** Gives each email of a batch its part of the answer: ids stand in the order of those that are not among the errors. */
function batchResult(answer: unknown, size: number): BatchResult {
  const unknown = {
    outcome: "unknown",
    error: "It is not known what Resend took: its answer could not be read.",
  } as const;
  const parsed = batchAnswer.safeParse(answer);
  if (!parsed.success) return unknown;
  const refused = new Map(parsed.data.errors.map((error) => [error.index, error.message]));
  const ids = parsed.data.data.map(({ id }) => id);
  if (ids.length + refused.size !== size || [...refused.keys()].some((index) => index >= size)) return unknown;
  return {
    outcome: "taken",
    results: Array.from({ length: size }, (_, index) => {
      const message = refused.get(index);
      if (message !== undefined) return { outcome: "refused", error: `Resend did not take it: ${message}` } as const;
      return { outcome: "accepted", providerId: ids.shift() ?? "" } as const;
    }),
  };
}

const toEmail = ({ id, ...message }: MailMessage): CreateBatchEmailOptions => ({
  ...message,
  ...(id ? { tags: [{ name: "delivery", value: id }] } : {}),
});

/** Sends through Resend. Its SDK never throws. */
export function resendTransport(env: Pick<Env, "RESEND_API_KEY" | "RESEND_BASE_URL">): MailTransport {
  // A key must be given for the client to be made; an empty one is answered like a wrong one.
  const client = new Resend(env.RESEND_API_KEY || "none", env.RESEND_BASE_URL ? { baseUrl: env.RESEND_BASE_URL } : {});
  const options = (idempotencyKey: string) => ({ idempotencyKey, signal: AbortSignal.timeout(answerWithinMs) });
  return {
    name: "resend",
    hasIdempotencyKeys: true,
    async send(message, idempotencyKey): Promise<MailResult> {
      const { data, error, headers } = await client.emails.send(toEmail(message), options(idempotencyKey));
      if (error) return problemOf(error, headers);
      return typeof data.id === "string" && data.id
        ? { outcome: "accepted", providerId: data.id }
        : { outcome: "unknown", error: "It is not known whether Resend took it: its answer could not be read." };
    },
    async sendBatch(messages, idempotencyKey) {
      const { data, error, headers } = await client.batch.send(messages.map(toEmail), {
        ...options(idempotencyKey),
        batchValidation: "permissive",
      });
      return {
        result: error ? problemOf(error, headers) : batchResult(data, messages.length),
        rate: permittedRate(headers),
      };
    },
    close() {},
  };
}
