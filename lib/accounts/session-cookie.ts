import type { Env } from "../env";

/**
 * The name of the session's cookie. `__Host-` binds it to this host and to https; on a home network without https browsers
 * would refuse that prefix.
 */
export function sessionCookieName({ APP_URL }: Pick<Env, "APP_URL">): string {
  return APP_URL.startsWith("https:") ? "__Host-overheard" : "overheard";
}
