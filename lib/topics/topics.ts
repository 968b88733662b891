import starterTopics from "./starter-topics.json";
import { hasPhrase, primaryLanguage, wordForms } from "./word-forms";

/** Something readers follow. */
export interface TopicDefinition {
  slug: string;
  name: string;
  description: string;
  /** Words and phrases; a "+phrase" is broad and counts only beside a second phrase of the topic. */
  phrases: string[];
}

/** A topic that a text is about, with how much (0 to 1). */
export interface TopicMatch {
  slug: string;
  weight: number;
}

/** Finds the topics of a text in a language (BCP 47): at most three, the weightiest first. */
export type TopicMatcher = (text: string, language: string) => TopicMatch[];

/** The topics an installation begins with; the operator's own are in the database (see `listTopics`). */
export const shippedTopics: TopicDefinition[] = starterTopics;

/** More topics than these would say little of an insight. */
const mostTopics = 3;
/** A precise phrase makes a topic alone; a broad one is half a reason. */
const enough = 1;
const broadCounts = 0.5;

/**
 * Finds the topics of texts by whole words in any form (see `wordForms`).
 * @param topics the installation's, from `listTopics`.
 */
export function topicMatcher(topics: TopicDefinition[]): TopicMatcher {
  const compiled = new Map<string, { slug: string; phrases: { forms: string[]; counts: number }[] }[]>();
  const inLanguage = (language: string) => {
    const known = compiled.get(language);
    if (known) return known;
    const fresh = topics.map(({ slug, phrases }) => {
      const read = phrases.map((phrase) => ({
        forms: wordForms(phrase.replace(/^\+/, ""), language),
        counts: phrase.startsWith("+") ? broadCounts : 1,
      }));
      // One phrase in two spellings counts once.
      const byForms = new Map(read.toSorted((a, b) => a.counts - b.counts).map((one) => [one.forms.join(" "), one]));
      return { slug, phrases: [...byForms.values()] };
    });
    compiled.set(language, fresh);
    return fresh;
  };
  return (text, language) => {
    const forms = wordForms(text, language);
    return inLanguage(primaryLanguage(language))
      .flatMap(({ slug, phrases }) => {
        const found = phrases.reduce((sum, phrase) => sum + (hasPhrase(forms, phrase.forms) ? phrase.counts : 0), 0);
        return found < enough ? [] : [{ slug, weight: Math.round((1 - 0.5 ** found) * 1e4) / 1e4 }];
      })
      .sort((a, b) => b.weight - a.weight || (a.slug < b.slug ? -1 : 1))
      .slice(0, mostTopics);
  };
}
