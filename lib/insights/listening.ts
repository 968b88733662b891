import type { SpokenSegment } from "./insight";
import { contentWords, countWords, wordsIn } from "./words";

/** "Mm-hmm.", "Yeah, right.", "[laughs]": what a listener puts in without taking the floor. */
const listening =
  /^(?:(?:yeah|yep|yup|yes|right|okay|ok|alright|all right|sure|mm|mm ?- ?hmm|mhm|uh ?- ?huh|hm+|um+|uh+|oh|ah|wow|whoa|exactly|absolutely|definitely|totally|certainly|indeed|correct|of course|i (?:see|know|agree|think so|guess so)|agreed|got it|gotcha|fair enough|(?:that )?makes sense|sounds good|that ?['’]s (?:right|true|it|fair|good|great|nice|cool|fine|interesting|awesome)|(?:very )?(?:true|good|great|nice|cool|interesting)|perfect|awesome|amazing|lovely|thanks|thank you|and|but|so)[\s,.!…-]*)+$/iu;
const sounds = /\[[^\]]*\]|\([^)]*\)|\{[^}]*\}/gu;
/** Nobody takes the floor in fewer words than a speaker needs to finish a sentence over them. */
const mostWords = 12;
/** So many remarks may follow one another. */
const longestRun = 3;
/** A remark that is more than listening is this short. */
const mostAsideWords = 6;

const asks = /\?["”’)]?\W*$/u;
const ends = /[.!]["”’)]*$/u;
const denies =
  /\b(?:no|not|never|nothing|nobody|nowhere|neither|hardly|but|actually|rather|instead|disagree|wrong|\w+n['’]t)\b/iu;
/** Goes on in the middle of a sentence: "-screamed out", "…and then", "because of it". */
const resumes = /^(?:[-–—…]|\.{2,})*\s*\p{Ll}/u;
const joint = String.raw`^(?:[\W_]*(?:and|but|so|or|because|well|like|also|then)\b)*[\W_]*`;
/** Answers what was put in. */
const replies = new RegExp(
  String.raw`${joint}(?:yeah|yep|yup|yes|no|nope|nah|right|exactly|okay|ok|oh|ah|sure|true|correct|absolutely|totally|definitely|of course|i (?:know|agree|mean|did|do|was|am|will|guess|see)|thanks?|sorry|good|great|nice|cool|wow|really|maybe|probably|fair|hm+|mm+|mhm|uh ?- ?huh|not)\b`,
  "iu",
);
/** Speaks about something that may stand in what was put in only. */
const takesUp = new RegExp(
  String.raw`${joint}(?:you|me|it|its|that|this|these|those|they|them|their|he|him|his|she|her|which|who|there|here|both|same|one|what|why|how)\b`,
  "iu",
);

const heard = (segment: SpokenSegment) => segment.text.replace(sounds, " ").trim();

/**
 * The segments in which somebody puts something in while another goes on speaking, so that what is said before and behind
 * them is one turn: a listener's "mm-hmm", an echo of what was just said, a short remark that the speaker does not take up. An
 * answer to a question is none, nor is what denies.
 * @returns their indexes.
 */
export function listeningAt(segments: readonly SpokenSegment[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (let index = 1; index < segments.length; index++) {
    const before = segments[index - 1];
    if (before === undefined || before.speaker === null || asks.test(before.text)) continue;
    let end = index;
    while (end < index + longestRun && isShortRemark(segments[end], before.speaker)) end++;
    const after = segments[end];
    if (end === index || after === undefined || after.speaker !== before.speaker) continue;
    const remarks = segments.slice(index, end);
    if (remarks.every((remark) => onlyListens(remark, before)) || isPassedOver(before, remarks, after))
      for (; index < end; index++) found.add(index);
  }
  return found;
}

function isShortRemark(segment: SpokenSegment | undefined, speaker: string): boolean {
  if (segment === undefined || segment.speaker === null || segment.speaker === speaker) return false;
  return !asks.test(segment.text) && countWords(heard(segment)) <= mostWords;
}

function onlyListens(remark: SpokenSegment, before: SpokenSegment): boolean {
  const text = heard(remark);
  return text === "" || listening.test(text) || echoes(text, before.text);
}

/** "Frontier model, yeah." behind "what are you calling them, frontier models?": nothing of its own. */
function echoes(text: string, said: string): boolean {
  const words = contentWords(text);
  if (words.length === 0 || denies.test(text)) return false;
  const known = new Set(wordsIn(said).map(({ plain }) => plain));
  return words.every((word) => known.has(word));
}

/** True where the speaker finishes their own sentence, or goes on with another one that does not take up what was put in. */
function isPassedOver(before: SpokenSegment, remarks: readonly SpokenSegment[], after: SpokenSegment): boolean {
  if (replies.test(after.text) || remarks.some(({ text }) => denies.test(text))) return false;
  if (!ends.test(before.text)) return resumes.test(after.text);
  const words = remarks.reduce((sum, remark) => sum + countWords(heard(remark)), 0);
  return words <= mostAsideWords && !takesUp.test(after.text);
}
