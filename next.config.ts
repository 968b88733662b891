import type { NextConfig } from "next";
import { sessionCookieName } from "./lib/accounts/session-cookie";

/** For every page; a policy for scripts needs hashes of each page's inline ones and comes with a server of our own. */
const everywhere = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  {
    key: "Content-Security-Policy",
    value: "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'",
  },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
];

const noindex = { key: "X-Robots-Tag", value: "noindex" };

/** Pages that are kept ready for visitors (app/front and those with a parameter), and made for each reader (app/mine). */
const lists = ["/", "/digests", "/shows", "/topics"];
const withId = ["/insights/:id", "/stories/:id", "/shows/:id"];
const withParameter = ["/digests/:date", "/topics/:slug", "/people/:slug", ...withId];
/** What else stands below `/shows` is no show. */
const sourceOf = (path: string) => path.replace(":id", ":id([0-9a-fA-F-]{36})");
/** A list's further pages, an archive's other months and shows that somebody looks for are made when they are asked for. */
const parts = ["page", "month", "q"];

/** Who has one gets the pages that are made for each reader (app/mine); visitors get those that are kept ready. */
const sessionCookies = ["https://", "http://"].map((APP_URL) => sessionCookieName({ APP_URL }));

const config: NextConfig = {
  poweredByHeader: false,
  // A cache in front may show a page that is this old (seconds) while it asks for a new one, not for a year.
  expireTime: 600,
  // Titles and descriptions belong into the head also for readers without JavaScript; streamed ones would not be there.
  htmlLimitedBots: /.*/,
  // These open sockets, files or workers of their own, and are loaded by Node itself.
  serverExternalPackages: ["pg", "pg-boss", "pino", "undici", "openai", "resend", "prom-client"],
  // A list of some thousand subscriptions (OPML) is more than the usual megabyte.
  // Pages that are kept ready stay in memory: on disk they would outlive the database that they were made from.
  experimental: { serverActions: { bodySizeLimit: "4mb" }, isrFlushToDisk: false },
  // Types are checked by `npm run check`, tests included; whoever starts an installation need not wait for that.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
  async rewrites() {
    return {
      beforeFiles: [
        ...[...lists, ...withParameter].flatMap((path) =>
          [
            ...sessionCookies.map((key) => ({ type: "cookie" as const, key })),
            ...(path === "/" ? [] : parts.map((key) => ({ type: "query" as const, key }))),
          ].map((has) => ({ source: sourceOf(path), has: [has], destination: `/mine${path}` })),
        ),
        ...lists.map((source) => ({ source, destination: `/front/everyone${source === "/" ? "" : source}` })),
      ],
      afterFiles: [],
      fallback: [],
    };
  },
  async headers() {
    return [
      // Next's development server sends one script as JSON, which "nosniff" would refuse.
      { source: "/((?!_next/static/development/).*)", headers: everywhere },
      // Transcripts are others' work (P11). The setup page's address may carry the operator's code, which goes nowhere else;
      // "no-referrer" would send its form with "Origin: null", which server actions refuse.
      { source: "/episodes/:id", headers: [noindex] },
      { source: "/setup", headers: [noindex, { key: "Referrer-Policy", value: "same-origin" }] },
    ];
  },
};

export default config;
