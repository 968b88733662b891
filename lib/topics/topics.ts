import { stemmer } from "stemmer";
import starterTopics from "./starter-topics.json";

/** Something readers follow. */
export interface TopicDefinition {
  slug: string;
  name: string;
  description: string;
  /** Words and phrases; a "+phrase" is broad and counts only beside a second phrase of the topic. */
  phrases: string[];
}

/** The topics an installation begins with. */
export const topics: TopicDefinition[] = starterTopics;

interface CompiledPhrase {
  stems: string[];
  broad: boolean;
}

function stemsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}&]+/gu) ?? []).map((word) => stemmer(word));
}

const compiled = topics.map((topic) => ({
  slug: topic.slug,
  phrases: topic.phrases.map(
    (phrase): CompiledPhrase => ({ stems: stemsOf(phrase.replace(/^\+/, "")), broad: phrase.startsWith("+") }),
  ),
}));

/** The topics a text is about, by whole stemmed words and phrases. @returns weights of 0 to 1, the highest first. */
export function matchTopics(text: string): { slug: string; weight: number }[] {
  const haystack = ` ${stemsOf(text).join(" ")} `;
  return compiled
    .flatMap(({ slug, phrases }) => {
      const found = phrases.filter((phrase) => haystack.includes(` ${phrase.stems.join(" ")} `));
      if (found.length === 0 || (found.length === 1 && found[0]?.broad)) return [];
      return [{ slug, weight: 1 - 0.5 ** found.length }];
    })
    .sort((a, b) => b.weight - a.weight || a.slug.localeCompare(b.slug));
}
