import { createHmac, randomBytes } from "node:crypto";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { betterAuth } from "better-auth/minimal";
import { magicLink } from "better-auth/plugins/magic-link";
import type { Db } from "../db/types";
import type { Env } from "../env";
import { authSecret, operatorEmails } from "./operator";
import { sessionCookieName } from "./session-cookie";

/** How long an emailed link works. */
export const linkMinutes = 10;
/** How long a browser stays signed in. */
const sessionSeconds = 180 * 24 * 3600;

/** A secret part of an address: 24 random bytes, 32 characters. */
export const randomToken = () => randomBytes(24).toString("base64url");

/**
 * The secret token of a link, 32 letters that follow from what the link is for: who makes the link again makes the same one.
 * Nobody can tell it without the installation's secret.
 */
export function linkToken(secret: string, purpose: string): string {
  let number = BigInt(`0x${createHmac("sha512", secret).update(`overheard sign-in link\n${purpose}`).digest("hex")}`);
  let token = "";
  for (; token.length < 32; number /= 52n)
    token += "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[Number(number % 52n)];
  return token;
}

/**
 * better-auth over our tables. None of its routes is mounted: links are spent by a button of ours, because mail scanners open
 * every link and its own route would spend it on a GET.
 * @param links.onLink is given the secret token of each link that is made; the database keeps only its hash.
 * @param links.token the token of the links that it makes; another random one for each when absent.
 */
export function createAuth(db: Db, env: Env, links: { onLink?: (token: string) => void; token?: string } = {}) {
  const { onLink = () => {}, token: given } = links;
  const isHttps = env.APP_URL.startsWith("https:");
  return betterAuth({
    appName: "Overheard",
    baseURL: env.APP_URL,
    secret: authSecret(env),
    database: prismaAdapter(db, { provider: "postgresql", transaction: true }),
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    user: {
      modelName: "reader",
      additionalFields: {
        feedToken: { type: "string", input: false, returned: false, defaultValue: randomToken },
        timeZone: { type: "string", input: false, defaultValue: () => env.APP_TIMEZONE },
        onboardedAt: { type: "date", required: false, input: false },
      },
    },
    session: { expiresIn: sessionSeconds, disableSessionRefresh: true },
    databaseHooks: {
      user: {
        create: {
          // The operator who has named no address of theirs gets no email.
          before: async (user) => ({
            data: { ...user, ...(user.email === operatorEmails({ ADMIN_EMAILS: [] })[0] ? { emailDays: [] } : {}) },
          }),
        },
      },
    },
    advanced: {
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: sessionCookieName(env),
          attributes: { secure: isHttps, httpOnly: true, sameSite: "lax", path: "/" },
        },
      },
      database: { generateId: false },
      // Nobody needs to know where readers are.
      ipAddress: { disableIpTracking: true },
    },
    plugins: [
      magicLink({
        storeToken: "hashed",
        expiresIn: linkMinutes * 60,
        ...(given === undefined ? {} : { generateToken: () => given }),
        sendMagicLink: ({ token }) => onLink(token),
      }),
    ],
  });
}

export type Auth = ReturnType<typeof createAuth>;
