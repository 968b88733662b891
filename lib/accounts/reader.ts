import { z } from "zod";

declare const minted: unique symbol;

/** The id of a reader who has proved who they are. Only `session.ts` makes one, so that whoever holds it may act for them. */
export type ReaderId = string & { readonly [minted]: true };

/** What became of what a reader asked for. Actions return it; pages have a sentence for each code. */
export type ActionResult = { ok: true; said?: string } | { ok: false; code: ActionProblem; said?: string };

/**
 * `signed-out`: nobody is signed in. `not-allowed`: only operators may. `not-found`: what it is about is not there (any more).
 * `invalid`: the form could not be read. `too-many`: a limit is reached. `failed`: our fault; nothing was changed.
 */
export type ActionProblem = "signed-out" | "not-allowed" | "not-found" | "invalid" | "too-many" | "failed";

/** How much a reader follows something: `Follow.weight`. */
export const followWeights = { little: 0.5, usual: 1, lot: 2 } as const;

/** What may be followed or muted, as forms name it; exactly one of the three. */
export const followSubject = z.union([
  z.strictObject({ topicSlug: z.string().regex(/^[a-z0-9-]{1,60}$/) }),
  z.strictObject({ showId: z.uuid() }),
  z.strictObject({ phrase: z.string().trim().min(2).max(80) }),
]);

export type FollowSubject = z.infer<typeof followSubject>;

/** An email address as it is stored: trimmed, in lower case, at most 254 characters (RFC 5321). */
export const emailAddress = z.string().trim().toLowerCase().max(254).pipe(z.email());

const isTimeZone = (zone: string) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/** An IANA time zone that this machine knows. */
export const timeZoneName = z.string().max(64).refine(isTimeZone);

/** A path of ours to go on to, such as "/saved"; "/" for anything that leads elsewhere. */
export function ownPath(text: unknown): string {
  if (typeof text !== "string" || text.length > 500 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(text)) return "/";
  const url = new URL(text, "http://overheard.invalid");
  return url.host === "overheard.invalid" ? url.pathname + url.search : "/";
}
