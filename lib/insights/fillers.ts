import { isCommonWord } from "./common-words";
import { functionWords, plainWord } from "./words";

/** Doubled on purpose by speakers: "very, very cold". */
const meantTwice = new Set(
  "very many so much really far long no more never ever again way too big old bye ha hear had that".split(" "),
);

/** "[laughs]", "(laughter)", "[Bo and Ann chuckle]": heard, not said. */
const heard =
  /\s*[[(](?:[\p{L} ]+ )?(?:laugh(?:s|ing|ter)?|chuckl(?:es?|ing)|giggl(?:es?|ing)|sighs?|coughs?|applause|cheer(?:s|ing)?)[\])]/giu;

/** A text without the sounds that its transcript writes down in brackets. */
export const withoutSounds = (text: string): string => text.replace(heard, "").trim();

const sounds = "mm ?- ?hmm|uh ?- ?huh|u+m+|u+h+m*|er+m+|er|mm+|hm+|mhm|ah";
const hesitationAtSentenceStart = new RegExp(
  `(?<=[.!?]\\s)(?:(?:${sounds})(?![\\p{L}\\p{N}'’-])[\\s,.…]*)+(\\p{L})`,
  "giu",
);
const phrases = "you know|i mean|you see|like|sort of|kind of|right|i guess|if you will|let's say";
const hesitation = new RegExp(`(?<![\\p{L}\\p{N}'’-])(?:${sounds})(?![\\p{L}\\p{N}'’-])`, "giu");
const aside = `(?:${sounds}|${phrases})`;
const betweenCommas = new RegExp(`,\\s*${aside}(?:\\s*,\\s*${aside})*\\s*,`, "giu");
const opener = `(?:${sounds}|you know|i mean|you see|like|look|listen|well|so|and|yeah|yes|yep|okay|ok|right|oh|now|sure|exactly|totally|absolutely|actually|basically|anyway|see|no)`;
const atStart = new RegExp(`^(?:${opener}\\s*[,.…]\\s*)+`, "iu");
const atSentenceStart = new RegExp(`(?<=[.!?]\\s)(?:(?:${sounds}|you know|i mean|like|well)\\s*,\\s*)+(\\p{L})`, "giu");
const bareStart = /^(?:(?:so|and)\s+(?:yeah\s*,?\s*)?)+(?=\p{L})/iu;
const openingAdverbial =
  /^(?:in|at|on|by|for|with|when|if|after|before|since|as|during|under|because|although|while|once|until|from)\b[^,]*$/iu;

/** Removes fillers that stand between two commas; one comma stays where it closes an opening adverbial. */
function withoutAsides(text: string): string {
  return text
    .replace(betweenCommas, (_aside, offset: number, whole: string) => {
      const sentence = whole.slice(Math.max(whole.lastIndexOf(". ", offset), 0), offset).replace(/^\.\s*/u, "");
      return openingAdverbial.test(sentence) ? "," : " ";
    })
    .replace(atSentenceStart, (_opener, letter: string) => letter.toUpperCase())
    .replace(hesitationAtSentenceStart, (_sound, letter: string) => letter.toUpperCase())
    .replace(hesitation, " ");
}

/** Collapses words said twice: "it's, it's" and "in the, in the"; also "the ro- the rocket". */
function withoutRepeats(text: string): string {
  let tokens = text.split(/\s+/u).filter(Boolean);
  for (let size = 4; size >= 1; size--) {
    for (let at = 0; at + 2 * size <= tokens.length; ) {
      const first = tokens.slice(at, at + size);
      const second = tokens.slice(at + size, at + 2 * size);
      const isRepeat = first.every((token, index) => {
        const other = second[index] ?? "";
        const joint = index === size - 1 ? token.replace(/(?:,|-|–|—|--|\.\.\.|…)+$/u, "") : token;
        const otherEnd = index === size - 1 ? other.replace(/[.,;:!?…-]+$/u, "") : other;
        return /\p{L}/u.test(joint) && plainWord(joint) === plainWord(otherEnd);
      });
      const meant = size === 1 && meantTwice.has(plainWord(second[0] ?? "").replace(/[^\p{L}']/gu, ""));
      if (isRepeat && !meant) {
        // The first word keeps its capital; the last keeps its punctuation.
        const kept = [...second];
        if (/^\p{Lu}/u.test(first[0] ?? ""))
          kept[0] = first[0] === undefined ? (kept[0] ?? "") : capitalisedLike(kept[0] ?? "");
        tokens = [...tokens.slice(0, at), ...kept, ...tokens.slice(at + 2 * size)];
      } else at++;
    }
  }
  return tokens.join(" ");
}

function capitalisedLike(token: string): string {
  return token.charAt(0).toUpperCase() + token.slice(1);
}

/** Drops word fragments that the next word completes: "ro- rocket", "wh-what". */
function withoutFragments(text: string): string {
  return text
    .replace(
      /(?<![\p{L}\p{N}])(\p{L}{1,5})(?:-{1,2}|–|—),?\s+(?=(\p{L}+))/giu,
      (whole, fragment: string, next: string) => (next.toLowerCase().startsWith(fragment.toLowerCase()) ? "" : whole),
    )
    .replace(/(?<![\p{L}\p{N}-])(?!re|co|de)(\p{L}{1,2})-(?=\1\p{L})/giu, "");
}

/** Names of letters that stand before words like themselves: "c code", "r runs", "t tests". */
const lettersWithMeaning = /^[crt]$/iu;

/** True for a start of the next word that is no word itself: "th the", "s some", "mayb maybe". */
function isStutter(fragment: string, next: string): boolean {
  const [begun, word] = [fragment.toLowerCase(), next.toLowerCase()];
  if (word.length <= begun.length || !word.startsWith(begun)) return false;
  if (begun.length === 1) {
    const isLetter = lettersWithMeaning.test(begun) || fragment !== begun;
    return !/[ai]/u.test(begun) && (!isLetter || functionWords.has(word));
  }
  return fragment.slice(1) === begun.slice(1) && (!/[aeiouy]/u.test(begun) || !isCommonWord(begun));
}

/** Drops what a speaker began and began anew without a sign between, as exact transcripts have it. */
function withoutStutters(text: string): string {
  const kept: string[] = [];
  for (const token of text.split(/\s+/u).reverse()) {
    const next = /^[\p{L}'’]+/u.exec(kept.at(-1) ?? "")?.[0] ?? "";
    if (/^\p{L}{1,5}$/u.test(token) && isStutter(token, next)) {
      if (/^\p{Lu}/u.test(token)) kept.push(capitalisedLike(kept.pop() ?? ""));
    } else kept.push(token);
  }
  return kept.reverse().join(" ");
}

function tidied(text: string): string {
  return (
    text
      .replace(/\s+/gu, " ")
      // Some transcripts part "it 's" and "mm - hmm".
      .replace(/(?<=\p{L}) (?=['’](?:s|re|ve|ll|d|m|t)(?!\p{L}))/giu, "")
      // Where somebody put something in, the sentence breaks off and goes on: "and they- -laughed".
      .replace(/(?<=[\p{L}\p{N}])\s?(?:-{1,2}|–|—|…|\.{3})\s?(?:-{1,2}|–|—|…|\.{3})\s?(?=[\p{L}\p{N}])/gu, " ")
      .replace(/\s+([,.;:!?…])/gu, "$1")
      .replace(/,(?:\s*,)+/gu, ",")
      .replace(/^[\s,;:–—-]+/u, "")
      .replace(/,([.!?])/gu, "$1")
      .replace(/(?<!\.)\.(?:\s?\.)(?!\s?\.)/gu, ".")
      .trim()
  );
}

function capitalised(text: string): string {
  return text.replace(
    /^(["“'‘(]?)(\p{Ll})(?!\p{Lu})/u,
    (_whole, open: string, letter: string) => open + letter.toUpperCase(),
  );
}

function cleanedOnce(text: string): string {
  return tidied(withoutRepeats(tidied(withoutAsides(withoutStutters(withoutFragments(text))))));
}

/**
 * Speech made readable: without "um", "uh", "you know", "I mean" and "like" where they are fillers, repeated words,
 * words begun twice and an opening "so", "and", "well" or "yeah". Everything else stays as it was said: the words of
 * the result are words of the text in their order. Cleaning twice changes nothing more.
 * Source of the rule: INSIGHT_STYLE.md, "Without a model".
 */
export function cleanSpeech(text: string): string {
  let result = tidied(withoutSounds(text));
  for (let round = 0; round < 6; round++) {
    const cleaned = cleanedOnce(result);
    const opened = capitalised(cleaned.replace(atStart, "").replace(bareStart, ""));
    if (opened === result) break;
    result = opened;
  }
  return result;
}
