import { sentenceParts } from "../../lib/format/commands";

/** A sentence in which commands stand between backticks, shown as code. */
export function Sentence({ text }: { text: string }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no other name, and never change places.
  return sentenceParts(text).map((part, at) => (part.isCommand ? <code key={at}>{part.text}</code> : part.text));
}
