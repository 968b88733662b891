import { withoutControls } from "./control-characters";
import { htmlText } from "./html-text";

/** XML that was mended, and what had to be mended in words. */
export interface MendedXml {
  xml: string;
  /** Null when nothing was wrong that we know how to mend. */
  note: string | null;
  /** The document ended in the middle; strict parsers may take half an episode for a whole one. */
  wasCut: boolean;
}

/** Whether XML allows the character that "#38;" or "#x26;" stands for. */
function isAllowed(reference: string): boolean {
  const code = /^#x/i.test(reference)
    ? Number.parseInt(reference.slice(2), 16)
    : Number.parseInt(reference.slice(1), 10);
  return code <= 0x10ffff && withoutControls(String.fromCodePoint(code)) !== "";
}

/** Ends a document that ends in the middle after its last whole episode; null where nothing is missing. */
function withEnd(xml: string): string | null {
  const root = /<(rss|feed|(?:[\w-]+:)(?:RDF|feed))\b/i.exec(xml)?.[1];
  if (!root || new RegExp(`</${root}\\s*>`, "i").test(xml.slice(-2_000))) return null;
  const ends = [...xml.matchAll(/<\/(?:item|entry)\s*>/gi)];
  const last = ends.at(-1);
  const whole = last ? xml.slice(0, last.index + last[0].length) : xml;
  return `${whole}${/^rss$/i.test(root) ? "</channel>" : ""}</${root}>`;
}

/**
 * Mends what content systems most often get wrong: ampersands that stand alone, entities of HTML that
 * XML does not know, text before the XML declaration, and an `<rss>` without a version, and an
 * end that is missing. CDATA sections are left as they are.
 */
export function mendXml(source: string): MendedXml {
  const notes: string[] = [];
  const count = (n: number, one: string, many: string) => {
    if (n > 0) notes.push(n === 1 ? `one ${one}` : `${n} ${many}`);
  };
  let xml = source;
  const start = xml.search(/<\?xml|<rss\b|<feed\b|<rdf:RDF\b/i);
  if (start > 0 && xml.slice(0, start).trim() !== "") notes.push("text before the feed's beginning");
  if (start > 0) xml = xml.slice(start);
  let ampersands = 0;
  let entities = 0;
  xml = xml
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((part) =>
      part.startsWith("<![CDATA[")
        ? part
        : part.replace(/&(#\d{1,7};|#x[0-9a-f]{1,6};|[a-z][a-z0-9]{1,31};)?/gi, (whole, reference?: string) => {
            if (!reference) {
              ampersands++;
              return "&amp;";
            }
            if (reference.startsWith("#")) return isAllowed(reference) ? whole : "";
            if (/^(amp|lt|gt|quot|apos);$/.test(reference)) return whole;
            entities++;
            const character = whole === "&nbsp;" ? "\u00a0" : htmlText(whole, 8);
            return character === whole ? `&amp;${reference}` : character;
          }),
    )
    .join("");
  xml = xml.replace(/<rss\b((?:[^<>"']|"[^"]*"|'[^']*')*)>/i, (whole, attributes: string) => {
    if (/\bversion\s*=\s*["'](?:0\.9|1|2)/.test(attributes)) return whole;
    notes.push("a missing version");
    return `<rss version="2.0"${attributes.replace(/\bversion\s*=\s*(?:"[^"]*"|'[^']*')/i, "")}>`;
  });
  const ended = withEnd(xml);
  if (ended !== null) notes.push("a missing end");
  xml = ended ?? xml;
  count(ampersands, "ampersand that stood alone", "ampersands that stood alone");
  count(entities, "HTML entity that XML does not know", "HTML entities that XML does not know");
  return {
    xml,
    wasCut: ended !== null,
    note: notes.length > 0 ? `The feed is not well-formed XML; it was read after mending ${notes.join(", ")}.` : null,
  };
}
