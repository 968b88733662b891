/** What it means that a publisher answers with a status instead of a feed, and what to do. */
export function statusSentence(host: string, status: number): string {
  if (status === 404)
    return `${host} has no feed at this address (404). Check the address, or look for the show's new one.`;
  if (status === 401 || status === 403)
    return `${host} does not let us read this feed (${status}). If it is a private feed, use the address with its key.`;
  if (status === 429) return `${host} asks us to come less often (429). It will be tried again later.`;
  if (status >= 500) return `${host} has a problem of its own (${status}). It will be tried again later.`;
  return `${host} answered with status ${status} instead of the feed. Check the address in a browser.`;
}
