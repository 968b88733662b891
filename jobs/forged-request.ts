import type { IncomingMessage } from "node:http";

/** Answers that machines send by themselves, without a browser: each has its own proof of who sends it. */
const machines = /^\/(?:api\/webhooks\/|unsubscribe(?:[/?]|$))/;

/**
 * Whether a request that changes something was made by a page that is not ours. Browsers name the page's origin; a request
 * with a session's cookie and without any origin is nobody's we know.
 * @param appUrl where readers reach the app.
 */
export function isForged(
  { method, url, headers }: Pick<IncomingMessage, "method" | "url" | "headers">,
  appUrl: string,
) {
  if (method === "GET" || method === "HEAD" || method === "OPTIONS") return false;
  if (machines.test(url ?? "")) return false;
  const { origin, host, cookie } = headers;
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  if (origin === undefined) return cookie !== undefined && site === undefined;
  return origin !== new URL(appUrl).origin && origin !== `http://${host}` && origin !== `https://${host}`;
}
