/** A part of a sentence: words, or a command or setting that stands between backticks. */
export interface SentencePart {
  text: string;
  isCommand: boolean;
}

/** The parts of a sentence in which commands stand between backticks. */
export function sentenceParts(sentence: string): SentencePart[] {
  return sentence
    .split(/(`[^`\n]+`)/)
    .filter((text) => text !== "")
    .map((text) =>
      /^`[^`]+`$/.test(text) ? { text: text.slice(1, -1), isCommand: true } : { text, isCommand: false },
    );
}

/** The sentence without backticks, for places that show plain text only. */
export function plainSentence(sentence: string): string {
  return sentenceParts(sentence)
    .map(({ text }) => text)
    .join("");
}
