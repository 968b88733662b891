import { Parser } from "htmlparser2";
import { withoutControls } from "./control-characters";

const blocks = new Set(["p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "tr", "blockquote"]);
const hidden = new Set(["script", "style", "template", "noscript"]);

/** The text of HTML as one line of prose, entities decoded; markup, scripts and styles are left out. */
export function htmlText(html: string, maxLength = 20_000): string {
  let text = "";
  let hiddenDepth = 0;
  const parser = new Parser({
    onopentagname(name) {
      if (hidden.has(name)) hiddenDepth++;
      if (blocks.has(name)) text += " ";
    },
    onclosetag(name) {
      if (hidden.has(name)) hiddenDepth--;
      if (blocks.has(name)) text += " ";
    },
    ontext(part) {
      if (hiddenDepth === 0) text += part;
    },
  });
  parser.end(html.slice(0, maxLength * 10));
  return withoutControls(text).replace(/\s+/g, " ").trim().slice(0, maxLength);
}
