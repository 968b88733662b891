import { cleanSpeech } from "./fillers";
import { verbatimBody } from "./gate";
import { type Headline, headlineFrom } from "./headline";
import { openingScore } from "./opening";
import type { Sentence } from "./sentences";
import { countWords } from "./words";

/** A run of whole sentences of one speaker that may become an insight. */
export interface Passage {
  /** Index of its first and last sentence in the episode, inclusive. */
  first: number;
  last: number;
  /** As spoken. */
  raw: string;
  /** Cleaned of fillers and false starts. */
  body: string;
  headline: Headline;
  /** How well it opens, 0 to 1. */
  opening: number;
}

/** A passage that opens well and is long enough, but of whose opening no headline could be made. */
export interface Unheaded {
  first: number;
  last: number;
  body: string;
  opening: number;
}

const reaction =
  /^(?:(?:yeah|yes|yep|no|nope|right|okay|ok|sure|huh|wow|oh|ah|ha|hm+|mm+|mhm|uh-huh|exactly|totally|absolutely|true|cool|nice|great|interesting|got it|i see|i know|of course|wait|really|hello|hi|hey|thanks|thank you|good|fair enough|same)[\s,.!…-]*)+(?:man|dude|sir|you|no|so)?[.!…]*$/iu;
const broken = /(?:-{1,2}|–|—|\.\.\.|…|,)["”’']?$/u;
const noise = /\[[^\]]*\]|\((?:laugh|music|applause|inaudible|crosstalk)[^)]*\)|♪|\*[^*]+\*/iu;
const banter =
  /\b(?:the (?:host|guest)s?|(?:this|today's) (?:episode|podcast|show)|discuss(?:es|ed|ing)?|haha|lol)\b/iu;

/** True where a sentence can be part of a passage at all. */
function isUsable(sentence: Sentence): boolean {
  const text = sentence.text;
  if (sentence.words === 0 || sentence.words > 60) return false;
  if (/\?/u.test(text) || broken.test(text) || noise.test(text) || banter.test(text) || reaction.test(text))
    return false;
  return /[.!”"’')\]]$/u.test(text);
}

/** Sentences that end a passage badly: they lead on to something that is not part of it. */
const leadsOn =
  /(?:\b(?:for example|for instance|the following|like this|here's (?:the|a|my)|let me|i'll|right now|one more thing|which is)\b[^.]{0,20}[.!]$)|:$/iu;
const chatty = /^(?:so |and |but )?(?:i|we|you|anyway|yeah|okay|right|cool|let's|you know|i'm|we're|you're)\b/iu;

/**
 * All passages of an episode: for each sentence that can open one, the runs of up to four sentences from there with an
 * allowed length, and, apart, those of which no headline could be made.
 * @param isBarred says which sentences belong to advertisements, greetings and the like.
 */
export function passagesOf(
  sentences: readonly Sentence[],
  isBarred: (index: number) => boolean,
): { passages: Passage[]; unheaded: Unheaded[] } {
  const [fewest, most] = verbatimBody.words;
  const passages: Passage[] = [];
  const unheaded: Unheaded[] = [];
  sentences.forEach((opener, first) => {
    if (isBarred(first) || !isUsable(opener)) return;
    const opening = openingOf(opener.text);
    if (opening < 0.4) return;
    const headline = headlineFrom(cleanSpeech(opener.text));
    let unheadedOnce = false;
    for (let size = 1; size <= verbatimBody.sentences[1]; size++) {
      const last = first + size - 1;
      const end = sentences[last];
      if (end === undefined || isBarred(last) || end.turnIndex !== opener.turnIndex || !isUsable(end)) break;
      const raw = opener.turn.text.slice(opener.start, end.end);
      const body = cleanSpeech(raw);
      const words = countWords(body);
      if (words > most) break;
      if (words < fewest || (size > 1 && (leadsOn.test(end.text) || chatty.test(end.text)))) continue;
      if (headline !== null) passages.push({ first, last, raw, body, headline, opening });
      else if (!unheadedOnce) {
        unheaded.push({ first, last, body, opening });
        unheadedOnce = true;
      }
    }
  });
  return { passages, unheaded };
}

/** Speech that opens with "so" or "and" can stand alone when the rest does, but less surely. */
function openingOf(text: string): number {
  const cleaned = cleanSpeech(text);
  const dropped = countWords(text) - countWords(cleaned);
  const connective = /^(?:so|and|yeah|well|okay|right|no|yes|but)\b/iu.test(text.trim());
  return openingScore(cleaned) * (connective ? 0.82 : 1) * (dropped > 5 ? 0.9 : 1);
}
