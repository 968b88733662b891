import { drawings } from "./drawings";

export const dynamic = "force-static";

/** The icons of all pages: a file of its own, which a browser keeps, so that no page brings them along. */
export function GET(): Response {
  return new Response(drawings, {
    headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=31536000, immutable" },
  });
}
