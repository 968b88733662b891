import type { Metadata } from "next";
import { env } from "../../lib/env";
import { shortened } from "../../lib/format/counts";

/** Characters of a description that search engines and previews still show. */
const shownLength = 200;

/** Title, description, canonical address and their Open Graph forms of one page; `path` is relative to APP_URL. */
export function pageMetadata(page: {
  title: string;
  description: string;
  path: string;
  index?: boolean;
  /** The page that has its picture, where it has one. */
  picturePath?: string;
}): Metadata {
  const description = shortened(page.description, shownLength);
  return {
    metadataBase: new URL(env().APP_URL),
    title: page.title,
    description,
    alternates: {
      canonical: page.path,
      types: {
        "application/atom+xml": [{ url: "/feed.xml", title: "Overheard, the daily five" }],
        "application/feed+json": [{ url: "/feed.json", title: "Overheard, the daily five" }],
      },
    },
    openGraph: {
      title: page.title,
      description,
      url: page.path,
      siteName: "Overheard",
      type: "article",
      locale: "en",
      ...(page.picturePath
        ? { images: [{ url: `${page.picturePath}/picture.png`, width: 1200, height: 630, alt: page.title }] }
        : {}),
    },
    twitter: { card: page.picturePath ? "summary_large_image" : "summary", title: page.title, description },
    ...(page.index === false ? { robots: { index: false, follow: true } } : {}),
  };
}
