import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What goes wrong with a call. The "after" ones have taken the emails; the others have not. */
export type ResendFault =
  | "none"
  | "429-with-headers"
  | "429-without-headers"
  | "500-before"
  | "500-after"
  | "cut-before"
  | "cut-after"
  | "slow"
  | "wrong-json"
  | "wrong-key"
  | "whole-422";

/** An email that the service took. */
export interface TakenEmail {
  id: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  deliveryId: string;
  key: string;
}

/** A Resend on loopback, with its faults. */
export interface ResendServer {
  url: string;
  /** Every email that it took, once for each time it would have sent it. */
  taken: TakenEmail[];
  /** Calls by what came of them. */
  calls: { key: string; fault: ResendFault; atMs: number; emails: number }[];
  /** Calls that were one too many for the permitted rate. */
  refusedForRate: number;
  stop(): Promise<void>;
}

type Body = {
  to: string | string[];
  subject: string;
  html: string;
  text: string;
  headers?: Record<string, string>;
  tags?: { value: string }[];
}[];

/** Starts it; it keeps to Resend's documented answers, keys (24 hours) and headers. */
export async function startResendServer(options: {
  fault?: (call: number) => ResendFault;
  /** Calls in a second; unlimited when absent. */
  permittedPerSecond?: number;
  latencyMs?: number;
  isBadAddress?: (to: string) => boolean;
  /** Keeps no emails, for very many. */
  forgets?: boolean;
  onTaken?: (emails: TakenEmail[]) => void;
}): Promise<ResendServer> {
  const known = new Map<string, { hash: string; answer: object }>();
  const state: Pick<ResendServer, "taken" | "calls" | "refusedForRate"> = { taken: [], calls: [], refusedForRate: 0 };
  let window = { second: 0, calls: 0 };

  const rateHeaders = (): Record<string, string> =>
    options.permittedPerSecond
      ? {
          "ratelimit-limit": String(options.permittedPerSecond),
          "ratelimit-remaining": String(Math.max(0, options.permittedPerSecond - window.calls)),
          "ratelimit-reset": "1",
          "ratelimit-policy": `${options.permittedPerSecond};w=1`,
        }
      : {};

  function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
    response
      .writeHead(status, { "content-type": "application/json", ...rateHeaders(), ...headers })
      .end(typeof body === "string" ? body : JSON.stringify(body));
  }

  const refuse = (response: ServerResponse, statusCode: number, name: string, headers?: Record<string, string>) =>
    answer(response, statusCode, { statusCode, name, message: `As asked: ${name}.` }, headers);

  /** Takes a call's emails once for its key. */
  function take(key: string, text: string, isBatch: boolean): { conflict: boolean; answer: object } {
    const hash = createHash("sha256").update(text).digest("hex");
    const before = known.get(key);
    if (before) return { conflict: before.hash !== hash, answer: before.answer };
    const parsed = JSON.parse(text) as Body | Body[number];
    const emails = Array.isArray(parsed) ? parsed : [parsed];
    const errors: { index: number; message: string }[] = [];
    const taken: TakenEmail[] = [];
    for (const [index, email] of emails.entries()) {
      const to = Array.isArray(email.to) ? (email.to[0] ?? "") : email.to;
      if (options.isBadAddress?.(to)) errors.push({ index, message: "Invalid `to` field." });
      else
        taken.push({
          id: `email-${key}-${index}`,
          to,
          subject: email.subject,
          html: email.html,
          text: email.text,
          headers: email.headers ?? {},
          deliveryId: email.tags?.[0]?.value ?? "",
          key,
        });
    }
    if (!options.forgets) state.taken.push(...taken);
    options.onTaken?.(taken);
    const ids = taken.map(({ id }) => ({ id }));
    const made = isBatch ? { data: ids, ...(errors.length > 0 ? { errors } : {}) } : (ids[0] ?? {});
    known.set(key, { hash, answer: made });
    return { conflict: false, answer: made };
  }

  function handle(request: IncomingMessage, response: ServerResponse, text: string): unknown {
    const key = String(request.headers["idempotency-key"] ?? Math.random());
    const fault = options.fault?.(state.calls.length) ?? "none";
    const isBatch = request.url === "/emails/batch";
    const emails = isBatch ? (text.match(/"subject":/gu)?.length ?? 0) : 1;
    state.calls.push({ key, fault, atMs: performance.now(), emails });
    const second = Math.floor(Date.now() / 1000);
    if (window.second !== second) window = { second, calls: 0 };
    window.calls++;
    if (options.permittedPerSecond && window.calls > options.permittedPerSecond) {
      state.refusedForRate++;
      return refuse(response, 429, "rate_limit_exceeded", { "retry-after": "1" });
    }
    if (fault === "wrong-key") return refuse(response, 403, "invalid_api_key");
    if (fault === "429-with-headers") return refuse(response, 429, "rate_limit_exceeded", { "retry-after": "0.05" });
    if (fault === "429-without-headers") return refuse(response, 429, "rate_limit_exceeded");
    if (fault === "500-before") return refuse(response, 500, "internal_server_error");
    if (fault === "whole-422") return refuse(response, 422, "validation_error");
    if (fault === "cut-before") return request.socket.destroy();
    // Unless it was asked to be permissive, one bad address refuses the whole batch.
    const isStrict = isBatch && request.headers["x-batch-validation"] !== "permissive";
    if (isStrict) return refuse(response, 422, "validation_error");
    const { conflict, answer: made } = take(key, text, isBatch);
    if (conflict) return refuse(response, 409, "invalid_idempotent_request");
    if (fault === "500-after") return refuse(response, 500, "internal_server_error");
    if (fault === "cut-after") return request.socket.destroy();
    if (fault === "wrong-json") return answer(response, 200, '{"data": [{"id":');
    return setTimeout(() => answer(response, 200, made), (options.latencyMs ?? 0) + (fault === "slow" ? 300 : 0));
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => handle(request, response, Buffer.concat(chunks).toString()));
    request.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}
