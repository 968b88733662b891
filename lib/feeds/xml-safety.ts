import { FeedFormatError } from "./feed-format-error";

/** Elements within elements; feeds have fewer than ten levels, and XHTML in Atom hardly forty. */
const deepest = 200;

/**
 * Takes a document type away unread, whatever it points to.
 * @throws FeedFormatError where it declares entities or anything else of its own: that is how documents are made to
 *   grow without end, or to read files.
 */
export function dropDoctype(xml: string): string {
  const start = xml.search(/<!DOCTYPE\b/i);
  if (start < 0) return xml;
  const rest = xml.slice(start, start + 4_000);
  const external = /^<!DOCTYPE\b(?:[^[\]<>"']|"[^"]*"|'[^']*')*>/i.exec(rest)?.[0];
  if (external === undefined)
    throw new FeedFormatError(
      "The feed declares entities of its own, which are not read. Its publisher has to leave them out.",
    );
  return xml.slice(0, start) + xml.slice(start + external.length);
}

/**
 * Refuses documents whose elements are nested so deep that parsers would run out of stack.
 * @throws FeedFormatError
 */
export function assertShallow(xml: string): void {
  const token = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)[A-Za-z_][^<>]*?(\/?)>/g;
  let depth = 0;
  for (const [whole, closing, empty] of xml.matchAll(token)) {
    if (whole.startsWith("<!") || whole.startsWith("<?") || empty) continue;
    depth += closing ? -1 : 1;
    if (depth > deepest)
      throw new FeedFormatError(
        `The feed nests elements more than ${deepest} deep, which no feed needs; it is not read.`,
      );
  }
}
