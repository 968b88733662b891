import type { SpokenSegment } from "./insight";
import { offersIn, promotesItself, sellsGoods, sponsorOpening } from "./promotion-cues";
import type { Salience } from "./salience";
import { type Sentence, sentencesOf } from "./sentences";
import { habitShare, type ShowHabits } from "./show-habits";

/** Why a sentence may not be used. */
export type PromoKind = "sponsor" | "store" | "question" | "intro" | "outro" | "housekeeping";

/** The same in the words of pages. */
export const promoNames: Record<PromoKind, string> = {
  sponsor: "Advertisement",
  store: "The show’s own shop",
  question: "Questions sent in",
  intro: "Greeting",
  outro: "Goodbye",
  housekeeping: "About the show itself",
};

const question =
  /\b(?:merch messages?|super ?chats?|(?:next|first|last|another) (?:question|one) (?:is |comes )?(?:from|here)|(?:this|that) one(?:'s| is) from|(?:hi|hey|hello),? (?:guys|team|both|all|everyone),|\w+ (?:asks|writes|says),? (?:hey|hi|hello|please|seriously|do you|what|how|why|is there|have you)|question from)/iu;
const welcome =
  /\b(?:welcome (?:back )?to|welcome,? everyone|welcome to the (?:show|podcast)|(?:i'm|i am|my name is|this is) (?:your host|[A-Z]\w+ [A-Z]\w+)|you're (?:listening to|at the)|thanks? (?:you )?(?:so much )?for (?:having|joining|being|coming)|(?:today|this week),? (?:i'm|we're|we are|we have|we've got|on the)|on (?:today's|this) (?:show|episode|podcast)|joining (?:me|us)|with (?:me|us) (?:today|is|now)|my guest|our guest|special guest|let's (?:dive|jump|get) (?:in|into it|started)|great to (?:be here|have you)|happy to be here|good to (?:be here|see you|have you))/u;
const goodbye =
  /\b(?:thanks? (?:you )?(?:all )?(?:so much )?(?:for|to (?:you|everyone)) ?(?:for )?(?:listening|sitting|watching|tuning|joining|being here|coming)|(?:see|talk to|catch) (?:you|ya|y'all) (?:next|later|soon|all|in the)|next (?:time|week|episode)\b|that's (?:our|the|all our) (?:time|show|episode)|that's (?:it|all) (?:for|from) (?:us|today|this|me|now)|(?:good)?bye\b|until next|take care\b|been (?:your host|listening)|we'll be back|that does it for)/iu;

/** The longest stretch of talk that may still be one sponsor's message, in words. */
const longestMessageWords = 260;
/** So far apart two offers may be and still belong to one message, in words. */
const betweenOffersWords = 130;
/** How far a message goes that makes no offer and names its sponsor no more, in words. */
const bareMessageWords = 45;
/** How far a message that names its sponsor again may go, in words. */
const namedMessageWords = 110;
/** What leads up to an offer that nothing opened, in words. */
const beforeOfferWords = 60;
/** What may follow the last words of an offer where the transcript has no punctuation, in words. */
const afterOfferWords = 15;

function markRun(kinds: (PromoKind | null)[], from: number, to: number, kind: PromoKind): void {
  for (let index = Math.max(0, from); index <= Math.min(kinds.length - 1, to); index++) kinds[index] ??= kind;
}

/** The last sentence within so many words after `from`, in the same turn where speakers are known. */
function within(sentences: readonly Sentence[], from: number, words: number, step: 1 | -1): number {
  const origin = sentences[from];
  let left = words;
  let last = from;
  for (let index = from + step; index >= 0 && index < sentences.length; index += step) {
    const sentence = sentences[index];
    if (sentence === undefined || (origin?.turn.speaker != null && sentence.turnIndex !== origin.turnIndex)) break;
    left -= sentence.words;
    if (left < 0) break;
    last = index;
  }
  return last;
}

function turnWords(sentences: readonly Sentence[], turnIndex: number): number {
  return sentences.reduce((sum, sentence) => sum + (sentence.turnIndex === turnIndex ? sentence.words : 0), 0);
}

/** Who a message is for, as its opening names it: the first capitalised words behind it. */
function sponsorOf(text: string): string | null {
  const opening = sponsorOpening(text);
  if (!opening) return null;
  return /\p{Lu}[\p{L}\p{N}]{2,}/u.exec(text.slice(opening.end))?.[0] ?? null;
}

/** Where a message ends that one sentence opens: at its last offer, else where its sponsor was named last. */
function messageEnd(sentences: readonly Sentence[], offers: readonly boolean[], from: number): number {
  const reach = within(sentences, from, longestMessageWords, 1);
  let last = from;
  let hasOffer = offers[from] ?? false;
  let between = 0;
  for (let index = from + 1; index <= reach; index++) {
    const { text, words } = sentences[index] as Sentence;
    between += words;
    if (hasOffer && between > betweenOffersWords) break;
    if (!offers[index] && !(hasOffer && sponsorOpening(text) !== null)) continue;
    [last, between, hasOffer] = [index, 0, true];
  }
  if (hasOffer) return sentences[last]?.isPunctuated ? last : within(sentences, last, afterOfferWords, 1);
  const name = sponsorOf(sentences[from]?.text ?? "");
  const end = within(sentences, from, bareMessageWords, 1);
  if (name === null) return end;
  for (let index = within(sentences, from, namedMessageWords, 1); index > end; index--)
    if (sentences[index]?.text.includes(name)) return index;
  return end;
}

/** Marks sponsors' messages: from what opens one to its last offer. */
function markSponsors(sentences: readonly Sentence[], kinds: (PromoKind | null)[]): void {
  const offers = offersIn(sentences.map(({ text }) => text));
  sentences.forEach((sentence, index) => {
    if (sponsorOpening(sentence.text) !== null) markRun(kinds, index, messageEnd(sentences, offers, index), "sponsor");
  });
  sentences.forEach((sentence, index) => {
    // What belongs to a message that was opened is marked already, and nothing in front of its opening.
    if (kinds[index] !== null || !offers[index]) return;
    const isOwnTurn = sentence.turn.speaker !== null && turnWords(sentences, sentence.turnIndex) <= longestMessageWords;
    const first = within(sentences, index, isOwnTurn ? longestMessageWords : beforeOfferWords, -1);
    const last = sentence.isPunctuated ? index : within(sentences, index, afterOfferWords, 1);
    markRun(kinds, first, last, "sponsor");
  });
}

/** Marks the greeting at the beginning: everything up to its last formula, which also covers teasers before it. */
function markIntro(sentences: readonly Sentence[], kinds: (PromoKind | null)[]): void {
  const last = sentences.at(-1)?.endMs ?? 0;
  const first = sentences[0]?.startMs ?? 0;
  const limit = first + Math.min(120_000, (last - first) * 0.12);
  const end = sentences.findLastIndex(
    (sentence) => sentence.startMs <= limit && (welcome.test(sentence.text) || promotesItself(sentence.text)),
  );
  markRun(kinds, 0, end, "intro");
}

function markOutro(sentences: readonly Sentence[], kinds: (PromoKind | null)[]): void {
  const last = sentences.at(-1)?.endMs ?? 0;
  const first = sentences[0]?.startMs ?? 0;
  const limit = last - Math.min(150_000, (last - first) * 0.12);
  const start = sentences.findIndex(
    (sentence) => sentence.startMs >= limit && (goodbye.test(sentence.text) || promotesItself(sentence.text)),
  );
  if (start >= 0) markRun(kinds, start, sentences.length - 1, "outro");
}

/** Words after which the next reader's question or the next thing from the shop has usually begun. */
const storeWords = 60;
const questionWords = 45;

/** From this probability on the learned weights call a moment promotion or a question sent in. */
const surelyPromo = 0.5;
/** A sentence that is this much like earlier episodes is a habit of the show. */
const habitual = 0.5;

/** What is known of an episode beside its sentences. */
export interface PromoEvidence {
  /** How likely a moment is promotion, or a question that was sent in (lib/insights/salience.ts). */
  salience?: Pick<Salience, "at" | "trust">;
  habits?: ShowHabits;
}

/**
 * Says of each sentence whether it belongs to a sponsor's message, the greeting, the goodbye or house-keeping.
 * @param sentences of one whole episode, in order.
 * @returns one entry for each sentence; null where it is talk. Source of the rule: INSIGHT_STYLE.md, the gate, rule 4.
 */
export function promoKinds(sentences: readonly Sentence[], evidence: PromoEvidence = {}): (PromoKind | null)[] {
  const kinds: (PromoKind | null)[] = sentences.map(() => null);
  markSponsors(sentences, kinds);
  markIntro(sentences, kinds);
  markOutro(sentences, kinds);
  sentences.forEach((sentence, index) => {
    if (question.test(sentence.text)) markRun(kinds, index, within(sentences, index, questionWords, 1), "question");
    else if (sellsGoods(sentence.text))
      markRun(kinds, within(sentences, index, 20, -1), within(sentences, index, storeWords, 1), "store");
    if (promotesItself(sentence.text))
      markRun(kinds, within(sentences, index, 15, -1), within(sentences, index, 15, 1), "housekeeping");
    if (evidence.habits !== undefined && habitShare(sentence.text, evidence.habits) >= habitual)
      markRun(kinds, index, index, "housekeeping");
    const { salience } = evidence;
    if (salience === undefined || salience.trust < 0.5) return;
    const judged = salience.at(sentence.startMs, sentence.endMs);
    if (judged.promo >= surelyPromo) markRun(kinds, index, index, "sponsor");
    else if (judged.ask >= surelyPromo) markRun(kinds, index, index, "question");
  });
  return kinds;
}

/**
 * The same for the segments of a transcript: what most of a segment's words belong to.
 * @returns one entry for each segment.
 */
export function promoSegments(segments: readonly SpokenSegment[], evidence: PromoEvidence = {}): (PromoKind | null)[] {
  const sentences = sentencesOf(segments);
  const kinds = promoKinds(sentences, evidence);
  const words = segments.map(() => new Map<PromoKind | null, number>());
  sentences.forEach(({ firstSegment, lastSegment, words: count }, index) => {
    const share = count / (lastSegment - firstSegment + 1);
    for (let segment = firstSegment; segment <= lastSegment; segment++) {
      const counts = words[segment];
      const kind = kinds[index] ?? null;
      counts?.set(kind, (counts.get(kind) ?? 0) + share);
    }
  });
  return words.map((counts) => {
    const talk = counts.get(null) ?? 0;
    counts.delete(null);
    const promo = [...counts].sort((a, b) => b[1] - a[1]);
    return promo.reduce((sum, [, count]) => sum + count, 0) > talk ? (promo[0]?.[0] ?? null) : null;
  });
}
