import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { database } from "../db/client";
import { env } from "../env";
import { type Auth, createAuth } from "./auth";
import type { SessionCookie } from "./link";
import { isOperatorEmail } from "./operator";
import type { ReaderId } from "./reader";
import { sessionCookieName } from "./session-cookie";

/** Who asks. */
export interface SignedInReader {
  id: ReaderId;
  email: string;
  timeZone: string;
  isOperator: boolean;
  /** Whether the first steps are done or were skipped. */
  isOnboarded: boolean;
  sessionId: string;
}

const kept = globalThis as { overheardAuth?: Auth };

function webAuth(): Auth {
  kept.overheardAuth ??= createAuth(database(), env());
  return kept.overheardAuth;
}

/**
 * The reader whose session's cookie came with this request; null for visitors. Pages, actions and route handlers decide by it
 * who may see and do what; it is asked once a request.
 */
export const currentReader = cache(async (): Promise<SignedInReader | null> => {
  const cookie = (await cookies()).get(sessionCookieName(env()));
  // Without the cookie nobody is asked anything: visitors' pages cost no query for it.
  if (!cookie?.value) return null;
  // Not the request's own headers: an action may just have signed this browser in.
  const headers = new Headers({ cookie: `${cookie.name}=${encodeURIComponent(cookie.value)}` });
  const found = await webAuth().api.getSession({ headers });
  if (!found) return null;
  const { user, session } = found;
  return {
    id: user.id as ReaderId,
    email: user.email,
    timeZone: user.timeZone ?? env().APP_TIMEZONE,
    isOperator: isOperatorEmail(user.email, env()),
    isOnboarded: Boolean(user.onboardedAt),
    sessionId: session.id,
  };
});

/** For pages that are a reader's own: visitors are led to sign in, and come back to `path` afterwards. */
export async function requireReader(path: string): Promise<SignedInReader> {
  return (await currentReader()) ?? redirect(`/signin?${new URLSearchParams({ next: path })}`);
}

/** For operators' pages: visitors are led to sign in; for other readers there is no such page. */
export async function requireOperator(path: string): Promise<SignedInReader> {
  const reader = await requireReader(path);
  return reader.isOperator ? reader : notFound();
}

/** Signs this browser in with the cookie of a spent link. Only in actions and route handlers. */
export async function keepSession(cookie: SessionCookie): Promise<void> {
  (await cookies()).set(cookie.name, cookie.value, {
    maxAge: cookie.maxAge,
    httpOnly: true,
    sameSite: "lax",
    secure: env().APP_URL.startsWith("https:"),
    path: "/",
  });
}

/** Makes this browser forget its session's cookie. Only in actions and route handlers. */
export async function forgetSession(): Promise<void> {
  const secure = env().APP_URL.startsWith("https:");
  (await cookies()).set(sessionCookieName(env()), "", {
    maxAge: 0,
    httpOnly: true,
    sameSite: "lax",
    secure,
    path: "/",
  });
}
