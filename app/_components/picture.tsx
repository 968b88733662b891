import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ImageResponse } from "next/og";
import type { ReactNode } from "react";
import { shortened } from "../../lib/format/counts";
import { drawableText } from "../../lib/format/drawable";

/** The size that every place where links are shown agrees on. */
export const pictureSize = { width: 1200, height: 630 };

const ink = "#1d1b18";
const quiet = "#655f56";
const accent = "#b23a19";

const files = [
  { name: "Newsreader", folder: "newsreader", weight: 500, style: "normal" },
  { name: "Newsreader", folder: "newsreader", weight: 400, style: "italic" },
  { name: "Instrument Sans", folder: "instrument-sans", weight: 500, style: "normal" },
] as const;

let fonts: Promise<NonNullable<ConstructorParameters<typeof ImageResponse>[1]>["fonts"]> | undefined;

/** The fonts of the pages, from their packages; nothing is fetched. */
function loadFonts() {
  fonts ??= Promise.all(
    files.flatMap(({ name, folder, weight, style }) =>
      ["latin", "latin-ext"].map(async (subset) => {
        const file = `${folder}-${subset}-${weight}-${style}.woff`;
        const path = join(process.cwd(), "node_modules", "@fontsource", folder, "files", file);
        return { name, weight, style, data: await readFile(/* turbopackIgnore: true */ path) };
      }),
    ),
  );
  return fonts;
}

/** Paper, the name and the promise; what is told stands between. */
async function draw(middle: ReactNode, foot: ReactNode): Promise<Response> {
  return new ImageResponse(
    <div
      style={{
        width: "100%",
        height: "100%",
        display: "flex",
        flexDirection: "column",
        justifyContent: "space-between",
        padding: "56px 72px 52px",
        background: "#fbf8f2",
        color: ink,
        fontFamily: "Newsreader",
      }}
    >
      <div style={{ display: "flex", fontSize: 40, fontWeight: 500, letterSpacing: "-0.028em" }}>
        Over<span style={{ color: accent }}>“</span>heard
      </div>
      {middle}
      {foot}
    </div>,
    { ...pictureSize, fonts: await loadFonts() },
  );
}

/** The text at the largest size at which it fits beside the rest. */
function sizeFor(text: string): number {
  if (text.length <= 60) return 76;
  if (text.length <= 110) return 62;
  return 50;
}

/** An insight: what it says, the words, who said them where. */
export function insightPicture(take: {
  headline: string;
  quote: { text: string; speaker: string | null };
  show: { title: string };
}): Promise<Response> {
  const headline = drawableText(take.headline);
  const quote = drawableText(take.quote.text);
  const speaker = take.quote.speaker === null ? null : drawableText(take.quote.speaker);
  const show = drawableText(take.show.title);
  const who = speaker && show ? `${speaker} on ${show}` : (speaker ?? (show && `Said on ${show}`));
  return draw(
    <div
      style={{
        display: "flex",
        fontSize: sizeFor(headline ?? ""),
        fontWeight: 500,
        lineHeight: 1.1,
        letterSpacing: "-0.02em",
      }}
    >
      {shortened(headline ?? "Something said on a podcast", 170)}
    </div>,
    <div style={{ display: "flex", alignItems: "center", gap: 28 }}>
      <div
        style={{
          display: "flex",
          alignItems: "center",
          justifyContent: "center",
          width: 84,
          height: 84,
          borderRadius: 42,
          background: accent,
          flexShrink: 0,
        }}
      >
        <svg width="30" height="34" viewBox="0 0 14 16" fill="#fbf8f2" aria-hidden="true">
          <path d="M1 0l13 8-13 8z" />
        </svg>
      </div>
      <div style={{ display: "flex", flexDirection: "column", width: 940 }}>
        {quote && (
          <div style={{ display: "flex", fontStyle: "italic", fontWeight: 400, fontSize: 30, lineHeight: 1.3 }}>
            “{shortened(quote, 130)}”
          </div>
        )}
        {who && (
          <div style={{ display: "flex", marginTop: 8, fontFamily: "Instrument Sans", fontSize: 24, color: quiet }}>
            {shortened(who, 80)}
          </div>
        )}
      </div>
    </div>,
  );
}

/** A day's five. */
export function digestPicture(digest: { count: string; day: string; headlines: string[] }): Promise<Response> {
  const headlines = digest.headlines.flatMap((headline) => drawableText(headline) ?? []);
  return draw(
    <div
      style={{
        display: "flex",
        flexDirection: "column",
        fontSize: 60,
        fontWeight: 500,
        lineHeight: 1.1,
        letterSpacing: "-0.02em",
      }}
    >
      <span>{digest.count}</span>
      <span>{digest.day}</span>
    </div>,
    <div style={{ display: "flex", flexDirection: "column", gap: 10 }}>
      {headlines.map((headline, at) => (
        <div
          key={headline}
          style={{ display: "flex", gap: 22, fontSize: 30, fontStyle: "normal", fontWeight: 500, lineHeight: 1.25 }}
        >
          <span style={{ width: 22, color: accent }}>{at + 1}</span>
          <span>{shortened(headline, 76)}</span>
        </div>
      ))}
    </div>,
  );
}
