import { z } from "zod";
import { hasPhrase, wordForms } from "../topics/word-forms";

/** What is known of a recording before anybody has heard it. */
export interface Announced {
  title: string;
  notes: string;
  /** As stored: [{name, role?}]. */
  persons: unknown;
  show: { title: string; author: string | null; language: string | null };
}

const named = z.array(z.object({ name: z.string() }).nullable().catch(null)).catch([]);
/** "The", "And", "Why": capitals that only begin a title. */
const beginsTitle = /^\p{Lu}\p{Ll}{0,2}$/u;

/** Whisper looks at the last 224 tokens of a prompt; so many characters are fewer in any language with letters. */
const mostCharacters = 600;

/**
 * What a model may have to spell, the most helpful first: the show, its guests, its makers, what the episode's title
 * names, and the topics' words that its notes speak of.
 * @param phrases of the installation's topics.
 */
export function spellingWords({ title, notes, persons, show }: Announced, phrases: string[]): string[] {
  const inTitle = (title.match(/\p{Lu}[\p{L}\p{N}.'’-]+(?: \p{Lu}[\p{L}\p{N}.'’-]+)*/gu) ?? []).filter(
    (name) => !beginsTitle.test(name),
  );
  const language = show.language ?? "en";
  const forms = wordForms(`${title} ${notes}`, language);
  const topics = phrases
    .map((phrase) => phrase.replace(/^\+/, ""))
    .filter((phrase) => hasPhrase(forms, wordForms(phrase, language)));
  const guests = named.parse(persons).map((person) => person?.name ?? "");
  const words = [show.title, ...guests, show.author ?? "", ...inTitle, ...topics];
  let left = mostCharacters;
  return [...new Set(words.map((word) => word.trim()).filter(Boolean))].filter((word) => {
    left -= word.length + 2;
    return left >= 0;
  });
}
