import { detect, supportedLanguages, toISO3 } from "tinyld";

/** Languages that are told apart too seldom to refuse a transcript for it. */
const close = [
  ["no", "nb", "nn", "da", "sv"],
  ["hr", "sr", "bs", "sl"],
  ["cs", "sk"],
  ["id", "ms"],
  ["pt", "gl", "es", "ca"],
  ["ru", "uk", "be", "bg"],
];

/** Fewer characters say too little. */
const sampleLength = 1_500;

const primary = (tag: string) => tag.slice(0, 2).toLowerCase();

/** The two letters (ISO 639-1) of a language tag such as "en-GB"; null where it is none. */
export function primaryLanguage(tag: string | null): string | null {
  return tag && /^[a-z]{2}(?:$|[-_])/i.test(tag) ? primary(tag) : null;
}

/**
 * The language of a text by its beginning, middle and end.
 * @returns its two letters (ISO 639-1); null when the three do not agree or the text is short.
 */
export function languageOf(text: string): string | null {
  if (text.length < 3 * sampleLength) return null;
  const found = [0, (text.length - sampleLength) / 2, text.length - sampleLength].map((at) =>
    detect(text.slice(at, at + sampleLength)),
  );
  return found[0] && found.every((language) => language === found[0]) ? found[0] : null;
}

/** Whether a text is plainly in another language than it should be. @param expected a tag such as "en-GB". */
export function isOtherLanguage(text: string, expected: string | null): boolean {
  const wanted = primaryLanguage(expected);
  if (wanted === null || !supportedLanguages.includes(toISO3(wanted))) return false;
  const language = languageOf(text);
  if (language === null || language === wanted) return false;
  return !close.some((group) => group.includes(language) && group.includes(wanted));
}

/** A language's name in English; the tag itself where nobody knows it. */
export function languageName(tag: string): string {
  return new Intl.DisplayNames(["en"], { type: "language", fallback: "code" }).of(primary(tag)) ?? tag;
}
