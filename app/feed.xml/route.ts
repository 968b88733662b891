import { feedOf } from "../_components/feed-answer";

export const dynamic = "force-dynamic";

/** Everybody's latest digests as an Atom feed. */
export function GET(request: Request): Promise<Response> {
  return feedOf(request, "xml", { path: "/feed.xml", edition: "everyone" });
}
