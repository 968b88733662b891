import type { SpokenSegment } from "./insight";
import { countWords } from "./words";

/** "Mm-hmm.", "Yeah, right.": what a listener puts in without taking the floor. */
const listening =
  /^(?:(?:yeah|yep|yes|right|okay|ok|sure|mm|mm ?- ?hmm|mhm|uh ?- ?huh|hm+|oh|ah|wow|exactly|absolutely|of course|i see|i know|i agree|that ?['’]s (?:right|true|it)|true|good|great|perfect|cool|nice)[\s,.!…-]*)+$/iu;
const mostWords = 4;
/** So many listeners may put something in one after another. */
const longestRun = 3;

/**
 * The segments in which somebody only listens while another goes on speaking: what is said before and behind them is one
 * turn. An answer to a question is none.
 * @returns their indexes.
 */
export function listeningAt(segments: readonly SpokenSegment[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (let index = 1; index < segments.length; index++) {
    const before = segments[index - 1];
    if (before === undefined || before.speaker === null || /\?\W*$/u.test(before.text)) continue;
    let end = index;
    while (end < index + longestRun && onlyListens(segments[end], before.speaker)) end++;
    if (end === index || segments[end]?.speaker !== before.speaker) continue;
    for (; index < end; index++) found.add(index);
  }
  return found;
}

function onlyListens(segment: SpokenSegment | undefined, speaker: string): boolean {
  if (segment === undefined || segment.speaker === null || segment.speaker === speaker) return false;
  return countWords(segment.text) <= mostWords && listening.test(segment.text.trim());
}
