import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Log, withLogFields } from "../lib/log/log";

/** What a proxy may call a request: nothing that could break a line of a log or a header. */
const harmless = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/;

/**
 * Gives a request the id that its answer (`x-request-id`) and every log line about it carry: the one that came with it, where
 * that is harmless, else a new one. Then does the work.
 */
export function nameRequest(request: IncomingMessage, response: ServerResponse, log: Log, work: () => void): void {
  const given = request.headers["x-request-id"];
  const requestId = typeof given === "string" && harmless.test(given) ? given : randomUUID();
  request.headers["x-request-id"] = requestId;
  response.setHeader("X-Request-Id", requestId);
  const begun = performance.now();
  withLogFields({ requestId }, () => {
    response.once("finish", () => {
      const { statusCode: status } = response;
      const fields = { requestId, method: request.method, page: pageOf(request.url), status };
      const tookMs = Math.round(performance.now() - begun);
      if (status >= 500) log.error({ ...fields, tookMs }, "A request failed.");
      else log.debug({ ...fields, tookMs }, "answered");
    });
    work();
  });
}

/** The first part of an address; what follows may be a secret of a reader's (sign-in links, own feeds, unsubscribing). */
function pageOf(url: string | undefined): string {
  return `/${(url ?? "").split(/[/?#]/)[1] ?? ""}`;
}
