import { cleanSpeech, withoutSounds } from "./fillers";
import { verbatimBody } from "./gate";
import { type Headline, hasOwnVerb, headlineFrom } from "./headline";
import { givesUpWords, hasLoneLetter, withoutLoneLetters } from "./lone-letters";
import { openingScore } from "./opening";
import type { Sentence } from "./sentences";
import { truecase } from "./truecase";
import { countWords, wordsIn } from "./words";

/** A run of whole sentences of one speaker that may become an insight. */
export interface Passage {
  /** Index of its first and last sentence in the episode, inclusive. */
  first: number;
  last: number;
  /** Where it begins in its turn's text: behind "and I think that". */
  start: number;
  /** As spoken. */
  raw: string;
  /** Cleaned of fillers and false starts, with capitals and full stops where the transcript has none. */
  body: string;
  headline: Headline;
  /** The sentence that the headline was made of. */
  headlineAt: number;
  /** How well it opens, 0 to 1. */
  opening: number;
}

/** A passage that opens well and is long enough, but of which no headline could be made. */
export interface Unheaded {
  first: number;
  last: number;
  body: string;
  opening: number;
}

const reaction =
  /^(?:(?:yeah|yes|yep|no|nope|right|okay|ok|sure|huh|wow|oh|ah|ha|hm+|mm ?- ?hmm|uh ?- ?huh|mm+|mhm|exactly|totally|absolutely|true|cool|nice|great|interesting|got it|i see|i know|of course|wait|really|hello|hi|hey|thanks|thank you|good|fair enough|same)[\s,.!…-]*)+(?:man|dude|sir|you|no|so)?[.!…]*$/iu;
const broken = /(?:-{1,2}|–|—|,)["”’']?$/u;
/** Some transcripts write every pause behind a sentence down like this; a passage neither begins nor ends there. */
const trailsOff = /(?:\.\.\.|…)["”’']?$/u;
const noise = /\[[^\]]*\]|\((?:laugh|music|applause|inaudible|crosstalk)[^)]*\)|♪|@|\*[^*]+\*/iu;
const banter =
  /\b(?:the (?:host|guest)s?|(?:this|today's) (?:episode|podcast|show)|discuss(?:es|ed|ing)?|haha|lol|original (?:article|source|post)|(?:was|were) posted (?:by|on)|source (?:here )?is)\b/iu;
/** Questions, where no sign marks them. */
const asks =
  /^(?:(?:so|and|but|or|well|okay|now|like)\s+)?(?:what|why|how|who|where|when|which|do|does|did|is|are|was|were|can|could|would|should|will|have|has|had|isn't|aren't|don't|doesn't|didn't|wouldn't|couldn't|haven't)(?:'\w+)?\s+(?:you|i|we|they|he|she|it|that|this|there|the|your|their|any|some|people|do|does|did|is|are|was|were|about|come|much|many)\b/iu;

/**
 * What speakers say before they say something: connectives and attributions. A passage begins behind it. What binds a
 * sentence to the one before it as its reason ("because") is none.
 */
const lead =
  /^(?:(?:so(?! (?:far|much|many|few|long|called))|and|but|or|well|yeah|yes|now|okay|ok|right|like|um+|uh+|oh|you know|i mean|look|see|also|plus|anyways?|basically|honestly|obviously|apparently|clearly|frankly|again|then again|first of all|for example|for instance|as (?:you|we) (?:can see|(?:all )?know)|as (?:i|we) (?:said|mentioned)(?: before| earlier)?|of course|actually|to be fair|to be honest|i (?:do |really |just |still |personally |also )?(?:think|believe|guess|suppose|feel like)|i (?:would|'d) (?:say|argue|guess)|i'd (?:say|argue|guess)|i know|we (?:do |really |all )?(?:think|believe|know|found|saw|see|learned|noticed|realised|realized)(?: out)?(?= that\b)|it turns out|turns out|the (?:thing|point|fact|truth|reality|problem|idea) is|at the end of the day|in my opinion)(?: that(?= (?:the|a|an|if|most|people|no|every|some|\p{Lu})\b))?[\s,]+)+/iu;

/** A clause of its own behind another one: "it was late, but Apple has said that". */
const joint = /,?\s(?:but|and|so|because|since|that)\s+(?=\p{L})/giu;
/** What bounds or denies all that follows it; a passage cannot begin behind it. */
const bounding =
  /\b(?:if|unless|whether|when|where|until|while|imagine|suppose|pretend|hope|wish|doubt|maybe|not|never|no|n['’]t|\w+n['’]t|would|could|might|either|both|between|like|want|wanted|say|says|who|which)\b/iu;

/** Where in a sentence a passage can begin, from its beginning on: at it, behind a lead, at a later clause of its own. */
function* beginnings(text: string): Generator<number> {
  const led = lead.exec(text)?.[0].length ?? 0;
  yield led;
  for (const match of text.matchAll(joint)) {
    const at = match.index + match[0].length;
    const head = text.slice(led, match.index);
    if (at <= led || bounding.test(head)) continue;
    const again = lead.exec(text.slice(at))?.[0].length ?? 0;
    yield at + again;
  }
}

/** A sentence, made readable. */
interface Readable {
  text: string;
  words: number;
  isUsable: boolean;
  /** "Yeah.", "Right.": said by whoever listens; left out of bodies as fillers are. */
  isReaction: boolean;
}

/** How an episode's talk is made readable. */
interface Reading {
  titles: readonly string[];
  clean: (text: string) => string;
}

function readableOf(sentence: Sentence, said: string, { titles, clean }: Reading): Readable {
  const cased = sentence.isPunctuated ? said : truecase(said, titles);
  const cleaned = clean(cased);
  const text = sentence.isPunctuated || cleaned === "" ? cleaned : `${cleaned.replace(/[\s.,;:–—-]+$/u, "")}.`;
  const heard = withoutSounds(sentence.text);
  const isReaction = heard === "" || (sentence.words <= 4 && reaction.test(heard));
  return { text, words: countWords(text), isUsable: !isReaction && isUsable(sentence, text), isReaction };
}

/** The number that a list in a text leaves at a sentence's end ("Scale grows with time 4. Pay attention 5."), else 0. */
function listNumber(sentences: readonly Sentence[], index: number): number {
  const numberAt = (at: number) => Number(/\p{L}\S*\s(\d{1,2})\.$/u.exec(sentences[at]?.text ?? "")?.[1] ?? 0);
  const own = numberAt(index);
  return own > 0 && (numberAt(index - 1) === own - 1 || numberAt(index + 1) === own + 1) ? own : 0;
}

/** True where a sentence can be part of a passage at all. */
function isUsable(sentence: Sentence, readable: string): boolean {
  const text = withoutSounds(sentence.text);
  if (sentence.words === 0 || sentence.words > 60 || /[?？؟]/u.test(text)) return false;
  if (!sentence.isPunctuated && (asks.test(readable) || countWords(readable) < 4)) return false;
  if (noise.test(text) || banter.test(text) || reaction.test(text)) return false;
  return !sentence.isPunctuated || (!broken.test(text) && !hasLoneLetter(readable) && /[.…!”"’')\]。！]$/u.test(text));
}

/** Sentences that end a passage badly: they lead on to something that is not part of it. */
const leadsOn =
  /(?:\b(?:for example|for instance|the following|like this|here's (?:the|a|my)|let me|i'll|right now|one more thing|which is)\b[^.]{0,20}[.!]$)|:$/iu;
const chatty = /^(?:so |and |but )?(?:i|we|you|anyway|yeah|okay|right|cool|let's|you know|i'm|we're|you're)\b/iu;

/** Without punctuation a passage begins and ends only where that is this likely (log-odds). */
const surestOdds = 0.4;
/** At most so many sentences, listeners' reactions among them. */
const longestRun = 7;
/** A passage has to open at least this well. */
const leastOpening = 0.38;

/** Behind a lead or another clause a passage opens less surely. */
const ledOpening = 0.86;
const laterOpening = 0.75;
/** A clause in the middle of a sentence opens a passage only when it has this many words. */
const fewestOpeningWords = 7;

/** The first place in a sentence where a passage can begin. */
function beginningOf(opener: Sentence, reading: Reading): { start: number; open: Readable; opening: number } | null {
  let isFirst = true;
  for (const offset of beginnings(opener.text)) {
    const start = opener.start + offset;
    const open = readableOf(opener, opener.turn.text.slice(start, opener.end), reading);
    const sure = isFirst ? (offset > 0 ? ledOpening : 1) : laterOpening;
    const opening = openingScore(open.text) * sure;
    // A run of words without a verb of its own is no beginning: "YouTube videos made by people who said so."
    if (!hasOwnVerb(wordsIn(open.text).map((word) => word.plain))) {
      isFirst = false;
      continue;
    }
    const isLong = isFirst || (open.words >= fewestOpeningWords && opening >= 0.45);
    if (opening >= leastOpening && open.isUsable && isLong) return { start, open, opening };
    isFirst = false;
  }
  return null;
}

/**
 * All passages of an episode: for each sentence that can open one, the runs of up to four sentences from there with an
 * allowed length, and, apart, those of which no headline could be made.
 * @param isBarred says which sentences belong to advertisements, greetings and the like.
 * @param titles of episode and show, which know how names are written.
 */
export function passagesOf(
  sentences: readonly Sentence[],
  isBarred: (index: number) => boolean,
  titles: readonly string[],
): { passages: Passage[]; unheaded: Unheaded[] } {
  const [fewest, most] = verbatimBody.words;
  const isExact = givesUpWords(sentences.map(({ text }) => text));
  const reading: Reading = {
    titles,
    clean: isExact ? (text) => cleanSpeech(withoutLoneLetters(text)) : cleanSpeech,
  };
  const passages: Passage[] = [];
  const unheaded: Unheaded[] = [];
  const known = new Map<number, Readable>();
  const readable = (index: number, sentence: Sentence): Readable => {
    const found = known.get(index) ?? readableOf(sentence, sentence.text, reading);
    if (listNumber(sentences, index) > 0) found.isUsable = false;
    known.set(index, found);
    return found;
  };
  sentences.forEach((opener, first) => {
    if (isBarred(first) || opener.startOdds < surestOdds || !readable(first, opener).isUsable) return;
    if (trailsOff.test(withoutSounds(opener.text))) return;
    const begun = beginningOf(opener, reading);
    if (begun === null) return;
    const { start, open, opening } = begun;
    let headline = headlineFrom(open.text);
    let headlineAt = first;
    let unheadedOnce = false;
    const parts: { said: string; readable: Readable }[] = [];
    let isPunctuated = true;
    for (let last = first; last < first + longestRun; last++) {
      const end = sentences[last];
      if (end === undefined || isBarred(last) || end.turnIndex !== opener.turnIndex) break;
      const closing = last === first ? open : readable(last, end);
      if (closing.isReaction) continue;
      if (!closing.isUsable || parts.length === verbatimBody.sentences[1]) break;
      const from = last === first ? start : end.start;
      parts.push({ said: opener.turn.text.slice(from, end.end), readable: closing });
      isPunctuated &&= end.isPunctuated;
      const raw = opener.turn.text.slice(start, end.end);
      const body = isPunctuated
        ? reading.clean(parts.map(({ said }) => said).join(" "))
        : parts.map((part) => part.readable.text).join(" ");
      const words = countWords(body);
      if (words > most) break;
      if (headline === null && last > first) {
        headline = headlineFrom(closing.text.replace(lead, ""));
        if (headline !== null) headlineAt = last;
      }
      if (words < fewest || end.endOdds < surestOdds || trailsOff.test(withoutSounds(end.text))) continue;
      if (last > first && last !== headlineAt && (leadsOn.test(closing.text) || chatty.test(closing.text))) continue;
      if (headline !== null) passages.push({ first, last, start, raw, body, headline, headlineAt, opening });
      else if (!unheadedOnce) {
        unheaded.push({ first, last, body, opening });
        unheadedOnce = true;
      }
    }
  });
  return { passages, unheaded };
}
