/** What the pictures' fonts have: Latin with its extensions, and the punctuation of running text. */
const notDrawable =
  /[^\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\u2212]/gu;

/**
 * A text as it can be drawn on a picture. Whatever the fonts lack would be asked for on the internet, so it never gets there.
 * @returns null where too much of it would be missing to make sense, as in other scripts.
 */
export function drawableText(text: string): string | null {
  const composed = text.normalize("NFC").replace(/\s+/gu, " ");
  const letters = composed.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const drawn = composed.replace(notDrawable, "").replace(/ {2,}/gu, " ").trim();
  const left = drawn.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return left > 0 && left >= letters * 0.9 ? drawn : null;
}
