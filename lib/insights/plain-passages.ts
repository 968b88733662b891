import type { PromoKind } from "./advertisement";
import { headlineFaults, maximumHeadlineWords, verbatimBody } from "./gate";
import { type LanguageRules, smallWords } from "./language-rules";
import type { Passage } from "./passages";
import type { Sentence } from "./sentences";
import { habitShare, type ShowHabits } from "./show-habits";
import { countWords } from "./words";

const fewestHeadlineWords = 5;
/** Sounds and broken words: a passage with them would need cleaning by rules of its language. */
const unclean =
  /(?<!\p{L})(?:äh+m?|öh+m?|ehm?|euh|heu|uh+m*|mhm|hm+|\p{L}+-)(?![\p{L}\p{N}-])|--|–|—|…|\.\.\.|\[|♪|["“”„«»]/iu;
/** Stops that end no sentence: "am 3. Mai", "Nr. 4", "ca. 30", "Sr. Moss". */
const abbreviated =
  /(?:^|\s)(?:\d+|\p{L}|nr|ca|bzw|usw|etc|mio|mrd|st|dr|prof|sr|sra|sig|av|art|núm|mme|mr|bijv|blz|evtl|vgl)\.$/iu;
/** An opening that names its subject; what is not by name opens less surely than what opens with an article. */
const openings = { article: 0.8, other: 0.7 };

/** A message begins a little before the first word that tells it and ends a little behind the last one, in words. */
const messageWords = { before: 15, between: 110, after: 30 };
/** Greeting and goodbye are in this share of an episode, at most so long. */
const edges = { share: 0.12, ms: 120_000 };

function isUsable(sentence: Sentence): boolean {
  const { text } = sentence;
  return sentence.isPunctuated && /[.!]$/u.test(text) && !abbreviated.test(text) && !unclean.test(text);
}

/**
 * The sentence as a headline, where it is one by itself: it opens with its subject, has a verb that we know, and points at
 * nothing before it. Nothing is shortened.
 */
function headlineOf(sentence: Sentence, rules: LanguageRules): { text: string; opening: number } | null {
  const text = sentence.text.replace(/[.!]+$/u, "");
  const count = countWords(text);
  if (count < fewestHeadlineWords || count > maximumHeadlineWords) return null;
  if (!/^[\p{Lu}\p{N}]/u.test(text) || /[?!:;(),/]/u.test(text)) return null;
  const words = smallWords(text);
  const [first = "", second = ""] = words;
  const last = words.at(-1) ?? "";
  if (rules.leaning.has(first) || words.some((word) => rules.pointing.has(word))) return null;
  if (!words.slice(1).some((word) => rules.verbs.has(word))) return null;
  const isArticle = rules.articles.has(first);
  // "Die haben", "Das ist": an article alone stands for something said before.
  if (rules.verbs.has(first) || (isArticle && (rules.verbs.has(second) || rules.grammar.has(second)))) return null;
  if (rules.grammar.has(last)) return null;
  if (headlineFaults(text, rules.language).length > 0) return null;
  return { text, opening: isArticle ? openings.article : openings.other };
}

/**
 * The passages of an episode in another language than English: a sentence that is a headline by itself, and the whole
 * sentences behind it, as they were said.
 */
export function plainPassagesOf(
  sentences: readonly Sentence[],
  isBarred: (index: number) => boolean,
  rules: LanguageRules,
): Passage[] {
  const [fewest, most] = verbatimBody.words;
  const passages: Passage[] = [];
  sentences.forEach((opener, first) => {
    const before = sentences[first - 1];
    if (isBarred(first) || !isUsable(opener) || (before !== undefined && abbreviated.test(before.text))) return;
    const headline = headlineOf(opener, rules);
    if (headline === null) return;
    for (let last = first; last < first + verbatimBody.sentences[1]; last++) {
      const end = sentences[last];
      if (end === undefined || isBarred(last) || end.turnIndex !== opener.turnIndex || !isUsable(end)) break;
      const raw = opener.turn.text.slice(opener.start, end.end);
      const words = countWords(raw);
      if (words > most) break;
      if (words < fewest) continue;
      passages.push({
        ...{ first, last, start: opener.start, raw, body: raw, headlineAt: first, opening: headline.opening },
        headline: { text: headline.text, shortened: false },
      });
      // No longer than it has to be: what its sentences lean on is not known here.
      break;
    }
  });
  return passages;
}

/** From this likeness to earlier episodes on a sentence is a habit of the show. */
const habitual = 0.5;

/** Which sentences are a sponsor's, a greeting, a goodbye or about the show itself; null where they are talk. */
export function plainPromoKinds(
  sentences: readonly Sentence[],
  rules: LanguageRules,
  habits: ShowHabits,
): (PromoKind | null)[] {
  const kinds: (PromoKind | null)[] = sentences.map(({ text }) =>
    rules.housekeeping.test(text) || habitShare(text, habits) >= habitual ? "housekeeping" : null,
  );
  const within = (from: number, step: 1 | -1, words: number) => {
    let at = from;
    for (let left = words; left > 0 && sentences[at + step] !== undefined; at += step)
      left -= sentences[at + step]?.words ?? 0;
    return at;
  };
  const tells = sentences.map(({ text }) => rules.sponsor.test(text));
  tells.forEach((isTold, index) => {
    if (!isTold) return;
    const reach = within(index, 1, messageWords.between);
    const next = tells.findIndex((later, at) => later && at > index && at <= reach);
    const end = next >= 0 ? next : within(index, 1, messageWords.after);
    for (let at = within(index, -1, messageWords.before); at <= end; at++) kinds[at] = "sponsor";
  });
  const start = sentences[0]?.startMs ?? 0;
  const length = (sentences.at(-1)?.endMs ?? 0) - start;
  const edge = Math.min(edges.ms, length * edges.share);
  const greeted = sentences.findLastIndex(({ startMs }, index) => kinds[index] !== null && startMs <= start + edge);
  const ends = sentences.findIndex(({ startMs }, index) => kinds[index] !== null && startMs >= start + length - edge);
  return kinds.map((kind, index) => {
    if (index <= greeted) return "intro";
    return ends >= 0 && index >= ends ? "outro" : kind;
  });
}
