import { render } from "@react-email/render";
import { createElement } from "react";
import type { DigestView } from "../lib/digests/views";
import { counted, shortened } from "../lib/format/counts";
import { dayInWords } from "../lib/format/dates";
import { DigestEmail } from "./digest-email";
import { digestText } from "./digest-text";

/** Characters of a subject that phones still show whole. */
const subjectLength = 78;

/** The first headline and how many more there are, so that the subject says what is inside. */
function subjectOf(digest: DigestView): string {
  const first = digest.items[0]?.take.headline;
  if (!first) return `A quiet day on podcasts, ${dayInWords(digest.date)}`;
  const more = digest.items.length > 1 ? `, and ${counted(digest.items.length - 1, "more", "more")}` : "";
  return shortened(first, subjectLength - more.length) + more;
}

/**
 * The email of a digest.
 * @param options where the app is reached (without a trailing slash), the IANA zone in which days are told, and, where
 *   there are such, the receiver's page for changing or ending it and the sender's postal address.
 * @returns a subject of at most 78 characters, HTML below 80 kB (Gmail clips at 102 kB), and hand-made plain text.
 */
export async function renderDigestEmail(
  digest: DigestView,
  options: { appUrl: string; timeZone: string; manageUrl?: string; postalAddress?: string },
): Promise<{ subject: string; html: string; text: string }> {
  const props = { digest, ...options };
  const html = await render(createElement(DigestEmail, props));
  // React parts neighbouring texts with empty comments; what feeds wrote is escaped and holds none.
  return { subject: subjectOf(digest), html: html.replaceAll("<!-- -->", ""), text: digestText(props) };
}
