import type { Metadata } from "next";
import { shortened } from "../../lib/format/counts";

/** Characters of a description that search engines and previews still show. */
const shownLength = 200;

/** Title, description, canonical address and their Open Graph forms of one page; `path` is relative to APP_URL. */
export function pageMetadata(page: { title: string; description: string; path: string; index?: boolean }): Metadata {
  const description = shortened(page.description, shownLength);
  return {
    title: page.title,
    description,
    alternates: { canonical: page.path },
    openGraph: {
      title: page.title,
      description,
      url: page.path,
      siteName: "Overheard",
      type: "article",
      locale: "en",
    },
    twitter: { card: "summary", title: page.title, description },
    ...(page.index === false ? { robots: { index: false, follow: true } } : {}),
  };
}
