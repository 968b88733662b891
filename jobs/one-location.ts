import type { ServerResponse } from "node:http";

/**
 * Has an answer say once where it leads. Of a page that redirects, the first answer names the place while the page is made and again
 * from what is kept of it: clients that join both look for an address that nobody has.
 */
export function nameLocationOnce(response: ServerResponse): void {
  const append = response.appendHeader.bind(response);
  response.appendHeader = (name, value) =>
    name.toLowerCase() === "location" ? response.setHeader(name, value) : append(name, value);
}
