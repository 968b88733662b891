/**
 * The address of a request as pages can read it. Where the escapes of its path are broken, or hold the character that no text
 * of the database may hold, that is one which no page has; from what stands behind the question mark that character is taken.
 */
export function readableAddress(url: string): string {
  const at = url.indexOf("?");
  const [path, query] = at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at)];
  try {
    if (decodeURIComponent(path).includes("\0")) return "/nothing-here";
  } catch {
    return "/nothing-here";
  }
  return path + query.replaceAll("%00", "");
}
