import { Parser } from "htmlparser2";
import { parseTimestamp, speakerName, splitSpeaker } from "./transcript";
import type { Turn } from "./turns";

const blocks = new Set([
  "p",
  "div",
  "li",
  "section",
  "article",
  "h1",
  "h2",
  "h3",
  "h4",
  "blockquote",
  "br",
  "tr",
  "dd",
  "dt",
]);
const hidden = new Set([
  "script",
  "style",
  "head",
  "nav",
  "header",
  "footer",
  "template",
  "noscript",
  "button",
  "form",
]);

/** Parses HTML transcripts: `<cite>` names who speaks, `<time>` when, blocks hold what is said. */
export function parseHtml(source: string): Turn[] {
  const turns: Turn[] = [];
  let hiddenDepth = 0;
  let within: "text" | "cite" | "time" = "text";
  let cite = "";
  let time = "";
  let text = "";
  let speaker: string | null = null;
  let startMs: number | null = null;

  const endBlock = () => {
    const line = text.replace(/\s+/g, " ").trim();
    text = "";
    if (!line) return;
    const named = splitSpeaker(line);
    if (named) speaker = speakerName(named.speaker);
    turns.push({ startMs, speaker, text: named ? named.text : line });
    startMs = null;
  };

  const parser = new Parser({
    onopentagname(name) {
      if (hidden.has(name)) hiddenDepth++;
      if (name === "cite" || name === "time") {
        endBlock();
        within = name;
        if (name === "cite") cite = "";
        else time = "";
      } else if (blocks.has(name)) endBlock();
    },
    ontext(part) {
      if (hiddenDepth > 0) return;
      if (within === "cite") cite += part;
      else if (within === "time") time += part;
      else text += part;
    },
    onclosetag(name) {
      if (hidden.has(name)) hiddenDepth--;
      if (name === "cite") {
        speaker = speakerName(cite);
        within = "text";
      } else if (name === "time") {
        startMs = parseTimestamp(time.replace(/[[\]()]/g, ""));
        within = "text";
      } else if (blocks.has(name)) endBlock();
    },
  });
  parser.end(source);
  endBlock();
  return turns;
}
