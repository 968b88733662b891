/** Characters after which a stretch of a transcript ends with the sentence at hand: about a hundred words. */
const passageLength = 560;

/** A stretch of a transcript; segments by their index, inclusive. */
export interface Stretch {
  firstSegment: number;
  lastSegment: number;
  text: string;
}

/** Cuts a transcript into stretches of about a hundred words that begin and end with its segments, and do not overlap. */
export function stretchesOf(segments: { index: number; text: string }[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { index, text } of segments) {
    const open = stretches.at(-1);
    if (open === undefined || open.text.length >= passageLength)
      stretches.push({ firstSegment: index, lastSegment: index, text });
    else {
      open.lastSegment = index;
      open.text += ` ${text}`;
    }
  }
  return stretches;
}
