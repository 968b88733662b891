import { feedOf } from "../_components/feed-answer";

export const dynamic = "force-dynamic";

/** Everybody's latest digests as a JSON Feed. */
export function GET(request: Request): Promise<Response> {
  return feedOf(request, "json", { path: "/feed.json", edition: "everyone" });
}
