import { starterShows } from "./starter-shows";

let shipped: Set<string> | undefined;

/** Hosts that make feeds for one subscriber each. */
const privateHosts =
  /(?:^|\.)(?:supportingcast\.fm|supercast\.(?:com|tech)|patreon\.com|memberful\.com|glow\.fm|hello\.supercast\.com)$/u;
const privateWords =
  /(?:^|[/_.-])(?:private|premium|patrons?|members?|subscribers?|exclusive|plus|bonus)(?:[/_.-]|$)/iu;
const secretNames =
  /^(?:auth|token|key|secret|sig|signature|hash|user|uid|password|access|code|[a-z]*_?(?:token|key|auth))$/iu;

/** Long, and of letters and digits: nobody would name a show so. */
const isOpaque = (part: string) => part.length >= 20 && /\d/u.test(part) && /[a-z]/iu.test(part);

/**
 * Whether the address of a feed may be a subscriber's secret: with a name and password, a token among its parameters or in its
 * path, or of a service that makes one for each subscriber. Others than operators are not told such an address.
 */
export function isSecretAddress(address: string): boolean {
  // What ships with the project is everybody's, however it looks.
  shipped ??= new Set(starterShows().map(({ feedUrl }) => feedUrl));
  if (shipped.has(address)) return false;
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return true;
  }
  if (url.username || url.password || privateHosts.test(url.hostname)) return true;
  if (privateWords.test(`/${url.hostname}${url.pathname}`) || /(?:^|\/)eyJ[\w-]{10,}/u.test(url.pathname)) return true;
  if (!url.pathname.includes("/public/") && url.pathname.split(/[/._-]/u).some(isOpaque)) return true;
  return [...url.searchParams].some(([name, value]) => secretNames.test(name) || /^[\w-]{20,}$/u.test(value));
}
