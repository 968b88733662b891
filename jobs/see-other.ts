import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Turns a redirect that answers a form into "see other" (303). A page that redirects while it is drawn again after a form was
 * posted without JavaScript does so with 307, which makes browsers post the form once more, to a page that does not know it.
 */
export function answerFormsBySeeOther(request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== "POST") return;
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = ((status: number, ...rest: unknown[]) =>
    writeHead(status === 307 ? 303 : status, ...rest)) as typeof response.writeHead;
}
