import { hasPhrase, primaryLanguage, wordForms } from "./word-forms";

interface LanguageTexts {
  language: string;
  /** By word: in which texts it stands. */
  texts: Map<string, number[]>;
}

/** Finds readers' own phrases in many texts, in any form of their words; each phrase is looked up once however many follow it. */
export class PhraseIndex {
  readonly #forms: string[][];
  readonly #languages = new Map<string, LanguageTexts>();
  readonly #found = new Map<string, readonly number[]>();

  /** @param texts each with its language, BCP 47. */
  constructor(texts: { text: string; language: string }[]) {
    this.#forms = texts.map(({ text, language }) => wordForms(text, language));
    for (const [i, forms] of this.#forms.entries()) {
      const language = primaryLanguage(texts[i]?.language ?? "");
      const entry = this.#languages.get(language) ?? { language, texts: new Map<string, number[]>() };
      this.#languages.set(language, entry);
      for (const form of new Set(forms)) {
        const list = entry.texts.get(form);
        if (list) list.push(i);
        else entry.texts.set(form, [i]);
      }
    }
  }

  /** The numbers of the texts that hold a phrase, ascending. The phrase is read in each text's language. */
  find(phrase: string): readonly number[] {
    const known = this.#found.get(phrase);
    if (known) return known;
    const found: number[] = [];
    for (const { language, texts } of this.#languages.values()) {
      const wanted = wordForms(phrase, language);
      const lists = wanted.map((form) => texts.get(form) ?? []);
      const rarest = lists.reduce((least, list) => (list.length < least.length ? list : least), lists[0] ?? []);
      for (const i of rarest) if (hasPhrase(this.#forms[i] ?? [], wanted)) found.push(i);
    }
    found.sort((a, b) => a - b);
    this.#found.set(phrase, found);
    return found;
  }
}
