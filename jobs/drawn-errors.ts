import type { IncomingHttpHeaders } from "node:http";

/** What Next answers with where a page could not be drawn on the server: a body that only scripts fill. */
const undrawn = /^\s*<!DOCTYPE html>(?:<!--.*?-->)?<html[^>]*\bid="__next_error__"/i;

/** Pages that say what is the matter; none of them may be asked for instead of itself. */
const pages = { missing: "/nothing-here", missingForReaders: "/mine/missing", failed: "/unavailable" };

/** A page that could not be drawn, or not for who asked. */
export interface ErrorAnswer {
  url: string;
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/**
 * The page to show instead of an error page that Next leaves to scripts (vercel/next.js issue 62228), or that is kept ready
 * and so does not know a reader.
 * @param hasSession whether the request came with a session's cookie.
 * @returns its address here; null where the answer is good as it is.
 */
export function errorPageFor({ url, status, body }: Omit<ErrorAnswer, "headers">, hasSession: boolean): string | null {
  const [path = ""] = url.split("?");
  if (status < 400 || Object.values(pages).includes(path)) return null;
  if (status === 404 && hasSession) return pages.missingForReaders;
  if (!undrawn.test(body)) return null;
  return status === 404 ? pages.missing : pages.failed;
}

/**
 * Draws errors as pages that need no scripts.
 * @param options.origin where this server answers on its own machine.
 * @param options.cookieName of the session.
 */
export function errorDrawer({ origin, cookieName }: { origin: string; cookieName: string }) {
  /** @returns the page with its status; null where what Next answered is to be sent. */
  return async ({ headers, ...answer }: ErrorAnswer): Promise<{ status: number; body: Buffer } | null> => {
    const hasSession = (headers.cookie ?? "").split("; ").some((cookie) => cookie.startsWith(`${cookieName}=`));
    const path = errorPageFor(answer, hasSession);
    if (path === null) return null;
    const page = await fetch(origin + path, {
      headers: {
        ...(headers.cookie === undefined ? {} : { cookie: headers.cookie }),
        "x-failed-request-id": String(headers["x-request-id"] ?? ""),
      },
    }).catch(() => null);
    if (!page) return null;
    // Where even that page fails, its own failure is what counts.
    const status = page.ok || page.status === 404 ? answer.status : page.status;
    return { status, body: Buffer.from(await page.arrayBuffer()) };
  };
}
