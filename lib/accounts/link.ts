import { createHash } from "node:crypto";
import type { Db } from "../db/types";
import type { Env } from "../env";
import { createAuth } from "./auth";
import { ownPath } from "./reader";

const tokenShape = /^[A-Za-z]{32}$/;

/**
 * Makes a link that signs somebody in: once, within ten minutes. An address without an account gets one when it is spent.
 * @param given the link's secret token; a random one when absent. A link with this token must not have been made before.
 * @returns the address of the page with the button.
 */
export async function makeLink(db: Db, env: Env, email: string, nextPath = "/", given?: string): Promise<string> {
  let token = "";
  const onLink = (made: string) => {
    token = made;
  };
  const auth = createAuth(db, env, given === undefined ? { onLink } : { onLink, token: given });
  await auth.api.signInMagicLink({ body: { email }, headers: new Headers() });
  return linkUrl(env, token, nextPath);
}

/** The address of a link's page. @param nextPath where to go after signing in, a path of ours. */
export function linkUrl(env: Pick<Env, "APP_URL">, token: string, nextPath: string): string {
  const path = ownPath(nextPath);
  return `${env.APP_URL}/signin/${token}${path === "/" ? "" : `?${new URLSearchParams({ next: path })}`}`;
}

/** Looks at a link without spending it. @returns whom it signs in; null when it is spent, too old or none at all. */
export async function readLink(db: Db, token: string, now: Date): Promise<{ email: string; isNew: boolean } | null> {
  if (!tokenShape.test(token)) return null;
  const hash = createHash("sha256").update(token).digest("base64url");
  const row = await db.verification.findFirst({
    where: { identifier: `magic-link:${hash}`, expiresAt: { gt: now } },
    select: { value: true },
  });
  if (!row) return null;
  const { email } = JSON.parse(row.value) as { email: string };
  return { email, isNew: (await db.reader.findUnique({ where: { email }, select: { id: true } })) === null };
}

/** What a browser has to keep to stay signed in. */
export interface SessionCookie {
  name: string;
  value: string;
  maxAge: number;
}

/** Spends a link. @returns null when it is spent, too old or none at all: of several tries at once one succeeds. */
export async function spendLink(
  db: Db,
  env: Env,
  token: string,
  userAgent: string,
): Promise<{ cookie: SessionCookie; readerId: string; isOnboarded: boolean } | null> {
  if (!tokenShape.test(token)) return null;
  const auth = createAuth(db, env);
  const { authCookies } = await auth.$context;
  const answer = await auth.api
    .magicLinkVerify({
      query: { token },
      headers: new Headers({ "user-agent": userAgent.slice(0, 300) }),
      returnHeaders: true,
    })
    // What is wrong with a link is told by a redirect to nowhere.
    .catch((error: unknown) => {
      if ((error as { status?: unknown }).status === "FOUND") return null;
      throw error;
    });
  if (!answer) return null;
  const { name, attributes } = authCookies.sessionToken;
  const header = answer.headers.getSetCookie().find((line) => line.startsWith(`${name}=`));
  const value = header && /^[^=]+=([^;]*)/.exec(header)?.[1];
  if (!value) throw new Error("A session was made without a cookie.");
  const reader = await db.reader.findUniqueOrThrow({
    where: { id: answer.response.user.id },
    select: { id: true, email: true, onboardedAt: true },
  });
  await db.invitation.deleteMany({ where: { email: reader.email } });
  return {
    cookie: { name, value: decodeURIComponent(value), maxAge: attributes.maxAge ?? 0 },
    readerId: reader.id,
    isOnboarded: reader.onboardedAt !== null,
  };
}
