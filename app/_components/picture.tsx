import { ImageResponse } from "next/og";
import type { CSSProperties, ReactNode } from "react";
import { shortened } from "../../lib/format/counts";
import { drawableText } from "../../lib/format/drawable";
import { visualText } from "../../lib/format/visual-order";
import { fontsFor, type PictureFont } from "./picture-fonts";

/** The size that every place where links are shown agrees on. */
export const pictureSize = { width: 1200, height: 630 };

const ink = "#1d1b18";
const quiet = "#655f56";
const accent = "#b23a19";

const serif = "Newsreader, Newsreader ext";
const sans = "Instrument Sans, Instrument Sans ext";

/** Paper, the name and the promise; what is told stands between. */
function draw(fonts: PictureFont[], middle: ReactNode, foot: ReactNode): Response {
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
        fontFamily: serif,
      }}
    >
      <div style={{ display: "flex", fontSize: 40, fontWeight: 500, letterSpacing: "-0.028em" }}>
        Over<span style={{ color: accent }}>“</span>heard
      </div>
      {middle}
      {foot}
    </div>,
    { ...pictureSize, fonts },
  );
}

/** Running text; what is written from right to left is set word by word, since the renderer knows one direction only. */
function Text({ children, style }: { children: string; style?: CSSProperties }) {
  const { isRightToLeft, words } = visualText(children);
  if (!isRightToLeft) return <div style={{ display: "flex", ...style }}>{words.join(" ")}</div>;
  return (
    <div style={{ display: "flex", flexWrap: "wrap", flexDirection: "row-reverse", columnGap: "0.26em", ...style }}>
      {words.map((word, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same word may stand in a text twice, and nothing moves.
        <span key={at}>{word}</span>
      ))}
    </div>
  );
}

/** The text with the forms that its letters are drawn in. */
const visible = (text: string) => `${text.normalize("NFC")} ${visualText(text.normalize("NFC")).words.join(" ")} “”…`;

/** Whether a letter can be drawn in each form that it may take. */
const hasAllForms = (has: (code: number) => boolean) => (code: number) =>
  [...visualText(String.fromCodePoint(code)).words.join("")].every((form) => has(form.codePointAt(0) ?? 0));

/** Latin sits closer at large sizes; scripts of whole squares or joined letters do not. */
const isTight = (text: string) => !/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Han}\p{Script=Hangul}]/u.test(text);

/** The text at the largest size at which it fits beside the rest. */
function sizeFor(text: string): number {
  if (text.length <= 60) return 76;
  if (text.length <= 110) return 62;
  return 50;
}

/** An insight: what it says, the words, who said them where. */
export async function insightPicture(take: {
  headline: string;
  quote: { text: string; speaker: string | null };
  show: { title: string };
}): Promise<Response> {
  const said = [take.headline, take.quote.text, take.quote.speaker ?? "", take.show.title];
  const { fonts, has } = await fontsFor(said.map(visible));
  const [headline, quote, speaker, show] = said.map((text) => drawableText(text, hasAllForms(has)));
  const who = speaker && show ? `${speaker} on ${show}` : (speaker ?? (show && `Said on ${show}`));
  return draw(
    fonts,
    <Text
      style={{
        fontSize: sizeFor(headline ?? ""),
        fontWeight: 500,
        lineHeight: 1.15,
        ...(isTight(headline ?? "") ? { letterSpacing: "-0.02em" } : {}),
      }}
    >
      {shortened(headline ?? "Something said on a podcast", 170)}
    </Text>,
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
          <Text style={{ fontStyle: "italic", fontWeight: 400, fontSize: 30, lineHeight: 1.3 }}>
            {`“${shortened(quote, 130)}”`}
          </Text>
        )}
        {who && (
          <Text style={{ marginTop: 8, fontFamily: sans, fontSize: 24, color: quiet }}>{shortened(who, 80)}</Text>
        )}
      </div>
    </div>,
  );
}

/** A day's five. */
export async function digestPicture(digest: { count: string; day: string; headlines: string[] }): Promise<Response> {
  const { fonts, has } = await fontsFor(digest.headlines.map(visible));
  const headlines = digest.headlines.flatMap((headline) => drawableText(headline, hasAllForms(has)) ?? []);
  return draw(
    fonts,
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
          <Text>{shortened(headline, 76)}</Text>
        </div>
      ))}
    </div>,
  );
}
