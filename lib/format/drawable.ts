/**
 * A text as it can be drawn on a picture with the fonts at hand. Whatever these lack would be asked for on the internet, so it
 * never gets there; nor do emoji, for which there is no font at all.
 * @param has whether a font has a code point.
 * @returns null where too much of it would be missing to make sense.
 */
export function drawableText(text: string, has: (codePoint: number) => boolean): string | null {
  const composed = text.normalize("NFC").replace(/\s+/gu, " ");
  const letters = composed.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const drawn = [...composed]
    .filter((character) => character === " " || (!/\p{Emoji_Presentation}/u.test(character) && has(codeOf(character))))
    .join("")
    .replace(/ {2,}/gu, " ")
    .trim();
  const left = drawn.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return left > 0 && left >= letters * 0.9 ? drawn : null;
}

const codeOf = (character: string) => character.codePointAt(0) ?? 0;
