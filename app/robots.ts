import type { MetadataRoute } from "next";
import { env } from "../lib/env";

export const dynamic = "force-dynamic";

/** What search engines need not look at; what they must not show says so itself (X-Robots-Tag), which they have to read. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: {
      userAgent: "*",
      allow: "/",
      disallow: ["/api/", "/search", "/saved", "/settings", "/admin", "/signin", "/feed/"],
    },
    sitemap: `${env().APP_URL}/sitemap.xml`,
  };
}
