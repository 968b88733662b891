import type { ExcerptPart } from "../../lib/search/excerpt";

/** A text with what was looked for marked in it. */
export function Marked({ parts }: { parts: ExcerptPart[] }) {
  let at = 0;
  return parts.map(({ text, isMarked }) => {
    const key = at;
    at += text.length;
    return isMarked ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>;
  });
}
