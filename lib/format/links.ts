/** An address that may be shown as a link: http or https, else null. Feeds are untrusted and may hold "javascript:" ones. */
export function webAddress(url: string | null): string | null {
  if (url === null) return null;
  try {
    const parsed = new URL(url);
    return parsed.protocol === "http:" || parsed.protocol === "https:" ? parsed.href : null;
  } catch {
    return null;
  }
}

/** The host of an address without "www.", for telling people where a link leads; null where it is no web address. */
export function hostOf(url: string | null): string | null {
  const address = webAddress(url);
  return address === null ? null : new URL(address).hostname.replace(/^www\./u, "");
}

/**
 * A link that plays a recording from a moment on, as a media fragment (W3C Media Fragments URI 1.0): browsers' own
 * players start there without any script.
 * @param enclosureUrl the episode's audio file.
 * @param startMs milliseconds from its start; whole seconds are used, rounded down.
 * @returns "https://…/audio.mp3#t=123", or null when there is no audio file.
 */
export function playLink(enclosureUrl: string | null, startMs: number): string | null {
  const address = webAddress(enclosureUrl);
  if (address === null) return null;
  return `${address.replace(/#.*$/u, "")}#t=${Math.max(0, Math.floor(startMs / 1000))}`;
}

/** The address of a digest on this server: a reader's own day leads to their own. */
export function digestPath({ date, edition }: { date: string; edition: string }): string {
  return `/digests/${date}${edition === "everyone" ? "" : "?edition=own"}`;
}
