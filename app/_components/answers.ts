import { createHash } from "node:crypto";

/**
 * A document that machines fetch again and again: with a tag of its content, so that who has it already gets only a word.
 */
export function document(
  request: Request,
  body: string,
  type: string,
  options: { isPrivate?: boolean } = {},
): Response {
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
  const headers = {
    "content-type": `${type}; charset=utf-8`,
    "cache-control": options.isPrivate ? "private, max-age=300" : "public, max-age=300",
    etag,
    ...(options.isPrivate ? { "x-robots-tag": "noindex" } : {}),
  };
  const known = (request.headers.get("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//u, ""));
  return known.includes(etag) ? new Response(null, { status: 304, headers }) : new Response(body, { headers });
}

/** An answer of the machine-readable addresses. Anybody's page may read it: it says nothing that the pages do not. */
export function json(request: Request, value: unknown): Response {
  const response = document(request, `${JSON.stringify(value, null, 2)}\n`, "application/json");
  response.headers.set("access-control-allow-origin", "*");
  return response;
}

/** What machines get where there is nothing: a sentence, as JSON. */
export function notFoundJson(sentence: string): Response {
  return Response.json({ error: sentence }, { status: 404, headers: { "access-control-allow-origin": "*" } });
}
