import type { InsightKind } from "./insight";
import { namesIn } from "./names";
import { numbersIn } from "./numbers";
import { isBaseVerb } from "./verbs";
import { contentWords, countWords, wordsIn } from "./words";

/** What a passage is judged by, each 0 to 1. */
export interface PassageScores {
  /** How near it is to what the episode as a whole is about. */
  centrality: number;
  /** Whether it asserts something: a mechanism, a comparison, a rule; little chat, hedging or anecdote. */
  claim: number;
  /** Numbers, units and names. */
  specificity: number;
  /** Whether it can be understood by someone who heard nothing before it. */
  selfContained: number;
  /** A contrast, an extreme or a denial of what one would expect. */
  surprise: number;
  /** Length and smoothness near what readers like. */
  form: number;
}

/** The weights of quality; they sum to 1. */
export const qualityWeights: Record<keyof PassageScores, number> = {
  claim: 0.28,
  specificity: 0.2,
  selfContained: 0.22,
  surprise: 0.12,
  centrality: 0.1,
  form: 0.08,
};

const mechanism =
  /\b(?:because|which means|that means|meaning|so that|since|due to|leads? to|led to|results? in|caused? by|causes?|depends? on|as a result|the reason|in order to|by \w+ing|works? by|turns? into|drives?|forces?|lets?|makes?|pushes|triggers?|prevents?|explains?|whenever)\b/giu;
const comparison =
  /\b(?:more|less|fewer|larger|smaller|bigger|higher|lower|cheaper|faster|slower|better|worse|longer|shorter|stronger|weaker|older|younger|\w+er) than\b|\b(?:twice|double|half|third|quarter|times (?:as|more|the)|most|least|nearly all|majority|average|per (?:cent|year|month|day|hour|capita|person)|percent|every|each|largest|biggest|cheapest|fastest|only)\b/giu;
const consequence =
  /\b(?:costs?|pays?|paid|saves?|saved|cuts?|beats?|fails?|failed|fell|falls?|rises?|rose|grew|grows?|shrinks?|shrank|doubled?|kills?|killed|wins?|won|loses?|lost|breaks?|broke|replaces?|replaced|needs?|requires?|reduces?|reduced|increases?|increased|improves?|improved|protects?|wastes?|hides?|hid|proves?|proved|shows?|showed|found|measured|stops?|stopped|earns?|earned|buys?|sells?|sold|spends?|spent|rents?|charges?|charged)\b/giu;
const advice =
  /\b(?:should(?:n't)?|ought to|must|never|always|need to|have to|the best (?:way|thing)|the trick|instead of|don't|avoid|worth)\b/iu;
const hedges =
  /\b(?:i guess|i don't know|i'm not sure|not sure|maybe|sort of|kind of|i suppose|or something|or whatever|whatever|you know|i mean|i feel like|probably|apparently|to be honest|if i remember|i forget|hard to say|who knows|something like that|and stuff|and things)\b/giu;
const vague =
  /\b(?:things?|stuff|something|somebody|someone|somewhere|somehow|anything|everything|whatever|guys?|folks|cool|awesome|great|nice|super|crazy|amazing|weird|fun|funny|honestly|literally|gonna|wanna|gotta|okay|yeah|yep|oh|wow|haha|lol|dude|man|um|uh)\b/giu;
const anecdote =
  /\b(?:i|we) (?:was|were|had|went|got|did|used|started|remember|tried|came|saw|met|made|bought|talked|thought|worked|didn't|wanted|ended)\b|\b(?:my|our) \w+/giu;
const ownPersons = /^(?:i|i'm|i've|i'd|i'll|me|my|mine|we|we're|we've|we'd|we'll|us|our)$/u;
const address = /^(?:you|you're|you've|you'd|you'll|your)$/u;
const contrast =
  /\b(?:not|n't|never) [^.]{2,60}\bbut\b|,\s+not\b|\b(?:rather than|instead of|instead|but|yet|while|whereas|unlike|despite|although|even though|even if|no (?:fewer|more|less|better)|nevertheless|opposite|the other way|turns out|except|without|only|against)\b/giu;
const extreme =
  /\b(?:never|no one|nobody|nothing|none|zero|all of|every|most|least|worst|best|largest|biggest|smallest|cheapest|fastest|first|only|twice|half|double|triple|quarter|third|wrong|myth|surprising(?:ly)?|opposite|mistake|fails?|paradox|illegal|free|hidden?)\b/giu;

function hits(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, value));
}

function saturating(amount: number): number {
  return 1 - Math.exp(-amount);
}

/** Numbers and names of a passage, the ones of speakers left out: they are who talks, not what about. */
function specificityOf(body: string, speakers: ReadonlySet<string>): number {
  const numbers = new Set(numbersIn(body).map((number) => number.value));
  const weighty = [...numbers].filter((value) => value > 4 || value % 1 !== 0).length;
  const units = hits(
    body,
    /\b(?:percent|dollars|euros|pounds|million|billion|trillion|thousand|years?|months?|weeks?|days?|hours?|minutes?|seconds?|kilos?|kilograms?|tons?|tonnes?|met(?:er|re)s?|kilomet(?:er|re)s?|miles?|degrees?|watts?|megawatts?|gigawatts?|people|patients|households|basis points|gigabytes?|terabytes?|nanomet(?:er|re)s?|hertz|gigahertz)\b|[%$€£]/giu,
  );
  const names = new Set(
    namesIn(body)
      .filter((name) => !(name.opensSentence && name.words.length === 1))
      .map((name) => name.words.join(" "))
      .filter((name) => !speakers.has(name) && name.length > 1),
  );
  const openers = namesIn(body).filter(
    (name) => name.opensSentence && name.words.length > 1 && !speakers.has(name.words.join(" ")),
  ).length;
  return saturating(
    0.5 * weighty +
      0.15 * (numbers.size - weighty) +
      0.16 * Math.min(3, units) +
      0.42 * Math.min(3, names.size + Math.min(1, openers)),
  );
}

function claimOf(body: string): number {
  const words = wordsIn(body).map((word) => word.plain);
  const total = Math.max(1, words.length);
  const own = words.filter((word) => ownPersons.test(word)).length / total;
  const addressed = words.filter((word) => address.test(word)).length / total;
  const density = contentWords(body).length / total;
  let score = 0.3;
  score += 0.22 * saturating(hits(body, mechanism) * 0.9);
  score += 0.2 * saturating(hits(body, comparison) * 0.8);
  score += 0.22 * saturating(hits(body, consequence) * 0.7);
  if (advice.test(body)) score += 0.06;
  if (/\b(?:will|won't|by 20\d\d)\b/iu.test(body)) score += 0.06;
  score += 0.9 * (density - 0.42);
  score -= 0.09 * hits(body, hedges);
  score -= 0.045 * hits(body, vague);
  score -= 0.07 * hits(body, anecdote);
  score -= 2.4 * own + 0.8 * addressed;
  return clamp(score);
}

function surpriseOf(body: string): number {
  return clamp(0.15 + 0.5 * saturating(hits(body, contrast) * 0.9) + 0.4 * saturating(hits(body, extreme) * 0.6));
}

function formOf(body: string, raw: string, sentences: number): number {
  const words = countWords(body);
  const length = words >= 35 && words <= 55 ? 1 : words < 35 ? 1 - (35 - words) / 16 : 1 - (words - 55) / 10;
  const shape = sentences === 2 || sentences === 3 ? 1 : 0.6;
  const removed = 1 - words / Math.max(1, countWords(raw));
  return clamp(0.55 * length + 0.3 * shape + 0.15 - 1.2 * removed);
}

/**
 * Judges a passage.
 * @param passage its cleaned text, its words as spoken, its number of sentences, how well it opens (0 to 1), how near it
 *   is to the episode's centre (0 to 1), and the plain names of those who speak.
 */
export function scorePassage(passage: {
  body: string;
  raw: string;
  sentences: number;
  opening: number;
  centrality: number;
  speakers: ReadonlySet<string>;
}): PassageScores {
  return {
    centrality: clamp(passage.centrality),
    claim: claimOf(passage.body),
    specificity: specificityOf(passage.body, passage.speakers),
    selfContained: clamp(passage.opening),
    surprise: surpriseOf(passage.body),
    form: formOf(passage.body, passage.raw, passage.sentences),
  };
}

/** The quality of a passage: the weighted sum of its scores, 0 to 1, lowered where it hardly claims anything. */
export function qualityOf(scores: PassageScores): number {
  let sum = 0;
  for (const [name, weight] of Object.entries(qualityWeights)) sum += weight * scores[name as keyof PassageScores];
  const weak = Math.min(1, 0.4 + scores.claim * 1.5);
  return Number((sum * weak).toFixed(4));
}

const forecast =
  /\b(?:will|won't|'ll|going to|by (?:20[3-9]\d|20[2-9]\d)|within (?:the next|\w+ years)|(?:in|over) the next \w+)\b/iu;
const valued =
  /\b(?:i think|i believe|in my (?:view|opinion)|best|worst|better|worse|should|deserves?|wrong|overrated|underrated|matters?|beautiful|stupid|silly|fair|unfair|ought)\b/iu;
const adviceHeadline = /\b(?:should(?:n't)?|ought to|must|need to|never|don't|had better)\b/iu;

/**
 * What kind of statement it is, by rules: an order or "should" is advice, "will" a forecast, a judgement without a number
 * an opinion, the rest a fact.
 */
export function kindOf(headline: string, body: string): InsightKind {
  const opener = wordsIn(headline)[0]?.plain ?? "";
  const second = wordsIn(headline)[1]?.plain ?? "";
  const imperative =
    isBaseVerb(opener) &&
    /^(?:a|an|the|your|for|no|only|every|each|it|in|out|up|what|more|less|at|on|to|two|three|one|with)$/u.test(second);
  if (imperative || /^(?:never|always|don't) /iu.test(headline) || /\b(?:should(?:n't)?|ought to)\b/iu.test(headline))
    return "advice";
  if (/\b(?:will|won't)\b|^by 20\d\d\b|\bgoing to\b/iu.test(headline) && forecast.test(headline)) return "forecast";
  if (adviceHeadline.test(headline) && address.test(opener)) return "advice";
  if (valued.test(headline) && numbersIn(headline).length === 0) return "opinion";
  if (/\b(?:i think|i believe|in my (?:view|opinion)|i'd argue)\b/iu.test(body) && numbersIn(body).length === 0)
    return "opinion";
  return "fact";
}
