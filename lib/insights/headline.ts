import { headlineFaults, maximumHeadlineWords } from "./gate";
import { namesIn } from "./names";
import { numbersIn } from "./numbers";
import { openingScore } from "./opening";
import { finiteVerbs, isBaseVerb, isPast, mayHideVerb } from "./verbs";
import { countWords, wordsIn } from "./words";

/** A statement made of a sentence's main clause. */
export interface Headline {
  text: string;
  /** True where words of the sentence were left out. */
  shortened: boolean;
}

const minimumWords = 4;

/** A statement cannot end with these. */
const dangling = new Set(
  `a an the this that these those my your his her its our their of in on at for with by from to into onto over under about as
  than and or but nor so because if when while where which who whose whom what how why although though since until unless
  is are was were be been being am has have had do does did can could will would shall should may might must not very more most
  less quite too such per between among through during without within against like just only even each every both either
  really pretty much one- mostly mainly partly largely often usually rarely seldom almost nearly`
    .split(/\s+/u)
    .filter(Boolean),
);

const attribution =
  /^(?:(?:i|we|you) (?:(?:really|just|honestly|still|also|would|do) )?(?:think|believe|know|find|found|argue|say|see|saw|learned|learnt|discovered|suspect|bet|feel like|realised|realized|noticed)|i'd (?:say|argue|bet)|(?:it )?turns out|the (?:truth|fact|thing|point|problem|trick|answer|reality|surprise|irony) is|(?:my|our) (?:view|guess|feeling|sense|point|theory|take) is|(?:the )?(?:research|evidence|data|studies|study|paper|report|numbers|researchers|scientists) (?:shows?|showed|finds?|found|says?|said|suggests?|suggested)|in (?:my|our) (?:view|opinion|experience),|as far as i (?:know|can tell),)(?: that)?,?\s+/iu;
const softAdverbs =
  /(?<=[\p{L}\p{N}'’])\s(?:actually|really|basically|simply|literally|just|quite|very|essentially|of course|certainly|definitely|obviously|clearly|pretty much)(?=\s)/giu;

/** The few words that no sentence ends with, not even a whole one as it was spoken. */
const neverLast = new Set("a an the my your our their and or but nor because if than of".split(" "));
/** A clause that depends on another one, which is missing. */
const dependent = /^(?:since|because|although|though|while|whereas|when|if|unless|until|before|after)\b[^,]*$/iu;

/** Openers that bound a claim: without them it would say more than was said. */
const condition =
  /^(?:if|when|whenever|unless|without|until|once|only|by|before|under|among|for|assuming|given|except|with|where)\b/iu;
const leadingAdverbial =
  /^(?:in|at|on|after|since|during|over|as|because|although|though|even|despite|unlike|while|from|across|through|within|between|besides|today|nowadays|historically|traditionally|typically|usually|often|sometimes|right now|last|recently|eventually|initially|interestingly|surprisingly|unfortunately|ultimately|frankly|and|but)\b[^,;:–—]{0,80},\s+/iu;

const apposition =
  /,\s+(?:a|an|the|who|which|where|whose|or|like|including|especially|though|however|of course|for example|for instance|in fact|in turn|after all|at least|author|by the way|as [a-z]+ (?:said|put it)|it turns out|i think|to be fair|in general|in particular|on average|incidentally)\b[^,;.]{0,80},\s+/giu;

/** Where a sentence may end early; the cut falls before the match. */
const tails =
  /(?:,?\s+(?:because|even though|although|whereas|so that|which means|meaning that|in order to|rather than|instead of|and then)\b|,\s+(?:and|but|so|or|yet|which|who|whose|where|while|since|though|as|with|not|including|especially|particularly|partly|mostly|even|often|usually|then|since|from|such as|like|leaving|making|giving|letting|[a-z]+ing)\b|\s+(?:while|and (?:they|it|he|she|we|you|that|this|the|there|i|a|nobody|everyone|its|their))\b|\s*;|\s+[–—-]{1,2}\s|--|…|:\s)/giu;

/** Amounts and spans of time after the clause: what is left says less, but nothing else. Only where no denial needs them. */
const measured =
  /\s(?:for|in|over|within|after)\s(?=(?:about |around |roughly |nearly |almost |some |more than |less than |only |just )?(?:[$€£]?\d|a (?:single |hundred|thousand|million|billion|dozen|year|month|week|day)|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b))/giu;

const weakEnd =
  /(?:^|\s)(?:it|them|him|her|us|me|you|that|this|one|so)$|^(?:could|can|will|would|may|might|must|should|to) /u;

const negated = /\b(?:not|never|no|nobody|none|nothing|neither|hardly|\w+n['’]t)\b/iu;
const unfinishedPair =
  /\b(?:not only|not just|not because|not so much|both|either|neither|between|whether|so (?:\w+ )?(?:much|many|few|little|\p{L}+)\s*$|as (?:\w+) as\s*$|it's not|isn't just|the more|the less)\b/iu;
const ownPersons = /\b(?:i|i['’](?:m|ve|d|ll)|me|my|mine|myself|we|we['’](?:re|ve|d|ll)|us|our|ours|ourselves)\b/iu;
const subordinators = /^(?:who|where|which|while|because|although|though|if|what|how|whatever|unless|whoever|why)$/u;
/** A subject without a verb, before a clause inside it or one of its own: "Most people, when they watch", "Notes, you can tag them". */
const subjectLeft = /^([^,]+), (when|if|while|because|you|they|it|he|she|we|that|this)(?:['’]\w+)?\b/iu;
const opensAdverbial =
  /^(?:in|on|at|for|with|from|by|of|to|as|like|after|before|since|during|over|under|if|when|while|once|until|unless|because|although|though|even|despite|unlike|without|within|between|through|across|depending|based|given|thanks|now|today|sometimes|usually|often|typically|eventually|historically|traditionally|\w+ly)\b/iu;
/** What is said does not follow: "the difference is that with lazy objects", "Moss says all the time". */
const unopened =
  /\b(?:is|was) (?:that (?:with|in|for|on|at|from|if|when)|if|when)\b[^,]*$|\b(?:says?|said|thinks?|thought)(?: all the time| always| often)?$/iu;
/** Nothing that a reader could look up: "Scala is a great example", "Nobody wants to change it". */
const pointsAway =
  /\b(?:is|are|was|were|['’]s) (?:an?|the|one|another) (?:\w+ )?(?:example|case|one|reason|question|point|part|kind|way|thing|idea|motivation)$|^(?:[^,]|(?<=\d),)*\b(?:it|them|it (?:all|out|up|down|in|on|back))$/iu;
/** A pronoun before anything it could stand for, or in place of what a verb needs: "Surely, they change", "People take that up". */
const leansInside =
  /^(?:\p{L}+ly|of course|sometimes|often|maybe|perhaps|for [\p{L}\s]+?|according to),? (?:they|them|him|her|it|he|she|that|this|we|you)\b|\b(?:takes?|do|does|did|says?|said|know|wants?|like|changes?|fix|use|see|about|of|with|for|from|at) that(?: (?:up|out|down|on|off))?$|\b(?:out|over|up|down|in) there$|^(?:one|another|the \p{L}+ one) (?:is|was|'s)\b|^(?:people|everybody|everyone|nobody|companies) \p{L}+ (?:them|it)\b|\b(?:about|over|for|of|on|in|with|to|at|from|by) that \p{L}+$/iu;
/**
 * Announces what is not there ("Benj has a few ideas", "There are some ways to do it", "Suppose you have a word"), counts on
 * ("The seventh one will"), or begins anew ("Releases are, they're").
 */
const announces =
  /^(?:suppose|imagine|let's say|say)\b|^there(?:['’]s| is| are) (?:a few|some|several|many|a lot of|lots of|other|different) (?:\p{L}+ )?(?:ways?|steps?|things?|ideas?|reasons?|options?|examples?|points?|questions?)\b|\b(?:has|have|had|got|are|is) (?:a few|some|several|a couple of|many|other) (?:ideas?|thoughts?|suggestions?|questions?|reasons?|options?|examples?|points?|ways?)(?: to do it)?$|^the (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|next|other) one\b|\b(?:is|are|was|were), (?:they|it|that|there|he|she|we)\b|^(?:someone|somebody|everyone|everybody|people)(?:['’]s|['’]re| is| are| was| were) like,?\s|\b(?:they|we|you|it|he|she)['’](?:re|s) (?:in|on|at|with|for)$/iu;
/** Verbs that end nothing: what was said, allowed or meant is missing. */
const wantsMore =
  /\b(?:tweeted|announced|explained|noted|wrote|suggested|allow(?:s|ed)?|enables?|enabled|lets|means|meant|involves?|includes?|requires?)$/iu;

const relativeThat = new Set("that which who".split(" "));

/**
 * True for a statement that can stand alone: a subject, its own verb, no loose end, nothing that points elsewhere.
 * @param whole a sentence as it was spoken, which may end in "does", "up" or "there", as no cut may.
 */
export function isFullStatement(text: string, whole = false): boolean {
  const words = countWords(text);
  if (words < minimumWords || words > maximumHeadlineWords) return false;
  if (headlineFaults(text).length > 0 || openingScore(text) < 0.4) return false;
  if (/[?:;…]|--| [–—] |\.\.\./u.test(text) || ownPersons.test(text)) return false;
  if ((text.match(/["“”]/gu) ?? []).length % 2 === 1 || (text.match(/[()]/gu) ?? []).length % 2 === 1) return false;
  const plain = wordsIn(text).map((word) => word.plain);
  const last = plain.at(-1) ?? "";
  if (
    (whole ? neverLast : dangling).has(last) ||
    dependent.test(text) ||
    /\b(?:gonna|wanna|stuff|things?|or something|or whatever|and so on|right|okay|yeah|um|uh|thing is|you know|i mean|kind of|sort of|too|either|though|anyway|do so|do too)$/iu.test(
      text,
    )
  )
    return false;
  if (
    /\b(?:this|these|those) (?!year|days?\b|decade|century|month|week|summer|winter|spring|autumn)/iu.test(`${text} `)
  )
    return false;
  if (/(?:^|[^,] )\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could)$/iu.test(text) && !whole)
    return false;
  if (leavesSubject(text)) return false;
  if (/^(?:about|of)\b|^(?:to|like|as)\b[^,]*, (?:and|but|so)\b/iu.test(text) || unopened.test(text)) return false;
  if (leansInside.test(text) || announces.test(text) || wantsMore.test(text)) return false;
  if (pointsAway.test(text) && !/\b(?:if|when|once|before|after|until|because|so|unless|than)\b/iu.test(text))
    return false;
  // "In coding was a problem": what opens with a preposition still has to name a subject.
  if (
    /^(?:in|on|at|for|with|from|by|of|to|as|like|about)\b/iu.test(text) &&
    !/,/u.test(text) &&
    (finiteVerbs(plain)[0] ?? 0) < 4
  )
    return false;
  return hasOwnVerb(plain);
}

function leavesSubject(text: string): boolean {
  const [, left = "", next = ""] = subjectLeft.exec(text) ?? [];
  if (left === "" || opensAdverbial.test(left)) return false;
  const plain = wordsIn(left).map((word) => word.plain);
  // "Tables" and "notes" are verbs as well; before a pronoun they hardly are.
  const isClause = /^(?:when|if|while|because)$/iu.test(next);
  return !finiteVerbs(plain).some((at) => isClause || !/s$/u.test(plain[at] ?? ""));
}

/** True where more verbs are finite than subordinate clauses need, and one of them follows a subject. */
export function hasOwnVerb(plain: string[]): boolean {
  const verbs = finiteVerbs(plain);
  const imperative = isBaseVerb(plain[0] ?? "") && !verbs.some((at) => at <= 3) ? 1 : 0;
  const hidden = verbs.length === 0 && plain.slice(0, 4).some(mayHideVerb) ? 1 : 0;
  let needed = 1;
  plain.forEach((word, at) => {
    const next = plain[at + 1] ?? "";
    const relative =
      relativeThat.has(word) &&
      at > 0 &&
      verbs.some((verb) => verb > at && verb <= at + 3) &&
      !/^(?:one|much|many)$/u.test(next);
    if (subordinators.test(word) || relative) needed++;
  });
  return (
    verbs.length + imperative + hidden >= needed && (imperative === 1 || hidden === 1 || verbs.some((at) => at >= 1))
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function withoutStop(text: string): string {
  return text.replace(/[\s.,;:!–—-]+$/u, "").trim();
}

/** Digits and signs for spoken amounts, where that saves words: "nine percent" as "9%", "4.2 billion dollars" as "$4.2 billion". */
export function compactNumbers(text: string): string {
  let result = text;
  for (const number of numbersIn(text).reverse()) {
    if (number.unit === null) continue;
    const at = result.lastIndexOf(number.text);
    const rest = result.slice(at + number.text.length);
    const unit = number.unit === "percent" ? /^\s+per ?cent\b/iu.exec(rest)?.[0] : /^\s+dollars?\b/iu.exec(rest)?.[0];
    if (at < 0 || unit === undefined || /[$€£]\s*$/u.test(result.slice(0, at))) continue;
    const amount = formatted(number.value);
    result = result.slice(0, at) + (number.unit === "percent" ? `${amount}%` : `$${amount}`) + rest.slice(unit.length);
  }
  return result;
}

function formatted(value: number): string {
  for (const [size, name] of [
    [1e12, "trillion"],
    [1e9, "billion"],
    [1e6, "million"],
  ] as const) {
    if (value >= size) return `${Number((value / size).toPrecision(6))} ${name}`;
  }
  return value.toLocaleString("en-US", { maximumFractionDigits: 3 });
}

/** "Moss and I agreed": one subject, not two clauses. */
const sharesSubject = (head: string, rest: string) =>
  /^,?\s+and (?:i|he|she)\b/iu.test(rest) && /\p{Lu}\p{L}+$/u.test(head);

/** Heads that remain when a sentence ends at one of its clause boundaries, and second clauses that can stand alone. */
function* cuts(sentence: string): Generator<string> {
  for (const match of sentence.matchAll(tails)) {
    const head = sentence.slice(0, match.index);
    const tail = sentence.slice(match.index + match[0].length);
    const marker = match[0]
      .replace(/[,\s]+/gu, " ")
      .trim()
      .toLowerCase();
    if (unfinishedPair.test(head)) continue;
    if (negated.test(head) && /^(?:because|so|as|since|but|rather|instead|not)/u.test(marker)) continue;
    if (marker === "then" && /\b(?:if|when|once)\b/iu.test(head)) continue;
    if (sharesSubject(head, sentence.slice(match.index))) continue;
    // A comma before "and", "or", "but" may part a list or two predicates; a clause of its own has a subject and a verb.
    const joins = /^(?:and|or|but|so|yet|as|then|even|with|not|from|like|such as|often|usually|mostly|partly)$/u.test(
      marker,
    );
    const tailWords = wordsIn(tail).map((word) => word.plain);
    const tailVerb = finiteVerbs(tailWords)[0];
    const ownClause = tailVerb !== undefined && tailVerb <= 7;
    const predicate = isPast(tailWords[0] ?? "");
    const listBefore = /,/u.test(head.replace(leadingAdverbial, "").replace(apposition, " "));
    if (joins && listBefore) continue;
    if (/^(?:and|or|so|yet)$/u.test(marker) && !ownClause && !predicate) continue;
    yield head;
    if (/^(?:and|but|so)$/u.test(marker) && ownClause) yield tail;
  }
}

/** Heads that remain when a sentence ends before an amount or a span of time. */
function* withoutMeasure(sentence: string): Generator<string> {
  if (negated.test(sentence)) return;
  for (const match of sentence.matchAll(measured)) {
    const head = sentence.slice(0, match.index);
    const plain = wordsIn(head).map((word) => word.plain);
    const last = plain.at(-1) ?? "";
    // "nine in ten", "was built for five years", "could plug in two": there the amount belongs to the word before.
    const leans =
      isPast(last) || isBaseVerb(last) || numbersIn(last).length > 0 || weakEnd.test(plain.slice(-2).join(" "));
    if (plain.length >= 6 && !leans && finiteVerbs(plain).length > 0) yield head;
  }
}

/** Where talk without commas goes on after a statement is complete. */
const looseTails =
  /,\s+(?:it|it's|they|they're|that's|that|this|there's|he|she|we|we're|i|i'm|you|you're|so|then|because|if|when|to be|for|in)(?=\s)|,?\s+(?:which|just (?=(?:for|so|because|to)\b)|such as|where|after|due to|thanks to|as (?:well|part|long|soon)|according to|because|so that|so (?=(?:i|we|you|they|it|he|she|the)\b)|but|whereas|while|and (?=(?:is|are|was|were|has|have|had|will|would|can|could|now|also|still|then|they|it|he|she|we|you|i|the|a|that|this)\b))(?=\s|\b)/giu;
/**
 * Additions of place, time or manner after a noun. "With", "from", "for", "by" and "into" are none: they mostly belong to the
 * word before ("an agreement with six countries", "bars them from paying").
 */
const additions = /\s(?:in|on|at|through|during|over|across|since|under|within|inside|around|without)\s/giu;

/** Heads of a long sentence that end where something is merely added; the last resort, never where a denial may need the rest. */
function* looseCuts(sentence: string): Generator<string> {
  for (const pattern of [looseTails, additions]) {
    for (const match of sentence.matchAll(pattern)) {
      const head = sentence.slice(0, match.index);
      if (sharesSubject(head, sentence.slice(match.index))) continue;
      if (pattern === additions && negated.test(head)) continue;
      if (negated.test(head) && /because|so|after|but/iu.test(match[0])) continue;
      if (unfinishedPair.test(head) || /\b(?:if|unless|whether|would|could|until|only)\b/iu.test(head)) continue;
      const plain = wordsIn(head).map((word) => word.plain);
      const last = plain.at(-1) ?? "";
      if (plain.length < 5 || plain.length > maximumHeadlineWords) continue;
      const isVerb =
        isPast(last) || isBaseVerb(last) || /(?:ing|ed)$/u.test(last) || finiteVerbs(["it", last]).length > 0;
      if (pattern === additions && (isVerb || weakEnd.test(plain.slice(-2).join(" ")))) continue;
      const verb = finiteVerbs(plain).at(-1);
      // Two words after the last verb: an object or complement is there.
      if (verb === undefined || plain.length - verb < 3) continue;
      yield head;
    }
  }
}

/** All shortenings of a sentence that may make a headline, the nearest to the sentence first; not yet judged. */
function* candidates(sentence: string): Generator<string> {
  const bare = withoutStop(sentence);
  const variants = new Set<string>([bare]);
  for (const variant of [...variants]) variants.add(variant.replace(attribution, ""));
  for (const variant of [...variants]) {
    if (
      !condition.test(variant) &&
      leadingAdverbial.test(variant) &&
      !/\d/u.test(leadingAdverbial.exec(variant)?.[0] ?? "")
    ) {
      variants.add(variant.replace(leadingAdverbial, ""));
    }
  }
  for (const variant of [...variants]) variants.add(variant.replace(apposition, " "));
  yield* variants;
  for (const variant of [...variants]) for (const cut of cuts(variant)) variants.add(withoutStop(cut));
  yield* variants;
  for (const variant of [...variants])
    if (countWords(variant) > maximumHeadlineWords)
      for (const cut of withoutMeasure(variant)) variants.add(withoutStop(cut));
  yield* variants;
  for (const variant of variants) yield variant.replace(softAdverbs, "");
  for (const variant of variants) yield compactNumbers(variant.replace(softAdverbs, ""));
}

/** How much of what makes a claim worth reading a headline keeps. */
function worth(headline: string, sentence: string): number {
  const share = countWords(headline) / Math.max(1, Math.min(countWords(sentence), maximumHeadlineWords));
  const numbers = Math.min(2, numbersIn(headline).length);
  const names = Math.min(2, namesIn(headline).length);
  return 1.2 * share + 0.35 * numbers + 0.3 * names + 0.6 * openingScore(headline);
}

/**
 * Makes a headline of a cleaned sentence: the sentence itself where it has at most 12 words, else its main clause
 * without attribution, opening adverbial, apposition or subordinate tail, cut at clause boundaries only.
 * @returns null where no shortening is a full statement; a broken headline would be worse than none.
 *   Source of the rule: INSIGHT_STYLE.md, "The form" and "Without a model".
 */
export function headlineFrom(sentence: string): Headline | null {
  const whole = withoutStop(sentence);
  if (!attribution.test(whole) && isFullStatement(whole, true)) return { text: capitalised(whole), shortened: false };
  for (const shorten of [candidates, looseCuts]) {
    let best: { text: string; worth: number } | null = null;
    for (const candidate of shorten(sentence)) {
      const text = capitalised(withoutStop(candidate));
      if (text === whole || !isFullStatement(text)) continue;
      const value = worth(text, whole);
      if (best === null || value > best.worth + 1e-9) best = { text, worth: value };
    }
    if (best !== null) return { text: best.text, shortened: true };
  }
  return null;
}
