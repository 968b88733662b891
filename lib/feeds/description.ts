import sanitizeHtml from "sanitize-html";
import { withoutControls } from "./control-characters";

/** Publishers' notes are shown, not their pages: no images (they count who reads), no styles, nothing that acts. */
const allowed: sanitizeHtml.IOptions = {
  allowedTags: ["p", "br", "a", "ul", "ol", "li", "strong", "b", "em", "i", "blockquote", "code", "pre", "h3", "h4"],
  allowedAttributes: { a: ["href", "rel"] },
  allowedSchemes: ["http", "https", "mailto"],
  allowProtocolRelative: false,
  transformTags: {
    h1: "h3",
    h2: "h3",
    h5: "h4",
    h6: "h4",
    div: "p",
    a: (tagName, { href }): sanitizeHtml.Tag => ({
      tagName,
      attribs: href && /^(?:https?:\/\/|mailto:)/i.test(href) ? { href, rel: "noopener noreferrer nofollow ugc" } : {},
    }),
  },
};

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/**
 * A publisher's notes as HTML that is safe to show: a short list of elements without attributes but links' addresses. Text
 * without markup keeps its paragraphs and lines.
 * @param maxLength characters of the source that are read.
 */
export function descriptionHtml(source: string, maxLength = 20_000): string {
  const text = withoutControls(source.slice(0, maxLength)).trim();
  if (text === "") return "";
  if (/<\/?[a-z][^<>]*>/i.test(text))
    return sanitizeHtml(text, allowed)
      .replace(/<(p|h3|h4|li|ul|ol|blockquote)>(?:\s|&nbsp;|<br \/>)*<\/\1>/g, "")
      .trim();
  const lines = (paragraph: string) =>
    paragraph
      .split("\n")
      .map((line) => line.trim())
      .join("<br />");
  return text
    .split(/\n\s*\n/)
    .map(
      (paragraph) =>
        `<p>${lines(/&\w+;|&#\w+;/.test(paragraph) ? sanitizeHtml(paragraph, allowed) : escaped(paragraph))}</p>`,
    )
    .join("");
}
