import { createHash } from "node:crypto";

/**
 * An episode's identity within its feed: its guid; where a feed has none, its audio file's address, else its link, else a
 * hash of title and date. The fallbacks carry a prefix, so that they never meet a real guid.
 */
export function episodeIdentity(item: {
  guid?: string | undefined;
  enclosureUrl?: string | undefined;
  link?: string | undefined;
  title: string;
  published?: string | undefined;
}): string {
  const guid = item.guid?.trim();
  if (guid) return guid.length <= 1_000 ? guid : `sha256:${sha256(guid)}`;
  if (item.enclosureUrl) return `enclosure:${item.enclosureUrl}`;
  if (item.link) return `link:${item.link}`;
  return `sha256:${sha256(`${item.title}\n${item.published ?? ""}`)}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
