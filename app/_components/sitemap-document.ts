import type { SitemapEntry } from "../../lib/digests/archive-views";

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** A list of addresses as sitemaps.org describes it. @param kind of pages, or of further lists. */
export function sitemapXml(
  kind: "urlset" | "sitemapindex",
  appUrl: string,
  entries: (SitemapEntry | string)[],
): string {
  const element = kind === "urlset" ? "url" : "sitemap";
  const lines = entries.map((entry) => {
    const { path, changedAt } = typeof entry === "string" ? { path: entry, changedAt: null } : entry;
    const changed = changedAt ? `<lastmod>${changedAt.toISOString()}</lastmod>` : "";
    return `<${element}><loc>${escaped(appUrl + path)}</loc>${changed}</${element}>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${lines.join("\n")}\n</${kind}>\n`;
}
