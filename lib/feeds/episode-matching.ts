/** What tells whether two items are one episode. */
export interface Identifiable {
  guid: string;
  title: string;
  publishedAt: Date;
  enclosureUrl: string | null;
}

/** A new upload of an episode comes within this time of the first. */
const reuploadMs = 2 * 24 * 3600_000;

/** Titles that several episodes of a show may have. */
const fewestTitleLetters = 8;

const fileName = /\.(?:mp3|m4a|m4b|aac|ogg|oga|opus|flac|wav|mp4|m4v)$/i;

/**
 * An audio file's address without what changes while the file stays: the scheme, the prefixes of services that count
 * downloads by redirecting ("https://count.example/redirect.mp3/media.example/one.mp3"), and the query where the path
 * alone names a file.
 */
export function enclosureKey(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { host, pathname, search } = new URL(url);
  const path = `${host}${pathname}`;
  const behind = /^.*\/((?:[a-z0-9-]+\.)+[a-z]{2,}\/.*)$/i.exec(pathname)?.[1] ?? path;
  return fileName.test(pathname) ? behind : behind + search;
}

/** A title by its letters and digits alone. */
export const titleKey = (title: string) => title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/**
 * Finds episodes again among those of a show: by guid; where a feed has changed its guids by the audio file; and a new
 * upload under another guid and file by its title, when it comes within two days and the first is gone from the feed.
 */
export class EpisodeMatcher<T extends Identifiable> {
  #byGuid = new Map<string, T>();
  #byEnclosure = new Map<string, T>();
  #byTitle = new Map<string, T[]>();
  #listed: ReadonlySet<string>;

  /** @param listed the guids that the feed lists now. */
  constructor(known: Iterable<T>, listed: ReadonlySet<string>) {
    this.#listed = listed;
    for (const episode of known) this.add(episode);
  }

  /** Makes an episode findable. */
  add(episode: T): void {
    this.#byGuid.set(episode.guid, episode);
    const key = enclosureKey(episode.enclosureUrl);
    if (key !== null && !this.#byEnclosure.has(key)) this.#byEnclosure.set(key, episode);
    const title = titleKey(episode.title);
    if (title.length >= fewestTitleLetters) this.#byTitle.set(title, [...(this.#byTitle.get(title) ?? []), episode]);
  }

  /** The known episode that this one is; undefined when it is new. */
  find(episode: Identifiable): T | undefined {
    const key = enclosureKey(episode.enclosureUrl);
    return (
      this.#byGuid.get(episode.guid) ??
      (key === null ? undefined : this.#byEnclosure.get(key)) ??
      this.#byTitle
        .get(titleKey(episode.title))
        ?.find(
          (other) =>
            !this.#listed.has(other.guid) &&
            Math.abs(other.publishedAt.getTime() - episode.publishedAt.getTime()) <= reuploadMs,
        )
    );
  }
}
