import { redirect } from "next/navigation";
import { database } from "../../../lib/db/client";
import { changeMailByLink } from "../../../lib/delivery/leave-mail";
import { env } from "../../../lib/env";

export const dynamic = "force-dynamic";

const tokenOf = (request: Request) => new URL(request.url).searchParams.get("t")?.slice(0, 600) ?? "";

/** What mail programs post when somebody presses their button (RFC 8058): it counts at once, without cookies or a question. */
export async function POST(request: Request): Promise<Response> {
  const done = await changeMailByLink(database(), env(), {
    token: tokenOf(request),
    wish: "unsubscribe",
    now: new Date(),
  });
  const headers = { "Cache-Control": "no-store" };
  if (done) return new Response("You are unsubscribed.", { headers });
  return new Response("This link is not one of ours, or its reader has gone.", { status: 400, headers });
}

/** For those who open the address in a browser: the page with the button. Changes nothing. */
export function GET(request: Request): never {
  redirect(`/unsubscribe?${new URLSearchParams({ t: tokenOf(request) })}`);
}
