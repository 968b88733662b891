import { changeFollows, listFollows } from "../accounts/follow-store";
import type { ReaderId } from "../accounts/reader";
import type { Db } from "../db/types";
import { type OpmlShow, writeOpml } from "./opml";
import { isSecretAddress } from "./secret-address";
import { listedShows, showsToName } from "./store";

/** The shows that a reader follows as an OPML file; null where there are none. Secret addresses of feeds are left out. */
export async function followedOpml(db: Db, reader: ReaderId, now: Date): Promise<string | null> {
  const ids = (await listFollows(db, reader)).flatMap((row) => (row.showId && !row.isMuted ? [row.showId] : []));
  const shows = await showsToName(db, ids);
  if (shows.length === 0) return null;
  return writeOpml(
    shows.map(({ title, link, feed }) => ({
      title,
      link,
      feedUrl: feed && !isSecretAddress(feed.url) ? feed.url : null,
    })),
    now,
    "Podcasts followed at Overheard",
  );
}

/** What became of a list of shows that a reader brought along. */
export interface FollowedList {
  /** Shows that are read here and are followed now. */
  followed: number;
  /** Those of which the reader had decided before; these stay as they were. */
  decided: number;
  /** What is not read here, by name. */
  missing: string[];
  /** Whether the reader follows more than anybody would. */
  isTooMany: boolean;
}

/** Makes a reader follow those shows of a list that are read here, by their feeds' addresses or else by their titles. Adds none. */
export async function followShowsOf(db: Db, reader: ReaderId, list: OpmlShow[]): Promise<FollowedList> {
  const known = await listedShows(
    db,
    list.flatMap(({ feedUrl }) => formsOf(feedUrl)),
    list.map(({ title }) => title).filter(Boolean),
  );
  const byAddress = new Map(known.flatMap((show) => show.addresses.map((address) => [address, show.id] as const)));
  const byTitle = Map.groupBy(known, (show) => show.title.toLowerCase());
  const missing: string[] = [];
  const ids = new Set<string>();
  for (const { feedUrl, title } of list) {
    const named = byTitle.get(title.toLowerCase()) ?? [];
    const id =
      formsOf(feedUrl).flatMap((address) => byAddress.get(address) ?? [])[0] ??
      (named.length === 1 ? named[0]?.id : undefined);
    if (id) ids.add(id);
    else missing.push(title || feedUrl);
  }
  const standing = new Set((await listFollows(db, reader)).map((row) => row.showId));
  const fresh = [...ids].filter((id) => !standing.has(id));
  const result = await changeFollows(
    db,
    reader,
    fresh.map((showId) => ({ subject: { showId }, how: "usual" as const })),
  );
  return { followed: fresh.length, decided: ids.size - fresh.length, missing, isTooMany: result === "too-many" };
}

/** An address as other apps write it: with either protocol, with a slash at its end or none. */
function formsOf(address: string): string[] {
  const bare = address
    .trim()
    .replace(/^(?:feed:(?:\/\/)?(?=https?:)|(?:feed|itpc):\/\/)/iu, "")
    .replace(/^https?:\/\//iu, "")
    .replace(/#.*$/u, "")
    .replace(/\/$/u, "");
  if (bare === "") return [];
  return ["https://", "http://"].flatMap((protocol) => [protocol + bare, `${protocol}${bare}/`]);
}
