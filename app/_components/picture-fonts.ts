import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { inflate } from "node:zlib";
import { fontCodePoints } from "../../lib/format/font-code-points";

/** A font as pictures are drawn with it. */
export interface PictureFont {
  name: string;
  weight: 400 | 500;
  style: "normal" | "italic";
  data: Buffer;
}

/** The pages' own; what they lack is looked for in the others. */
const own = [
  { name: "Newsreader", folder: "newsreader", weight: 500, style: "normal" },
  { name: "Newsreader", folder: "newsreader", weight: 400, style: "italic" },
  { name: "Instrument Sans", folder: "instrument-sans", weight: 500, style: "normal" },
] as const;

/** Greek, Cyrillic and Hebrew; Arabic; Chinese in either form and Japanese; Korean. */
const others = ["tinos", "amiri", "cactus-classical-serif", "song-myung"];

const pathOf = (...parts: string[]) => join(process.cwd(), "node_modules", "@fontsource", ...parts);
const unpack = promisify(inflate);
const kept = new Map<string, Promise<unknown>>();

/** Reads a file once. */
function once<T>(key: string, read: () => Promise<T>): Promise<T> {
  const known = kept.get(key) as Promise<T> | undefined;
  if (known) return known;
  const reading = read();
  kept.set(key, reading);
  reading.catch(() => kept.delete(key));
  return reading;
}

interface FontFile {
  data: Buffer;
  has: Set<number>;
}

const fontFile = (folder: string, file: string): Promise<FontFile> =>
  once(`${folder} ${file}`, async () => {
    const data = await readFile(/* turbopackIgnore: true */ pathOf(folder, "files", file));
    return { data, has: await fontCodePoints(data, unpack) };
  });

/** Which part of a font is said to have which code points. */
const partsOf = (folder: string): Promise<[part: string, ranges: [number, number][]][]> =>
  once(folder, async () => {
    const text = await readFile(/* turbopackIgnore: true */ pathOf(folder, "unicode.json"), "utf8");
    return Object.entries(JSON.parse(text) as Record<string, string>).map(([part, ranges]) => [
      part.replace(/[[\]]/g, ""),
      ranges.split(",").map((range) => {
        const [from = "", to = from] = range.trim().replace(/^U\+/i, "").split("-");
        return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
      }),
    ]);
  });

/**
 * The fonts that some texts are drawn with, all from packages; nothing is fetched.
 * @returns them, and whether one of them has a code point. What no font has is not to be drawn.
 */
export async function fontsFor(
  texts: string[],
): Promise<{ fonts: PictureFont[]; has: (codePoint: number) => boolean }> {
  const ownFonts = await Promise.all(
    own.flatMap(({ name, folder, weight, style }) =>
      ["latin", "latin-ext"].map(async (part) => {
        const { data, has } = await fontFile(folder, `${folder}-${part}-${weight}-${style}.woff`);
        return { font: { name: part === "latin" ? name : `${name} ext`, weight, style, data } as const, has };
      }),
    ),
  );
  const fonts: PictureFont[] = ownFonts.map(({ font }) => font);
  const known = ownFonts.map(({ has }) => has);
  const missing = new Set([...texts.join("")].map((character) => character.codePointAt(0) ?? 0));
  const forget = (has: Set<number>) => {
    for (const code of missing) if (has.has(code)) missing.delete(code);
  };
  // Instrument Sans and Newsreader have the same letters of Latin; a letter that one of them lacks is drawn by the other.
  for (const has of known) forget(has);
  for (const folder of others) {
    if (missing.size === 0) break;
    for (const [part, ranges] of await partsOf(folder)) {
      if (![...missing].some((code) => ranges.some(([from, to]) => code >= from && code <= to))) continue;
      const { data, has } = await fontFile(folder, `${folder}-${part}-400-normal.woff`);
      if (![...missing].some((code) => has.has(code))) continue;
      // A name for each file: of several with one name only the first would be looked at.
      fonts.push({ name: `${folder} ${part}`, weight: 400, style: "normal", data });
      known.push(has);
      forget(has);
    }
  }
  return { fonts, has: (code) => known.some((has) => has.has(code)) };
}
