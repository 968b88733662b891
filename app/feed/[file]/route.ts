import { z } from "zod";
import { editionOfFeedToken } from "../../../lib/accounts/feed-token";
import { database } from "../../../lib/db/client";
import { askForOwnEdition } from "../../../lib/digests/own-edition";
import { webContext } from "../../../lib/queue/web-context";
import { feedOf } from "../../_components/feed-answer";

const file = z
  .string()
  .max(200)
  .regex(/^[\w-]+\.(?:xml|json)$/u);

/** A reader's own digests, for their feed reader: who knows the secret address may read it. */
export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const parsed = file.safeParse((await params).file);
  const [token = "", kind] = parsed.success ? parsed.data.split(".") : [];
  const edition = token === "" ? null : await editionOfFeedToken(database(), token);
  if (edition === null)
    return new Response("There is no feed at this address. A reader’s own address stands in their settings.\n", {
      status: 404,
      headers: { "content-type": "text/plain; charset=utf-8", "x-robots-tag": "noindex" },
    });
  await askForOwnEdition(await webContext(), edition);
  return feedOf(request, kind === "json" ? "json" : "xml", { path: `/feed/${token}.${kind}`, edition });
}
